"""Measures noise as files carry it: as PNG, under JPEG with full and with halved colour, and in grey photos.

    python -m dynet.grain release/afterrain/ema.pt --photos FOLDER

White noise of sigma 25 is put on the top left corner of every ninth photo, rounded to 8 bits, saved in memory, and restored
at S. Name photographs that were not trained on, as the targets of CBSD68.
"""

import argparse
import io
import sys
from pathlib import Path

import numpy as np
import torch
from PIL import Image

from . import checkpoint, data, degrade, testsets
from .config import SMALL

SIDE, SIGMA, QUALITY = 256, 25 / 255, 92
FULL, HALVED = 0, 2  # Pillow's names for 4:4:4 and 4:2:0


def to_8bit(x) -> np.ndarray:
    return (np.clip(x, 0, 1) * 255).round().astype(np.uint8)


def through_jpeg(picture, subsampling: int) -> np.ndarray:
    """What a JPEG keeps of an 8-bit picture, in 0 to 1."""
    file = io.BytesIO()
    Image.fromarray(picture).save(file, "jpeg", quality=QUALITY, subsampling=subsampling)
    return np.asarray(Image.open(file)).astype(np.float32) / 255


def cases(clean, noise) -> dict:
    """{name: (noisy, clean)} of a picture (H, W, 3) and noise like it."""
    noisy = to_8bit(clean + noise)
    grey = np.repeat(clean @ degrade.YCC[0].numpy()[:, None], 3, 2)
    return {"PNG": (noisy.astype(np.float32) / 255, clean), "JPEG 4:4:4": (through_jpeg(noisy, FULL), clean),
            "JPEG 4:2:0": (through_jpeg(noisy, HALVED), clean), "grey PNG": (to_8bit(grey + noise[..., :1]).astype(np.float32) / 255, grey)}


@torch.no_grad()
def figures(model, paths) -> dict:
    """{case: (PSNR before, PSNR after)}, means over the photos. A grey photo stays grey, as in the app."""
    found, generator = {}, np.random.default_rng(0)
    for path in paths:
        photo = data.opened(path)
        height, width = (min(SIDE, n // 8 * 8) for n in (photo.height, photo.width))
        clean = np.asarray(photo)[:height, :width].astype(np.float32) / 255
        for name, (noisy, wanted) in cases(clean, generator.normal(0, SIGMA, clean.shape)).items():
            output = model(torch.from_numpy(noisy.transpose(2, 0, 1)[None].copy()), SMALL)[0].permute(1, 2, 0).numpy()
            output = output.mean(2, keepdims=True) if name == "grey PNG" else output
            found.setdefault(name, []).append((testsets.psnr(noisy, wanted), testsets.psnr(output, wanted)))
    return {name: tuple(np.mean(values, 0)) for name, values in found.items()}


def main(arguments=None) -> int:
    """The command; returns the exit code."""
    parser = argparse.ArgumentParser(prog="dynet.grain", description=__doc__.split("\n")[0])
    parser.add_argument("weights", type=Path, help="ema.pt")
    parser.add_argument("--photos", nargs="+", required=True, help="folders of clean photographs")
    options = parser.parse_args(arguments)
    try:
        found = figures(checkpoint.load(options.weights), data.find_photos(options.photos)[::9])
    except (checkpoint.CheckpointError, data.DataError, OSError) as error:
        print(f"dynet.grain: {error}", file=sys.stderr)
        return 1
    for name, (before, after) in found.items():
        print(f"{name:12s}{before:7.2f} to {after:.2f} dB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
