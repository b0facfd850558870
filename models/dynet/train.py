"""Trains one DyNet at all depths: dynamic pre-training, then all-in-one fine-tuning, in one run.

    python -m dynet.train RUN --photos FOLDER [FOLDER ...] --minutes 120

RUN is the folder of the run: checkpoint.pt (exact resume), ema.pt (fp16 weights to ship), log.csv.
Calling it again with the same RUN goes on where it stopped. The schedule follows the share of the
time budget that is spent (or of --steps), so that the learning rate always ends at zero inside it.

In order: settings, schedule, model, data, loop, checkpoint, log. Paper: 3.3 (pre-training), 4.1.
"""

import argparse
import csv
import math
import os
import random
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import torch
import torch.nn.functional as F

from . import checkpoint, data, optimise, validate
from .model import LARGE, MIDDLE, PRESETS, SMALL, Block, DyNet

# Shares of the run. Small patches first: a step costs a quarter, and local detail needs no more.
PRETRAIN = 0.06  # masked and half-degraded crops (paper 3.3)
SMALL_ONLY = 0.35  # shallow steps are cheap; inverse step sizes carry over to depth
PATCHES = ((0.0, 64, 24), (0.6, 128, 6))  # from this share on: patch size, pictures a step
LATER_PATCHES = ((0.0, 64, 40), (0.5, 128, 10))  # of a run that starts from trained weights
SMALL_SHARE, MIDDLE_SHARE = 0.38, 0.12  # of the steps at mixed depths; the rest is L
WARM_UP = 0.02
COOL = 0.5  # of a run that starts from trained weights: constant rate until here, then linear to zero
BALANCE = 0.1  # 0: every pixel counts alike; 1: every task alike (haze, whose errors are large, then starves)
FREQUENCY = 0.1  # weight of the Fourier L1
EMA = 0.998


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


def settings(arguments=None):
    """The command line."""
    p = argparse.ArgumentParser(prog="dynet.train", description=__doc__.split("\n")[0])
    p.add_argument("run", type=Path, help="folder of the run")
    p.add_argument("--photos", nargs="+", required=True, help="folders of clean photographs")
    p.add_argument("--preset", default="afterrain", choices=sorted(PRESETS))
    p.add_argument("--minutes", type=float, default=90, help="time budget, resumed runs included")
    p.add_argument("--steps", type=int, help="budget in steps instead (repeatable, for tests)")
    p.add_argument("--start", type=Path, help="weights to start from (ema.pt of another run)")
    p.add_argument("--lr", type=float, default=2e-3)
    p.add_argument("--lr-matrix", type=float, default=0.01)
    p.add_argument("--optimiser", default="muon", choices=("muon", "adamw"))
    p.add_argument("--no-pretrain", action="store_true", help="skip the dynamic pre-training")
    p.add_argument("--no-compile", action="store_true")
    p.add_argument("--threads", type=int, default=os.cpu_count())
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--every", type=float, default=5, help="minutes between checkpoints")
    p.add_argument("--validate", type=Path, help="folder of test sets (../README.md) for the log's PSNR columns")
    return p.parse_args(arguments)


def restoration_loss(output, clean):
    """L1 of pixels plus a little L1 of frequencies, in float32, not clamped. Per picture: (B,)."""
    output = output.float()
    pixels = (output - clean).abs().mean((1, 2, 3))
    gap = torch.fft.rfft2(output - clean, norm="ortho")
    return pixels + FREQUENCY * (gap.real.abs() + gap.imag.abs()).mean((1, 2, 3))


class Trainer:
    """One run: the model, its moving average, the optimisers and everything a resume needs."""

    def __init__(self, options):
        self.options = options
        self.device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        torch.manual_seed(options.seed)
        torch.set_num_threads(options.threads)
        self.draw = random.Random(options.seed)
        self.model = DyNet(PRESETS[options.preset]).to(self.device)
        torch.nn.init.zeros_(self.model.output.weight)
        if options.start:
            checkpoint.load_weights(self.model, options.start)
        self.average = {k: v.detach().clone() for k, v in self.model.state_dict().items()}
        self.optimisers = optimise.build(self.model, options.lr, options.lr_matrix, options.optimiser == "muon")
        self.peaks = [[g["lr"] for g in o.param_groups] for o in self.optimisers]
        self.steps, self.pictures, self.pixels, self.spent = 0, 0, 0, 0.0
        self.level = {}  # running loss of each task: the loss of a task is measured against it
        if hasattr(torch, "compile") and not options.no_compile:
            self._compile()

    def _compile(self):
        torch._dynamo.config.recompile_limit = 64
        for module in self.model.modules():
            if isinstance(module, Block):
                module.compile(dynamic=False)

    def moment(self) -> Moment:
        o = self.options
        return Moment(min(1.0, self.steps / o.steps if o.steps else self.spent / (o.minutes * 60)), o.start is not None)

    def step(self, crops: data.Crops) -> dict:
        """One optimiser step; returns the mean loss of each task in it."""
        now = self.moment()
        size, count = now.patch
        pretraining = now.pretraining and not self.options.no_pretrain
        batches = [crops.batch("masked", count, size)] if pretraining else crops.mixed(count, size)
        degraded = torch.cat([b.degraded for b in batches]).to(self.device)
        clean = torch.cat([b.clean for b in batches]).to(self.device)
        control = torch.cat([b.controls() for b in batches]).to(self.device) if self.model.config.controls else None
        with torch.autocast(self.device.type, torch.bfloat16):
            output = self.model(degraded, now.reuse(self.draw.random()), control)
        losses = restoration_loss(output, clean)
        self._update(self._balance(losses, batches), now.rate)
        self.steps, self.pictures = self.steps + 1, self.pictures + len(clean)
        self.pixels += len(clean) * size * size
        means = [part.mean().item() for part in losses.detach().split([len(b.clean) for b in batches])]
        return {b.task: loss for b, loss in zip(batches, means)}

    def _balance(self, losses, batches):
        """Sums the tasks' losses, each relative to its running level to the power BALANCE."""
        total = 0.0
        for batch, part in zip(batches, losses.split([len(b.clean) for b in batches])):
            mean = part.mean().item()
            if math.isfinite(mean):
                self.level[batch.task] = 0.99 * self.level.get(batch.task, mean) + 0.01 * mean
            total = total + part.sum() * (0.03 / max(self.level.get(batch.task, 0.03), 3e-3)) ** BALANCE
        return total / len(losses)

    def _update(self, loss, rate: float):
        for optimiser, peaks in zip(self.optimisers, self.peaks):
            for group, peak in zip(optimiser.param_groups, peaks):
                group["lr"] = peak * rate
            optimiser.zero_grad(set_to_none=True)
        loss.backward()
        norm = torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        if not torch.isfinite(norm):
            return  # a step that is not finite teaches nothing
        for optimiser in self.optimisers:
            optimiser.step()
        decay = min(EMA, (1 + self.steps) / (10 + self.steps))
        with torch.no_grad():
            for key, value in self.model.state_dict().items():
                self.average[key].lerp_(value, 1 - decay)

    def state(self, crops) -> dict:
        """Everything that a resume needs."""
        return {"model": self.model.state_dict(), "average": self.average, "optimisers": [o.state_dict() for o in self.optimisers],
                "crops": crops.generator.get_state(), "bank": crops.rain.bank, "draw": self.draw.getstate(), "steps": self.steps, "pictures": self.pictures,
                "pixels": self.pixels, "spent": self.spent, "level": self.level, "preset": self.options.preset}

    def resume(self, state: dict, crops):
        """Goes on from state()."""
        if state.get("preset") != self.options.preset or len(state["optimisers"]) != len(self.optimisers):
            raise checkpoint.CheckpointError(f"this run trains preset {state.get('preset')} with another --preset or --optimiser: pass --preset {state.get('preset')} and the same optimiser, or another folder")
        self.model.load_state_dict(state["model"])
        self.average = {key: value.to(self.device) for key, value in state["average"].items()}
        for optimiser, saved in zip(self.optimisers, state["optimisers"]):
            optimiser.load_state_dict(saved)
        crops.generator.set_state(state["crops"])
        crops.rain.bank = state["bank"]
        self.draw.setstate(state["draw"])
        for name in ("steps", "pictures", "pixels", "spent", "level"):
            setattr(self, name, state[name])


class Log:
    """log.csv: a row at every checkpoint, tasks as mean loss since the row before."""

    TASKS = list(data.SHARES) + ["masked"]

    def __init__(self, path: Path):
        self.path, self.sums = path, {}

    def add(self, losses: dict):
        for task, loss in losses.items():
            total, count = self.sums.get(task, (0.0, 0))
            self.sums[task] = (total + loss, count + 1)

    def row(self, trainer: Trainer, figures: dict):
        """Writes a row: what was spent and seen, the mean losses, the validation PSNR."""
        means = {t: f"{total / n:.5f}" for t, (total, n) in self.sums.items()}
        now = trainer.moment()
        row = {"minutes": f"{trainer.spent / 60:.1f}", "steps": trainer.steps, "pictures": trainer.pictures,
               "megapixels": f"{trainer.pixels / 1e6:.1f}", "rate": f"{now.rate:.4f}", "patch": now.patch[0]}
        row |= {t: means.get(t, "") for t in self.TASKS} | {k: f"{v:.2f}" for k, v in figures.items()}
        new = not self.path.exists()
        with open(self.path, "a", newline="") as file:
            writer = csv.DictWriter(file, list(row))
            if new:
                writer.writeheader()
            writer.writerow(row)
        self.sums = {}


def save(trainer: Trainer, crops, log: Log, check):
    """Checkpoint, shipping weights, log row."""
    run = trainer.options.run
    checkpoint.write(trainer.state(crops), run / "checkpoint.pt")
    checkpoint.write_weights(trainer.average, trainer.options.preset, run / "ema.pt")
    log.row(trainer, check(trainer.average))


def loop(trainer: Trainer, crops, log: Log, check):
    """Steps until the budget is spent, with a bar on the terminal and a checkpoint every few minutes."""
    from tqdm import tqdm

    bar = tqdm(total=1.0, initial=round(trainer.moment().share, 4), bar_format="{l_bar}{bar}| {elapsed} {postfix}", mininterval=2)
    last = time.monotonic()
    saved = trainer.spent
    while trainer.moment().share < 1:
        losses = trainer.step(crops)
        now = time.monotonic()
        trainer.spent, last = trainer.spent + now - last, now
        log.add(losses)
        bar.set_postfix_str(f"step {trainer.steps}, {trainer.pictures} pictures, loss {sum(losses.values()) / len(losses):.4f}", refresh=False)
        bar.update(trainer.moment().share - bar.n)
        if trainer.spent - saved > trainer.options.every * 60:
            save(trainer, crops, log, check)
            saved, last = trainer.spent, time.monotonic()
    bar.close()
    save(trainer, crops, log, check)


def main(arguments=None) -> int:
    """Runs or resumes; returns the exit code."""
    from tqdm import tqdm

    options = settings(arguments)
    try:
        options.run.mkdir(parents=True, exist_ok=True)
        paths = data.find_photos(options.photos)
        crops = data.Crops(paths, options.seed, lambda items: tqdm(items, total=len(paths), desc="photographs", unit="photo"))
        trainer = Trainer(options)
        if (options.run / "checkpoint.pt").exists():
            trainer.resume(checkpoint.read(options.run / "checkpoint.pt", trusted=True), crops)
        loop(trainer, crops, Log(options.run / "log.csv"), validate.quick(options.validate, options.preset))
    except (data.DataError, checkpoint.CheckpointError, OSError) as error:
        print(f"dynet.train: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
