"""Measures any program that restores pictures, the app itself or another, by the protocol of testsets.py.

    python -m dynet.compare write FOLDER --tests FOLDER              # the degraded pictures: FOLDER/COLUMN/NAME.png
    afterrain-cli restore --variant l -o RESTORED FOLDER             # or any other program
    python -m dynet.compare measure RESTORED --tests FOLDER          # RESTORED/COLUMN/NAME*.png

The pictures go through files of 8 bits, and the app decides about a photo from a few places of it and restores it in tiles:
so these figures differ a little from those of dynet.evaluate, which runs the network on the whole picture.

Photos of many megapixels have wider streaks than the test sets, and haze that no tile can tell from the rest of it. With
--times 4 the pictures are four times as large; noise is not enlarged but drawn on the enlarged picture.
"""

import argparse
import sys
from pathlib import Path

import numpy as np
from PIL import Image

from . import evaluate, numbers, testsets


def larger(picture: np.ndarray, times: int) -> np.ndarray:
    """A picture (H, W, 3) in 0..1, times as large, of 8 bits."""
    image = Image.fromarray((picture * 255).round().astype(np.uint8))
    return np.asarray(image.resize((image.width * times, image.height * times), Image.BICUBIC)).astype(np.float32) / 255


def enlarged(column: str, index: int, degraded, clean, times: int) -> tuple:
    """The degraded and clean picture times as large; noise is as fine as before, and another for each index."""
    if times == 1:
        return degraded, clean
    if column.startswith("noise"):
        return testsets.with_noise(np.random.RandomState(index), larger(clean, times), int(column[5:])), larger(clean, times)
    return larger(degraded, times), larger(clean, times)


def chosen(tests: Path, column: str, count, times: int = 1):
    """(name, degraded, clean) of a column, at most count of them spread over the set; names tell equal ones apart."""
    found = list(testsets.pairs(tests, column))
    found = found[:: max(1, len(found) // count)][:count] if count else found
    return [(f"{index:03d}_{name}", *enlarged(column, index, *pair, times)) for index, (name, *pair) in enumerate(found)]


def write(folder: Path, tests: Path, columns, count, times: int = 1):
    """Writes the degraded pictures, exactly: the protocol's inputs have 8 bits."""
    for column in columns:
        (folder / column).mkdir(parents=True, exist_ok=True)
        for name, degraded, _ in chosen(tests, column, count, times):
            Image.fromarray((degraded * 255).round().astype(np.uint8)).save(folder / column / f"{name}.png")


def restored(folder: Path, name: str, shape) -> np.ndarray:
    """The restored picture (H, W, 3) in 0..1 whose file begins with name."""
    found = sorted(folder.glob(f"{name}*"))
    if len(found) != 1:
        raise ValueError(f"{folder} has {len(found)} files for {name}: one is needed")
    image = np.asarray(Image.open(found[0]).convert("RGB")).astype(np.float32) / 255
    if image.shape != shape:
        raise ValueError(f"{found[0]} is {image.shape[1]}x{image.shape[0]} pixels, not {shape[1]}x{shape[0]}")
    return image


def measure(folder: Path, tests: Path, columns, count, times: int = 1) -> dict:
    """{column: (PSNR, SSIM)} of the restored pictures."""
    figures = {}
    for column in columns:
        pairs = [(restored(folder / column, name, clean.shape), clean) for name, _, clean in chosen(tests, column, count, times)]
        figures[column] = tuple(np.mean([(testsets.psnr(x, y), evaluate.ssim(x, y)) for x, y in pairs], 0))
    return figures


def main(arguments=None) -> int:
    """The command; returns the exit code."""
    parser = argparse.ArgumentParser(prog="dynet.compare", description=__doc__.split("\n")[0])
    parser.add_argument("what", choices=("write", "measure"))
    parser.add_argument("folder", type=Path)
    parser.add_argument("--tests", type=Path, required=True, help="folder of the test sets")
    parser.add_argument("--columns", nargs="+", default=list(testsets.COLUMNS), choices=testsets.COLUMNS)
    parser.add_argument("--count", type=numbers.count, help="at most so many pictures a column")
    parser.add_argument("--times", type=numbers.count, default=1, help="how many times as large the pictures are made")
    options = parser.parse_args(arguments)
    work = {"write": write, "measure": measure}[options.what]
    try:
        figures = work(options.folder, options.tests, options.columns, options.count, options.times)
    except (OSError, ValueError) as error:
        print(f"dynet.compare: {error}", file=sys.stderr)
        return 1
    if figures:
        print(evaluate.table({options.folder.name: figures}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
