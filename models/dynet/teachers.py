"""Targets from trained networks, which a student comes nearer to than to clean pictures.

What was behind noise, rain or haze is open; a clean picture is one of the possible answers, the mean of what several
networks say about it and about its mirror images is nearer to the mean that PSNR asks for, and has less
chance in it (data distillation, arXiv 1712.04440).
"""

import random
from pathlib import Path

import torch

from . import checkpoint, precision
from .blocks import Block
from .config import LARGE, PRESETS
from .degrade import seed_of
from .model import DyNet

SHARE = 0.8  # of the teachers in a target; the rest is the clean picture, which is right where they are wrong
MIRRORED = ([], [2], [3], [2, 3])  # axes; rain falls from above, so pictures are not laid on their side


class Teachers:
    """Networks at L, each of which sees a picture in one of its mirror images, drawn anew for each step."""

    def __init__(self, weights: list[Path], preset: str, device: torch.device, compiled: bool, seed: int):
        self.networks = [self._network(path, preset, compiled).to(device) for path in weights]
        self.seed = seed

    @staticmethod
    def _network(path: Path, preset: str, compiled: bool) -> DyNet:
        network = DyNet(PRESETS[preset]).eval().requires_grad_(False)
        checkpoint.load_weights(network, path)
        for module in network.modules():
            if compiled and isinstance(module, Block):
                module.compile(dynamic=False)
        return network

    @torch.no_grad()
    def target(self, degraded, clean, control, step: int):
        """What a student is to make of degraded pictures (B, 3, H, W) under a control (B, 3); clean itself without teachers, and where nothing is to be done."""
        if not self.networks:
            return clean
        draw = random.Random(seed_of(self.seed, step))
        with precision.autocast(degraded.device):
            said = sum(self._say(network, draw.choice(MIRRORED), degraded, control) for network in self.networks) / len(self.networks)
        done = (degraded == clean).flatten(1).all(1)[:, None, None, None]
        return torch.where(done, clean, SHARE * said + (1 - SHARE) * clean)

    @staticmethod
    def _say(network: DyNet, axes: list[int], degraded, control):
        return network(degraded.flip(axes), LARGE, control if network.config.controls else None).float().flip(axes)
