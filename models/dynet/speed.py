"""Where the time of a training step goes: whole steps at each depth, then the pieces of a block.

    python -m dynet.speed --start release/afterrain/ema.pt --crops 0:128x96 --groups 256 --replay

Takes the options of dynet.train. A piece is held against a copy of as much memory as it must read and write: forward its
input and output, backward twice that. What takes many times as long is worth another kernel.
"""

import sys
import time

import torch

from . import checkpoint, data, precision
from .blocks import Block, Depthwise, Linear, Norm
from .config import LARGE, VARIANTS
from .parallel import Team
from .settings import settings
from .trainer import Trainer

ROUNDS = 5


def wait(device):
    """Until a GPU has done what it was told."""
    if device.type == "cuda":
        torch.cuda.synchronize(device)


def size(x) -> int:
    """Bytes of a tensor."""
    return x.numel() * x.element_size()


def seconds(run, device) -> float:
    """Mean seconds of run(), after one that is not counted."""
    run()
    wait(device)
    start = time.perf_counter()
    for _ in range(ROUNDS):
        run()
    wait(device)
    return (time.perf_counter() - start) / ROUNDS


def steps(trainer: Trainer):
    """Prints the time of a step of each kind of crops at each depth."""
    for portion in sorted({p for _, portions in trainer.stages for p in portions}, key=lambda p: p.size):
        clean = torch.rand(portion.count, 3, portion.size, portion.size, device=trainer.device)
        for name, reuse in VARIANTS.items():
            trainer.reuse = lambda now, reuse=reuse: reuse
            took = seconds(lambda: trainer.step([data.Batch("clean", clean, clean)]), trainer.device)
            memory = f", {torch.cuda.max_memory_allocated() / 1e9:.1f} GB at most so far" if trainer.device.type == "cuda" else ""
            print(f"{portion.count} crops of {portion.size} pixels at {name.upper()}: {1e3 * took:.0f} ms a step, {clean[:, 0].numel() / 1e6 / took:.2f} megapixels a second{memory}")


def pieces(config, level: int, groups: int) -> dict:
    """The parts of a block of a level and the block, by name, each with the channels that it takes."""
    channels = config.width * 2**level
    widen, block = Linear(channels, 2 * channels), Block(config, config.blocks[level], channels, config.heads[level])
    for linear in (m for m in (widen, *block.modules()) if isinstance(m, Linear)):
        linear.groups = groups
    return {"norm": (Norm(channels, config.norm), channels), "1x1 to twice": (widen, channels),
            "depthwise of twice": (Depthwise(2 * channels, config.bias), 2 * channels), "block, not compiled": (block, channels)}


def took(module, x, device) -> tuple:
    """Seconds of module(x) forward, and of its backward; the bytes of its input and output."""
    def forward():
        with precision.autocast(device):
            return module(x)

    result = forward()
    ahead = seconds(forward, device)
    both = seconds(lambda: forward().backward(result), device)
    return ahead, both - ahead, size(x) + size(result)


def compare(trainer: Trainer):
    """Prints what the pieces of each level take for the largest portion of a step, against a copy."""
    config, device = trainer.model.config, trainer.device
    portion = max((p for _, portions in trainer.stages for p in portions), key=lambda p: p.count * p.size**2)
    block = torch.zeros(2**28 if device.type == "cuda" else 2**24, dtype=torch.bfloat16, device=device)
    rate = 2 * size(block) / seconds(block.clone, device)
    print(f"\na copy reads and writes {rate / 1e9:.0f} GB/s; for {portion.count} crops of {portion.size} pixels, milliseconds (and times as long as a copy):")
    for level in range(4):
        side = portion.size // 2**level
        for name, (module, channels) in pieces(config, level, trainer.options.groups).items():
            x = torch.rand(portion.count, side, side, channels, device=device, dtype=precision.of(device), requires_grad=True)
            ahead, back, moved = took(module.to(device), x, device)
            print(f"  level {level + 1}, {name:20s} forward {1e3 * ahead:8.2f} ({ahead * rate / moved:4.1f})   backward {1e3 * back:8.2f} ({back * rate / moved / 2:4.1f})")


def kernels(trainer: Trainer):
    """Prints what one step at L spends its time on, the longest first."""
    portion, trainer.reuse = trainer.stages[0][1][0], lambda now: LARGE
    clean = torch.rand(portion.count, 3, portion.size, portion.size, device=trainer.device)
    where = "cuda" if trainer.device.type == "cuda" else "cpu"
    with torch.profiler.profile() as profile:
        trainer.step([data.Batch("clean", clean, clean)])
        wait(trainer.device)
    print(profile.key_averages().table(sort_by=f"self_{where}_time_total", row_limit=30, max_name_column_width=80))


def main(arguments=None) -> int:
    """The command; returns the exit code."""
    given = sys.argv[1:] if arguments is None else arguments
    try:
        trainer = Trainer(settings(["none", "--photos", "none", *given]), Team())
    except (checkpoint.CheckpointError, OSError) as error:
        print(f"dynet.speed: {error}", file=sys.stderr)
        return 1
    steps(trainer)
    compare(trainer)
    kernels(trainer)
    return 0


if __name__ == "__main__":
    sys.exit(main())
