"""The command line of a training run (train.py)."""

import argparse
import os
from pathlib import Path

import torch

from . import data, loss, numbers, schedule
from .config import PRESETS, VARIANTS


def settings(arguments=None):
    """The command line."""
    p = argparse.ArgumentParser(prog="dynet.train", description="Trains one DyNet at all depths: dynamic pre-training, then all-in-one fine-tuning, in one run.")
    p.add_argument("run", type=Path, help="folder of the run")
    p.add_argument("--photos", nargs="+", required=True, help="folders of clean photographs")
    p.add_argument("--preset", default="afterrain", choices=sorted(PRESETS))
    p.add_argument("--minutes", type=numbers.amount, default=90, help="time budget, resumed runs included")
    p.add_argument("--within", type=numbers.amount, help="time budget of this command all told instead, in minutes: reading photographs, compiling and saving included")
    p.add_argument("--steps", type=numbers.count, help="budget in steps instead (repeatable, for tests)")
    p.add_argument("--start", type=Path, help="weights to start from (ema.pt of another run)")
    p.add_argument("--lr", type=numbers.amount, default=2e-3)
    p.add_argument("--lr-matrix", type=numbers.amount, default=0.01)
    p.add_argument("--optimiser", default="muon", choices=("muon", "adamw"))
    p.add_argument("--loss", default="l1", choices=sorted(loss.LOSSES), help="l1: of pixels and a little of frequencies; rms: root of the mean square a picture, for a run from trained weights")
    p.add_argument("--teachers", nargs="+", type=Path, default=[], help="trained weights (ema.pt) whose answers are four fifths of the targets, the clean picture the rest")
    p.add_argument("--depth", choices=sorted(VARIANTS), help="train this depth alone (for comparisons); without it all of them")
    p.add_argument("--tasks", nargs="+", default=[], choices=sorted(data.GROUPS), help="train these alone (for comparisons); without it all of them")
    p.add_argument("--no-pretrain", action="store_true", help="skip the dynamic pre-training")
    p.add_argument("--batch-scale", type=numbers.amount, default=1, help="times the schedule's pictures a step: less where memory is short")
    p.add_argument("--crops", nargs="+", type=schedule.stage, help="what a step is made of, for example 0:128x64 0.6:128x64+256x8 on a GPU: from share 0 of the run on 64 crops of 128 pixels")
    p.add_argument("--no-compile", action="store_true")
    p.add_argument("--groups", type=numbers.count, default=0, help="groups of pixels whose parts of a weight's gradient are found one by one (on a GPU: dynet.speed says whether it is quicker)")
    p.add_argument("--replay", action="store_true", help="on one GPU: record each kind of step as a CUDA graph, so that no kernel waits for its launch")
    p.add_argument("--threads", type=numbers.count, default=os.cpu_count())
    p.add_argument("--workers", type=numbers.several, help="processes that make batches; without it as many as there are cores to spare")
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--every", type=numbers.amount, default=5, help="minutes between checkpoints")
    p.add_argument("--validate", type=Path, help="folder of test sets (../README.md) for the log's PSNR columns")
    options = p.parse_args(arguments)
    if options.replay and (not torch.cuda.is_available() or int(os.environ.get("WORLD_SIZE", 1)) > 1):
        p.error("--replay is for one process with an NVIDIA GPU: leave it out")
    return options
