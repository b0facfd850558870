"""Trains one DyNet at all depths: dynamic pre-training, then all-in-one fine-tuning, in one run.

    python -m dynet.train RUN --photos FOLDER [FOLDER ...] --minutes 120

RUN is the folder of the run: checkpoint.pt (exact resume), ema.pt (fp16 weights to ship), log.csv.
Calling it again with the same RUN goes on where it stopped. The schedule follows the share of the
time budget that is spent (or of --steps), so that the learning rate always ends at zero inside it.

Several GPUs or machines: the same under torchrun (parallel.py).

In order: budget, checkpoint, loop. The step itself: trainer.py.
"""

import os
import sys
import time

from . import checkpoint, data, feed, validate
from .ending import Ending
from .journal import Log
from .parallel import Team
from .settings import settings
from .trainer import Trainer

TELL = 2  # seconds between two looks at the loss
SAVING = 0.25  # minutes that --within keeps for the last checkpoint


def save(trainer: Trainer, log: Log, check):
    """Checkpoint, shipping weights, log row, by the first process of a team."""
    run = trainer.options.run
    if trainer.team.leads:
        checkpoint.write(trainer.state(), run / "checkpoint.pt")
        checkpoint.write_weights(trainer.average, trainer.options.preset, run / "ema.pt")
        log.row(trainer, trainer.moment(), check(trainer.average))
    trainer.team.wait()


def budget(trainer: Trainer, begun: float) -> float:
    """Minutes of training, those before a resume included: as asked, or what --within leaves of a command that began at begun (time.monotonic)."""
    if not trainer.options.within:
        return trainer.options.minutes
    left = trainer.team.agree(trainer.options.within - SAVING - (time.monotonic() - begun) / 60)
    if left <= 0:
        raise data.DataError(f"reading photographs and compiling took all of the {trainer.options.within:g} minutes of --within: give more")
    return trainer.spent / 60 + left


def loop(trainer: Trainer, batches, log: Log, check) -> int:
    """Steps on batches until the budget is spent, with a bar on the terminal and a checkpoint every few minutes.

    Returns 0, or the signal that ended it earlier: whoever sent that waits for the checkpoint, not for figures of check.
    """
    from tqdm import tqdm

    bar = tqdm(total=1.0, initial=round(trainer.moment().share, 4), disable=not trainer.team.leads,
               bar_format="{l_bar}{bar}| {elapsed} {postfix}")
    last = time.monotonic()
    saved, told, end = trainer.spent, 0.0, 0
    with Ending() as ending:
        while trainer.moment().share < 1 and not end:
            losses = trainer.step(next(batches))
            now = time.monotonic()
            trainer.spent, last = trainer.team.agree(trainer.spent + now - last), now
            log.add(losses)
            if now - told > TELL:
                bar.set_postfix_str(f"step {trainer.steps}, {trainer.pictures} pictures, loss {sum(map(float, losses.values())) / len(losses):.4f}", refresh=False)
                bar.update(trainer.moment().share - bar.n)
                told = now
            end = int(trainer.team.agree(ending.signal))
            if trainer.spent - saved > trainer.options.every * 60 and not end:
                save(trainer, log, check)
                saved, last = trainer.spent, last if trainer.options.within else time.monotonic()
        bar.close()
        save(trainer, log, (lambda weights: {}) if end else check)
    return end if trainer.moment().share < 1 else 0


def workers(options, team: Team) -> int:
    """Processes that make batches: on a GPU the cores that are left, each process of a team its part; on a CPU none."""
    if options.workers is not None:
        return options.workers
    return max(1, (os.cpu_count() - 1) // team.size) if team.device.type == "cuda" else 0


def main(arguments=None) -> int:
    """Runs or resumes; returns the exit code."""
    from tqdm import tqdm

    begun, options, team = time.monotonic(), settings(arguments), Team()
    try:
        options.run.mkdir(parents=True, exist_ok=True)
        paths = data.find_photos(options.photos)
        progress = lambda items: tqdm(items, total=len(paths), desc="photographs", unit="photo", disable=not team.leads)
        crops = data.Crops(paths, options.seed + team.rank, progress, data.shares_of(options.tasks))
        trainer = Trainer(options, team)
        if (options.run / "checkpoint.pt").exists():
            trainer.resume(checkpoint.read(options.run / "checkpoint.pt", trusted=True))
        options.minutes = budget(trainer, begun)
        check = validate.quick(options.validate, options.preset)
        end = loop(trainer, feed.batches(crops, trainer.orders(), workers(options, team)), Log(options.run / "log.csv"), check)
    except (data.DataError, checkpoint.CheckpointError, OSError) as error:
        print(f"dynet.train: {error}", file=sys.stderr)
        return 1
    finally:
        team.leave()
    if end:
        print(f"dynet.train: told to end, and did after step {trainer.steps}: the same line goes on from there", file=sys.stderr)
    return 128 + end if end else 0


if __name__ == "__main__":
    sys.exit(main())
