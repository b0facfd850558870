"""A quick look at PSNR while training: a few pictures of each test set, S and L."""

from pathlib import Path

import numpy as np
import torch

from . import testsets
from .config import LARGE, PRESETS, SMALL
from .model import DyNet

CROP = 256  # pixels; the figures follow training, they are not the published ones


def quick(folder, preset: str, count: int = 4):
    """A function from weights to {column: dB}; columns are empty where there is no folder."""
    if folder is None:
        return lambda weights: {}
    pairs = [(column, pair) for column in testsets.COLUMNS for pair in some(testsets.pairs(Path(folder), column), count)]
    model = DyNet(PRESETS[preset]).eval()

    @torch.no_grad()
    def check(weights) -> dict:
        model.load_state_dict({k: v.float().cpu() for k, v in weights.items()})
        figures = {}
        for name, reuse in (("s", SMALL), ("l", LARGE)):
            for column, (degraded, clean) in pairs:
                output = model(to_tensor(degraded), reuse)[0].permute(1, 2, 0).numpy()
                figures.setdefault(f"{column} {name}", []).append(testsets.psnr(output, clean))
        return {key: float(np.mean(values)) for key, values in figures.items()}

    return check


def some(pairs, count: int):
    """count pairs spread over the set, cropped to their middle."""
    pairs = list(pairs)
    return [tuple(middle(x) for x in pair) for _, *pair in pairs[:: max(1, len(pairs) // count)][:count]]


def middle(image, side: int = CROP):
    """The central side x side pixels, or as many as there are."""
    top, left = (max(0, n - side) // 2 for n in image.shape[:2])
    return image[top:top + side, left:left + side]


def to_tensor(image):
    """(H, W, 3) float to (1, 3, H, W) float32."""
    return torch.from_numpy(np.ascontiguousarray(image)).permute(2, 0, 1)[None].float()
