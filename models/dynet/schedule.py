"""What a run does at which share of its budget: learning rate, patch size, depth.

A run from scratch pre-trains, trains S alone for a while, then all depths, its rate on a cosine. A run that starts
from trained weights trains all depths from the beginning, at a constant rate until it cools down.
"""

import math
from dataclasses import dataclass, replace

from .config import LARGE, MIDDLE, SMALL

# Shares of the run. Small patches first: a step costs a quarter, and local detail needs no more.
PRETRAIN = 0.06  # masked and half-degraded crops (paper 3.3)
SMALL_ONLY = 0.35  # shallow steps are cheap; inverse step sizes carry over to depth
SMALL_SHARE, MIDDLE_SHARE = 0.38, 0.12  # of the steps at mixed depths; the rest is L
# Later runs: the gradient of a hazy crop is 5 times as long as that of a noisy one and drowns it; with a weight of 0.3 and
# less haze is forgotten within minutes (models/MEASURED.md).
LATER_WEIGHTS = {"haze": 0.55, "mixture": 0.55, "asked": 0.6}
WARM_UP = 0.02
COOL = 0.25  # of a run that starts from trained weights: constant rate until here, then linear to zero


@dataclass(frozen=True)
class Portion:
    """A part of a step's pictures: their size in pixels and how many."""

    size: int
    count: int


# What a step is made of, from this share of the run on. Each portion has all tasks: one that is seen in crops of one size
# only is known by that size, and gone at others (models/MEASURED.md). Small crops to the end: rain wants many pictures a step.
PORTIONS = ((0.0, (Portion(64, 24),)), (0.6, (Portion(128, 6),)))
LATER_PORTIONS = ((0.0, (Portion(64, 24),)), (0.7, (Portion(64, 12), Portion(128, 3))))


def stage(words: str) -> tuple:
    """What a step is made of from a share of the run on, as PORTIONS has it, from "0.6:128x64+256x8"."""
    start, portions = words.split(":")
    portions = tuple(Portion(*map(int, portion.split("x"))) for portion in portions.split("+"))
    if any(p.size % 8 or min(p.size, p.count) < 1 for p in portions) or not 0 <= float(start) < 1:
        raise ValueError("sizes are multiples of 8, starts are shares")  # argparse says which words were wrong
    return float(start), portions


def stages_of(given, later: bool, scale: float) -> tuple:
    """The stages of a run: those given, or the usual ones, with scale times as many pictures."""
    scaled = lambda portion: replace(portion, count=max(1, round(portion.count * scale)))
    return tuple((start, tuple(map(scaled, portions))) for start, portions in sorted(given or (), key=lambda s: s[0]) or (LATER_PORTIONS if later else PORTIONS))


@dataclass
class Moment:
    """Where a run stands: share of the budget spent (0 to 1), and what follows from it."""

    share: float
    later: bool = False  # the run starts from trained weights
    stages: tuple = ()  # in place of PORTIONS or LATER_PORTIONS

    @property
    def rate(self) -> float:
        """Learning rate relative to its peak: linear warm-up, then a cosine to zero; later runs stay at the peak until COOL."""
        if self.share < WARM_UP:
            return max(self.share / WARM_UP, 0.02)
        if self.later:
            return min(1.0, (1 - self.share) / (1 - COOL))
        return 0.5 + 0.5 * math.cos(math.pi * (self.share - WARM_UP) / (1 - WARM_UP))

    def weight(self, task: str) -> float:
        """What the loss of a task's pictures counts. From scratch all alike: haze needs its large gradients to be learned at all."""
        return LATER_WEIGHTS.get(task, 1.0) if self.later else 1.0

    @property
    def pretraining(self) -> bool:
        return self.share < PRETRAIN and not self.later

    @property
    def portions(self) -> tuple:
        """What a step is made of."""
        stages = self.stages or stages_of((), self.later, 1)
        return [portions for start, portions in stages if self.share >= start or start == stages[0][0]][-1]

    def reuse(self, draw: float):
        """The depth of this step, from draw in 0..1: S, L and now and then the middle; after pre-training S alone for a while."""
        alone = PRETRAIN <= self.share < SMALL_ONLY and not self.later
        if alone or draw < SMALL_SHARE:
            return SMALL
        return MIDDLE if draw < SMALL_SHARE + MIDDLE_SHARE else LARGE
