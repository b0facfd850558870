"""Measures rain whose drops are larger than in the test set, as photos of many megapixels have it.

    python -m dynet.enlarged release/afterrain/ema.pt --tests FOLDER

Every fifth pair of Rain100L is enlarged, and the middle of the enlarged picture restored.
"""

import argparse
import sys
from pathlib import Path

import numpy as np
import torch
from PIL import Image

from . import checkpoint, testsets
from .config import LARGE, SMALL
from .validate import middle, to_tensor

TIMES, SIDE, EVERY = (1, 2, 4), 320, 5


def enlarged(picture: np.ndarray, times: int) -> np.ndarray:
    """The middle SIDE x SIDE pixels of a picture (H, W, 3) in 0..1 that is times as large."""
    height, width = picture.shape[:2]
    planes = [Image.fromarray(np.ascontiguousarray(picture[..., c])).resize((width * times, height * times), Image.BICUBIC) for c in range(3)]
    return middle(np.stack(planes, -1), SIDE).clip(0, 1)


@torch.no_grad()
def figures(model, pairs) -> dict:
    """{times: (PSNR before, after at S, after at L)}, means over the pairs of (rainy, clean) pictures."""
    found = {}
    for rainy, clean in pairs:
        for times in TIMES:
            source, wanted = enlarged(rainy, times), enlarged(clean, times)
            outputs = [model(to_tensor(source), reuse)[0].permute(1, 2, 0).numpy() for reuse in (SMALL, LARGE)]
            found.setdefault(times, []).append([testsets.psnr(x, wanted) for x in (source, *outputs)])
    return {times: tuple(np.mean(values, 0)) for times, values in found.items()}


def main(arguments=None) -> int:
    """The command; returns the exit code."""
    parser = argparse.ArgumentParser(prog="dynet.enlarged", description=__doc__.split("\n")[0])
    parser.add_argument("weights", type=Path, help="ema.pt")
    parser.add_argument("--tests", type=Path, required=True, help="folder of test sets")
    options = parser.parse_args(arguments)
    try:
        pairs = [pair for _, *pair in list(testsets.pairs(options.tests, "rain"))[::EVERY]]
        found = figures(checkpoint.load(options.weights), pairs)
    except (checkpoint.CheckpointError, OSError) as error:
        print(f"dynet.enlarged: {error}", file=sys.stderr)
        return 1
    for times, (before, small, large) in found.items():
        print(f"{times} times: {before:.2f} to {small:.2f} (S) and {large:.2f} dB (L)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
