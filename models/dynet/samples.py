"""Makes the sample photographs of the app: three free photographs, one degraded by each of noise, rain and haze.

    python -m dynet.samples FOLDER assets/samples

FOLDER is /usr/share/backgrounds of Debian's lomiri-wallpapers-16.04 (photographs by Aitzol Berasategi, CC-BY-4.0).
They are held out of the training of the weights that ship. The clean versions are written beside them as NAME-clean.jpg
only with --clean, for figures.
"""

import argparse
import sys
from pathlib import Path

import numpy as np
import torch
from PIL import Image

from . import degrade, pseudodepth, weather

SIZE = 1500  # pixels, longer side
SOURCES = {"noise": "friends_by_Aitzol_Berasategi.jpg", "rain": "life_by_Aitzol_Berasategi.jpg", "haze": "aitzgorri_by_Aitzol_Berasategi.jpg"}


def clean_photo(path: Path) -> Image.Image:
    """The photograph at SIZE pixels."""
    image = Image.open(path).convert("RGB")
    scale = SIZE / max(image.size)
    return image.resize((round(image.width * scale), round(image.height * scale)), Image.LANCZOS)


def degraded(kind: str, image: Image.Image, seed: int = 3) -> Image.Image:
    """The photograph with one degradation, repeatable."""
    generator = torch.Generator().manual_seed(seed)
    pixels = np.asarray(image)
    clean = torch.from_numpy(pixels.copy()).permute(2, 0, 1)[None].float() / 255
    if kind == "noise":
        result = clean + 30 / 255 * degrade.normal(generator, *clean.shape)
    elif kind == "rain":
        result = weather.Rain(0, fields=1, size=max(image.size))(clean, generator)
    else:
        depth = torch.from_numpy(pseudodepth.attenuation_prior(pixels).copy())[None, None].float() / 255
        plane = weather.ground(generator, torch.tensor([[0.0, 0.0, 1.0, 1.0]]), *clean.shape[2:])
        t = torch.exp(-1.6 * (0.35 + 0.35 * depth + 0.3 * plane))
        result = clean * t + 0.88 * (1 - t)
    return Image.fromarray((degrade.to_8bit(result)[0].permute(1, 2, 0).numpy() * 255).round().astype(np.uint8))


def main(arguments=None) -> int:
    """The command; returns the exit code."""
    parser = argparse.ArgumentParser(prog="dynet.samples", description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path, help="where the photographs are")
    parser.add_argument("out", type=Path)
    parser.add_argument("--clean", action="store_true", help="write the clean versions too")
    options = parser.parse_args(arguments)
    missing = [name for name in SOURCES.values() if not (options.folder / name).exists()]
    if missing:
        print(f"dynet.samples: {options.folder} lacks {missing[0]}: install the Debian package lomiri-wallpapers-16.04", file=sys.stderr)
        return 1
    options.out.mkdir(parents=True, exist_ok=True)
    for kind, name in SOURCES.items():
        image = clean_photo(options.folder / name)
        degraded(kind, image).save(options.out / f"{kind}.jpg", quality=93, subsampling=0)
        if options.clean:
            image.save(options.out / f"{kind}-clean.jpg", quality=95, subsampling=0)
    return 0


if __name__ == "__main__":
    sys.exit(main())
