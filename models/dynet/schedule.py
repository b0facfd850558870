"""What a run does at which share of its budget: learning rate, patch size, depth.

A run from scratch pre-trains, trains S alone for a while, then all depths, its rate on a cosine. A run that starts
from trained weights trains all depths from the beginning, at a constant rate until it cools down.
"""

import math
from dataclasses import dataclass

from .model import LARGE, MIDDLE, SMALL

# Shares of the run. Small patches first: a step costs a quarter, and local detail needs no more.
PRETRAIN = 0.06  # masked and half-degraded crops (paper 3.3)
SMALL_ONLY = 0.35  # shallow steps are cheap; inverse step sizes carry over to depth
PATCHES = ((0.0, 64, 24), (0.6, 128, 6))  # from this share on: patch size, pictures a step
LATER_PATCHES = ((0.0, 64, 24), (0.45, 128, 6))  # of a run that starts from trained weights
SMALL_SHARE, MIDDLE_SHARE = 0.38, 0.12  # of the steps at mixed depths; the rest is L
WARM_UP = 0.02
COOL = 0.5  # of a run that starts from trained weights: constant rate until here, then linear to zero


@dataclass
class Moment:
    """Where a run stands: share of the budget spent (0 to 1), and what follows from it."""

    share: float
    later: bool = False  # the run starts from trained weights

    @property
    def rate(self) -> float:
        """Learning rate relative to its peak: linear warm-up, then a cosine to zero; later runs stay at the peak until COOL."""
        if self.share < WARM_UP:
            return max(self.share / WARM_UP, 0.02)
        if self.later:
            return min(1.0, (1 - self.share) / (1 - COOL))
        return 0.5 + 0.5 * math.cos(math.pi * (self.share - WARM_UP) / (1 - WARM_UP))

    @property
    def balance(self) -> float:
        """How far tasks with large losses are held back: 0 not at all, every pixel counts alike; 1 until every task counts alike.

        From scratch haze needs its large gradients to be learned at all. Later they drown the rest: a hazy crop's gradient
        is 5 times as long as a noisy one's (models/README.md).
        """
        return 1.0 if self.later else 0.1

    @property
    def pretraining(self) -> bool:
        return self.share < PRETRAIN and not self.later

    @property
    def patch(self):
        """Patch size in pixels and pictures a step."""
        patches = LATER_PATCHES if self.later else PATCHES
        return [(size, count) for start, size, count in patches if self.share >= start][-1]

    def reuse(self, draw: float):
        """The depth of this step, from draw in 0..1: S, L and now and then the middle; after pre-training S alone for a while."""
        alone = PRETRAIN <= self.share < SMALL_ONLY and not self.later
        if alone or draw < SMALL_SHARE:
            return SMALL
        return MIDDLE if draw < SMALL_SHARE + MIDDLE_SHARE else LARGE
