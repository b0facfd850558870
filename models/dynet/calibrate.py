"""Calibrates what the network saw: from its prompt weights to clean, noise, rain or haze.

    python -m dynet.calibrate release/afterrain --photos FOLDER --tests FOLDER

A multinomial logistic regression on the logarithms of the prompt weights, fitted on crops of training
photographs that are degraded on the fly (degrade.py) and go through the probe that ships, and measured on pictures that neither it nor the
network has learned from: the test sets (testsets.py). Each picture is looked at in a few places, as the app
does (engine/decision.go), and the weights found there are averaged. It is written into model.json as
"sense", unless it is right less often than POOR: then the app shows no read-out. An export writes
model.json anew, so this comes after it.
"""

import argparse
import json
import sys
from itertools import islice
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

from . import degrade, export, files, numbers, testsets
from .data import Crops, DataError, find_photos
from .config import CONTROLS

CLASSES = ("clean", "noise", "rain", "haze")
SIGMAS = (10, 50)  # of the noise to be told, of 255: less is hardly seen
TESTS = {"clean": "noise15", "noise": "noise25", "rain": "rain", "haze": "haze"}  # columns; of the first, what is clean in it
SIZE = 256  # pixels of the crops to fit on
ACROSS = 3  # places a direction that are looked at, at most
MULTIPLE = 8  # of a place's size
FLOOR = 1e-4  # of a weight before its logarithm
DECAY = 1e-3  # of the regression's squared coefficients
POOR = 0.85  # share of right answers below which there is no read-out


def described(folder: Path) -> dict:
    """The contents of model.json."""
    path = folder / "model.json"
    try:
        contract = json.loads(path.read_text())
    except ValueError as error:
        raise DataError(f"{path} is damaged ({error}): export the weights into {folder} again") from error
    if "probe" not in contract:
        raise DataError(f"{path} names no probe: export the weights into {folder} again")
    return contract


class Probe:
    """The small depth's probe of a model folder."""

    def __init__(self, folder: Path, threads: int):
        contract = described(folder)["probe"]
        self.tile = contract["tile"]
        self.session = export.session(folder / contract["variants"]["s"]["graph"], threads)
        self.controlled = len(self.session.get_inputs()) > 1

    def spread(self, n: int) -> tuple:
        """Where it looks along n pixels, and how many of them at a time."""
        tile = min(self.tile, n // MULTIPLE * MULTIPLE)
        k = max(1, min(ACROSS, (n + tile // 2) // tile))
        return [max(0, min(n - tile, ((2 * i + 1) * n // k - tile) // 2)) for i in range(k)], tile

    def features(self, picture):
        """Logarithms of the mean prompt weights (places * K) of a picture (3, H, W), 0..1."""
        (tops, height), (lefts, width) = (self.spread(n) for n in picture.shape[1:])
        control = {"control": np.zeros((1, len(CONTROLS)), np.float32)} if self.controlled else {}
        found = [self.session.run(["prompts"], {"image": picture[None, :, y:y + height, x:x + width].float().numpy(), **control})[0]
                 for y in tops for x in lefts]
        return torch.from_numpy(np.mean(found, 0)).flatten().clamp_min(FLOOR).log()


def drawn(probe, crops, count: int, progress):
    """(features, labels) of count crops a class."""
    found, labels = [], []
    for _ in range(-(-count // 4)):
        for label, name in enumerate(CLASSES):
            found += [probe.features(picture) for picture in pictures(crops, name)]
            labels += [label] * 4
            progress(4)
    return torch.stack(found), torch.tensor(labels)


def pictures(crops, name: str):
    """Four crops of a class (4, 3, SIZE, SIZE)."""
    if name != "noise":
        return crops.batch(name, 4, SIZE).degraded
    clean = crops.batch("clean", 4, SIZE).clean
    sigma = degrade.uniform(crops.generator, 4, *SIGMAS) / 255
    return degrade.to_8bit(clean + sigma * degrade.normal(crops.generator, *clean.shape))


def tested(probe, folder: Path, count: int, progress):
    """(features, labels) of up to count pictures a class of the test sets."""
    found, labels = [], []
    for label, name in enumerate(CLASSES):
        for _, degraded, clean in islice(testsets.pairs(folder, TESTS[name]), count):
            found.append(probe.features(torch.from_numpy((clean if name == "clean" else degraded).copy()).permute(2, 0, 1)))
            labels.append(label)
            progress(1)
    return torch.stack(found), torch.tensor(labels)


def fit(x, labels):
    """Weights (classes, features) and bias (classes) of the regression."""
    mean, spread = x.mean(0), x.std(0).clamp_min(1e-3)
    weight = torch.zeros(len(CLASSES), x.shape[1], requires_grad=True)
    bias = torch.zeros(len(CLASSES), requires_grad=True)
    optimiser = torch.optim.LBFGS([weight, bias], max_iter=300, line_search_fn="strong_wolfe")

    def loss():
        optimiser.zero_grad()
        value = F.cross_entropy((x - mean) / spread @ weight.t() + bias, labels) + DECAY * weight.square().sum()
        value.backward()
        return value

    optimiser.step(loss)
    weight = weight.detach() / spread
    return weight, bias.detach() - weight @ mean


def confusion(x, labels, weight, bias):
    """(true, answered) counts."""
    answers = (x @ weight.t() + bias).argmax(1)
    return torch.bincount(labels * len(CLASSES) + answers, minlength=len(CLASSES) ** 2).reshape(len(CLASSES), -1)


def contract(weight, bias, counts) -> dict:
    """What model.json says."""
    return {"classes": list(CLASSES), "floor": FLOOR, "weights": [[round(float(v), 5) for v in row] for row in weight],
            "bias": [round(float(v), 5) for v in bias], "accuracy": round(float(counts.diag().sum() / counts.sum()), 4)}


def calibrate(options) -> dict:
    """Fits, measures, prints, writes; returns the contract."""
    from tqdm import tqdm

    probe = Probe(options.model, options.threads)
    paths = find_photos(options.photos)
    crops = Crops(paths[:: max(1, len(paths) // options.limit)], options.seed)
    with tqdm(total=len(CLASSES) * (options.count + options.held), unit="picture") as bar:
        known = drawn(probe, crops, options.count, bar.update)
        weight, bias = fit(*known)
        counts = confusion(*tested(probe, options.tests, options.held, bar.update), weight, bias)
    found = contract(weight, bias, counts)
    own = confusion(*known, weight, bias)
    print(f"right: {100 * float(own.diag().sum() / own.sum()):.1f} % of the {int(own.sum())} crops it was fitted on")
    print("seen as   " + "".join(f"{name:>8}" for name in CLASSES))
    for name, row in zip(CLASSES, counts.tolist()):
        print(f"{name:10}" + "".join(f"{n:8}" for n in row))
    print(f"right: {100 * found['accuracy']:.1f} % of {int(counts.sum())} pictures of the test sets")
    return found


def write(found: dict, folder: Path):
    """Puts the calibration into model.json, or takes an older one out if this one is poor; a full disk leaves the file as it was."""
    model = described(folder)
    model.pop("sense", None)
    if found["accuracy"] >= POOR:
        model["sense"] = found
    files.replace(folder / "model.json", json.dumps(model, indent=2) + "\n")


def main(arguments=None) -> int:
    """The command; returns the exit code."""
    parser = argparse.ArgumentParser(prog="dynet.calibrate", description=__doc__.split("\n")[0])
    parser.add_argument("model", type=Path, help="folder of an exported model, whose model.json is completed")
    parser.add_argument("--photos", type=Path, nargs="+", required=True, help="folders or packs of clean photographs to fit on")
    parser.add_argument("--tests", type=Path, required=True, help="folder of the test sets to measure on")
    parser.add_argument("--count", type=numbers.count, default=160, help="crops a class to fit on, a multiple of 4")
    parser.add_argument("--held", type=numbers.count, default=60, help="at most so many pictures a class to measure on")
    parser.add_argument("--limit", type=numbers.count, default=40, help="at most about so many photographs")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--threads", type=numbers.several, default=0)
    options = parser.parse_args(arguments)
    try:
        found = calibrate(options)
        write(found, options.model)
        if found["accuracy"] < POOR:
            print(f"less than {100 * POOR:.0f} % right: model.json gets no read-out")
    except (DataError, OSError) as error:
        print(f"dynet.calibrate: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
