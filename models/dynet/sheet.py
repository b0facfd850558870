"""Sheets of degraded pictures, to be looked at: what the network is taught.

    python -m dynet.sheet FOLDER --photos PHOTOS

Writes one PNG a task into FOLDER: random crops, above what the network gets, below what it should give.
"""

import argparse
import sys
from pathlib import Path

import torch
from PIL import Image

from . import data, numbers

GAP = 4  # pixels between pictures


def sheet(batch: data.Batch) -> Image.Image:
    """The batch as two rows: degraded, clean."""
    B, _, H, W = batch.clean.shape
    canvas = torch.ones(3, 2 * H + GAP, B * (W + GAP) - GAP)
    for row, pictures in enumerate((batch.degraded, batch.clean)):
        for column, picture in enumerate(pictures):
            top, left = row * (H + GAP), column * (W + GAP)
            canvas[:, top:top + H, left:left + W] = picture.clamp(0, 1)
    return Image.fromarray((canvas * 255).round().byte().permute(1, 2, 0).numpy())


def main(arguments=None) -> int:
    """The command; returns the exit code."""
    parser = argparse.ArgumentParser(prog="dynet.sheet", description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path, help="where the sheets go")
    parser.add_argument("--photos", nargs="+", required=True, help="folders of clean photographs")
    parser.add_argument("--count", type=numbers.count, default=6, help="pictures a sheet")
    parser.add_argument("--size", type=numbers.count, default=192, help="their width and height in pixels")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    try:
        crops = data.Crops(data.find_photos(options.photos), options.seed)
        options.folder.mkdir(parents=True, exist_ok=True)
        for task in [*data.SHARES, "masked"]:
            sheet(crops.batch(task, options.count, options.size)).save(options.folder / f"{task}.png")
    except (data.DataError, OSError) as error:
        print(f"dynet.sheet: {error}", file=sys.stderr)
        return 1
    print(f"{len(data.SHARES) + 1} sheets in {options.folder}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
