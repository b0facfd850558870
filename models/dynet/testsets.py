"""The test sets and the measuring protocol (PromptIR's test script, as ../README.md states it).

A folder holds cbsd68/target, rain100l/{input,target}, sots_outdoor/{input,target} and
sots_outdoor/pairs.tsv. Pictures are centre-cropped to a multiple of 16; noise is
clip(x + sigma * randn, 0, 255) truncated to 8 bits, numpy seeded with 0 once per sigma and the
pictures in sorted order; PSNR and SSIM on RGB in 0..1 of the float output clipped to 0..1.
"""

from pathlib import Path

import numpy as np
from PIL import Image

COLUMNS = ("noise15", "noise25", "noise50", "rain", "haze")


def read(path: Path) -> np.ndarray:
    """A picture as (H, W, 3) uint8, centre-cropped to a multiple of 16."""
    image = np.asarray(Image.open(path).convert("RGB"))
    H, W = image.shape[:2]
    top, left = H % 16 // 2, W % 16 // 2
    return image[top:top + H // 16 * 16, left:left + W // 16 * 16]


def pairs(folder: Path, column: str):
    """Yields (name, degraded, clean) of one column, float32 in 0..1, in sorted order."""
    if column.startswith("noise"):
        yield from noisy(folder / "cbsd68" / "target", int(column[5:]))
        return
    for source, target in named(folder, column):
        yield source.stem, read(source).astype(np.float32) / 255, read(target).astype(np.float32) / 255


def noisy(folder: Path, sigma: int):
    """Yields pictures with the protocol's noise."""
    generator = np.random.RandomState(0)
    for path in sorted(folder.iterdir()):
        clean = read(path).astype(np.float32) / 255
        yield path.stem, with_noise(generator, clean, sigma), clean


def with_noise(generator, clean: np.ndarray, sigma: int) -> np.ndarray:
    """A picture (H, W, 3) in 0..1 of 8 bits with noise of sigma of 255, as the protocol rounds it."""
    return np.clip((clean * 255).round() + sigma * generator.randn(*clean.shape), 0, 255).astype(np.uint8).astype(np.float32) / 255


def named(folder: Path, column: str):
    """(input, target) paths of the rain or haze pairs."""
    base = folder / {"rain": "rain100l", "haze": "sots_outdoor"}[column]
    if column == "rain":
        return [(path, base / "target" / path.name) for path in sorted((base / "input").iterdir())]
    rows = [line.split("\t") for line in (base / "pairs.tsv").read_text().splitlines() if line.strip()]
    found = [(base / "input" / a, base / "target" / b) for a, b in (row[:2] for row in rows if row[0] != "input")]
    return found


def psnr(output: np.ndarray, clean: np.ndarray) -> float:
    """PSNR in dB of output (clipped to 0..1) against clean."""
    error = np.mean((np.clip(output, 0, 1).astype(np.float64) - clean) ** 2)
    return float(-10 * np.log10(max(error, 1e-10)))
