"""Runs of the tiny preset, for the tests of training."""

from dynet import data, feed, parallel, train


def trainer(photos, folder, *more):
    options = train.settings([str(folder), "--photos", str(photos), "--preset", "tiny", "--no-compile", "--threads", "2", *more])
    return train.Trainer(options, parallel.Team()), data.Crops(data.find_photos([photos]), 1)


def steps(t, crops, count: int, workers: int = 0):
    """Trains count steps."""
    batches = feed.batches(crops, t.orders(), workers)
    for _ in range(count):
        t.step(next(batches))
