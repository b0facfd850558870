"""What learns in a run: the network at all depths, its moving average and its optimisers, step by step.

In order: building, what a step wants, one step, what a resume needs. Paper: 3.3 (pre-training), 4.1.
"""

import itertools
import random

import torch

from . import checkpoint, data, loss, optimise, precision, schedule
from .blocks import Block, Linear
from .config import PRESETS, SMALL, VARIANTS
from .feed import Order
from .model import DyNet
from .parallel import Team
from .replay import Records
from .schedule import Moment
from .teachers import Teachers

EMA = 0.998


class Trainer:
    """One run: the model, its moving average, the optimisers and everything a resume needs."""

    def __init__(self, options, team: Team):
        self.options, self.team, self.device = options, team, team.device
        torch.manual_seed(options.seed)
        torch.set_num_threads(options.threads)
        self.draw = random.Random(options.seed)
        self.model = DyNet(PRESETS[options.preset]).to(self.device)
        torch.nn.init.zeros_(self.model.output.weight)
        if options.start:
            checkpoint.load_weights(self.model, options.start)
        for module in self.model.modules():
            if isinstance(module, Linear):
                module.groups = options.groups
        self.average = {k: v.detach().clone() for k, v in self.model.state_dict().items()}
        self.optimisers = optimise.build(self.model, options.lr, options.lr_matrix, options.optimiser == "muon")
        self.peaks = [[g["lr"] for g in o.param_groups] for o in self.optimisers]
        self.steps, self.pictures, self.pixels, self.spent = 0, 0, 0, 0.0
        self.stages = schedule.stages_of(options.crops, options.start is not None, options.batch_scale)
        self.teach = Records(self.teach) if options.replay else self.teach
        self.network = team.wrap(self.model)  # what a step runs; the model itself is what is saved
        compiled = hasattr(torch.nn.Module, "compile") and not options.no_compile
        self.teachers = Teachers(options.teachers, options.preset, self.device, compiled, options.seed + team.rank)
        if compiled:
            self._compile()
        if compiled or options.replay:
            self._rehearse()

    def _compile(self):
        """Lets PyTorch compile the blocks, each when it is first run."""
        config = torch._dynamo.config
        setattr(config, "recompile_limit" if hasattr(config, "recompile_limit") else "cache_size_limit", 64)  # its name up to PyTorch 2.5
        torch.backends.cudnn.benchmark = True  # crops have few sizes
        for module in self.model.modules():
            if isinstance(module, Block):
                module.compile(dynamic=False)

    def _rehearse(self):
        """Compiles for every size of crops and records what is to be replayed, before the clock of the run starts."""
        for portion in sorted({p for _, portions in self.stages for p in portions}, key=lambda p: p.size):
            pictures = torch.rand(portion.count, 3, portion.size, portion.size)
            for reuse in VARIANTS.values() if self.options.replay else [SMALL]:
                self._learn([data.Batch("clean", pictures, pictures)], reuse, self.moment(), pictures[:, 0].numel())

    def moment(self, step=None) -> Moment:
        """Where the run stands; with a budget in steps, where it will stand before a later step."""
        o = self.options
        steps = self.steps if step is None else step
        return Moment(min(1.0, steps / o.steps if o.steps else self.spent / (o.minutes * 60)), o.start is not None, self.stages)

    def orders(self):
        """What the steps from here on want (feed.py), read up to a few steps ahead of them."""
        for step in itertools.count(self.steps):
            now = self.moment(step)
            yield Order(step, now.portions, now.pretraining and not self.options.no_pretrain)

    def reuse(self, now: Moment):
        """The depth of this step, the same on the whole team, which draws from one seed."""
        drawn = now.reuse(self.draw.random())
        return VARIANTS[self.options.depth] if self.options.depth else drawn

    def step(self, batches: list) -> dict:
        """One optimiser step on some batches; returns the mean loss of each task in it, as tensors: reading one waits for a GPU."""
        now, total = self.moment(), sum(b.clean[:, 0].numel() for b in batches)
        reuse, parts = self.reuse(now), {}
        for optimiser in self.optimisers:
            optimiser.zero_grad(set_to_none=not self.options.replay)  # what is recorded adds to the gradients where they are
        for _, portion in itertools.groupby(batches, lambda b: b.clean.shape[-1]):
            for task, losses in self._learn(list(portion), reuse, now, total):
                parts.setdefault(task, []).append(losses)
        self._update(now.rate)
        self.steps, self.pictures = self.steps + 1, self.pictures + sum(len(b.clean) for b in batches) * self.team.size
        self.pixels += total * self.team.size
        return {task: torch.cat(losses).mean() for task, losses in parts.items()}

    def _learn(self, batches: list, reuse, now: Moment, total: int) -> list:
        """Adds the gradients of batches of one size, which are part of a step of total pixels; returns each task and its pictures' losses."""
        there = lambda pictures: torch.cat([x.to(self.device, non_blocking=True) for x in pictures])
        degraded, clean, control = there(b.degraded for b in batches), there(b.clean for b in batches), there(b.controls() for b in batches)
        weights = loss.weights(batches, now) * (clean[0, 0].numel() / total)
        target = clean if now.pretraining else self.teachers.target(degraded, clean, control, self.steps)
        parts = self.teach(reuse, degraded, target, control, weights.to(self.device, non_blocking=True))
        return list(zip((b.task for b in batches), parts.split([len(b.clean) for b in batches])))

    def teach(self, reuse, degraded, target, control, weights):
        """Adds the gradients of pictures (B, 3, H, W), each with its target and its weight (B,); returns their losses (B,)."""
        with precision.autocast(self.device):
            output = self.network(degraded, reuse, control if self.model.config.controls else None)
        parts = loss.LOSSES[self.options.loss](output, target)
        (parts * weights).sum().backward()
        return parts.detach()

    def _update(self, rate: float):
        for optimiser, peaks in zip(self.optimisers, self.peaks):
            for group, peak in zip(optimiser.param_groups, peaks):
                group["lr"] = peak * rate
        bad = ~torch.isfinite(torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0))
        for p in self.model.parameters():
            if p.grad is not None:
                p.grad.masked_fill_(bad, 0)  # a step that is not finite teaches nothing; asking whether it is would stop a GPU
        for optimiser in self.optimisers:
            optimiser.step()
        decay = min(EMA, (1 + self.steps) / (10 + self.steps))
        with torch.no_grad():
            averages = list(self.average.values())
            torch._foreach_mul_(averages, decay)
            torch._foreach_add_(averages, list(self.model.state_dict().values()), alpha=1 - decay)

    def state(self) -> dict:
        """Everything that a resume needs."""
        return {"model": self.model.state_dict(), "average": self.average, "optimisers": [o.state_dict() for o in self.optimisers],
                "draw": self.draw.getstate(), "steps": self.steps, "pictures": self.pictures,
                "pixels": self.pixels, "spent": self.spent, "preset": self.options.preset, "later": self.moment().later}

    def resume(self, state: dict):
        """Goes on from state()."""
        if "optimisers" not in state:
            raise checkpoint.CheckpointError("checkpoint.pt of this folder holds no run: name another folder, and these weights with --start")
        if state.get("later", self.moment().later) != self.moment().later:
            said = "started from trained weights: pass its --start again" if state["later"] else "did not start from trained weights: leave --start out"
            raise checkpoint.CheckpointError(f"this run {said}, or name another folder")
        if state.get("preset") != self.options.preset or len(state["optimisers"]) != len(self.optimisers):
            raise checkpoint.CheckpointError(f"this run trains preset {state.get('preset')} with another --preset or --optimiser: pass --preset {state.get('preset')} and the same optimiser, or another folder")
        self.model.load_state_dict(state["model"])
        self.average = {key: value.to(self.device) for key, value in state["average"].items()}
        for optimiser, saved in zip(self.optimisers, state["optimisers"]):
            optimiser.load_state_dict(saved)
        self.draw.setstate(state["draw"])
        for name in ("steps", "pictures", "pixels", "spent"):
            setattr(self, name, state[name])
