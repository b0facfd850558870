"""Shared fixtures: a folder of small made-up photographs, and a tiny trained run."""

import numpy as np
import pytest
import torch
from PIL import Image


@pytest.fixture(autouse=True)
def two_threads():
    torch.set_num_threads(2)


def scene(seed: int, width: int = 320, height: int = 240, texture: float = 25) -> Image.Image:
    """A made-up photograph: a graded sky, coloured discs, fine texture of so many grey levels."""
    generator = np.random.default_rng(seed)
    y, x = np.mgrid[0:height, 0:width]
    image = np.stack([90 + 100 * y / height, 120 + 60 * x / width, 180 - 80 * y / height], -1)
    for _ in range(25):
        inside = (x - generator.integers(width)) ** 2 + (y - generator.integers(height)) ** 2 < generator.integers(8, 40) ** 2
        image[inside] = generator.integers(0, 255, 3)
    image += texture * np.sin(x * 1.7 + y * 0.9)[..., None]
    return Image.fromarray(image.clip(0, 255).astype(np.uint8))


@pytest.fixture(scope="session")
def photos(tmp_path_factory):
    folder = tmp_path_factory.mktemp("photos")
    for seed in range(4):
        scene(seed).save(folder / f"{seed}.png")
    return folder


@pytest.fixture(scope="session")
def smooth_photos(tmp_path_factory):
    folder = tmp_path_factory.mktemp("smooth")
    scene(11, texture=3).save(folder / "0.png")
    return folder


@pytest.fixture(scope="session")
def run(tmp_path_factory, photos):
    """A run of the tiny preset, trained for a few steps."""
    from dynet import train

    folder = tmp_path_factory.mktemp("run")
    assert train.main([str(folder), "--photos", str(photos), "--preset", "tiny", "--steps", "6", "--no-compile"]) == 0
    return folder
