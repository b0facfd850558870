"""Speed of the shipped weights in PyTorch and in ONNX Runtime, in one run.

    python -m dynet.bench release/afterrain/ema.pt release/afterrain

Every round runs one tile of each contender and a product of large matrices, so that what else the computer
does slows down all of them; the table gives medians, and ratios that hold on a busy computer too.
"""

import argparse
import statistics
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import torch

from . import checkpoint, export
from .model import VARIANTS
from .size import macs

GEMM = 1024  # side of the matrices
TURNS = 8  # products a measurement


@torch.no_grad()
def contenders(weights: Path, release: Path, variant: str, threads: int, scratch: Path, compiled: bool = True) -> dict:
    """What runs a tile, by name: functions of an image (1, 3, H, W). The shipped graphs are given the decision, as in the app."""
    model, reuse = checkpoint.load(weights), VARIANTS[variant]
    found = {"PyTorch, eager": lambda x: model(torch.from_numpy(x), reuse)}
    if compiled and hasattr(torch, "compile"):
        quick = torch.compile(lambda x: model(x, reuse))
        found["PyTorch, compiled"] = lambda x: quick(torch.from_numpy(x))
    export.graph(model, reuse, scratch / "plain.onnx")
    known = {"reuse": torch.tensor(reuse)} | model.decide(torch.rand(1, 3, 64, 64), reuse, None)
    paths = {"plain export": scratch / "plain.onnx", "shipped graph": release / f"dynet-{variant}.onnx", "shipped dial": release / "dynet-dial.onnx"}
    for name, path in paths.items():
        if path.exists():
            found[f"ONNX Runtime, {name}"] = runner(path, threads, known)
    return found


def runner(path: Path, threads: int, known: dict):
    """A function of an image that runs a graph; its other inputs are taken from known."""
    session = export.session(path, threads)
    feed = {x.name: known[x.name].numpy() for x in session.get_inputs() if x.name != "image"}
    return lambda image: session.run(None, {"image": image} | feed)


def gemm() -> float:
    """Floating-point operations a second of float32 matrix products."""
    left, right = torch.rand(GEMM, GEMM), torch.rand(GEMM, GEMM) / GEMM
    start = time.perf_counter()
    for _ in range(TURNS):
        left = left @ right
    return 2 * TURNS * GEMM**3 / (time.perf_counter() - start)


@torch.no_grad()
def measure(runs: dict, side: int, rounds: int):
    """Median seconds a tile of each, and the median matrix rate between them. The first round is not counted."""
    image = np.random.default_rng(0).random((1, 3, side, side), dtype=np.float32)
    seconds, rates = {name: [] for name in runs}, []
    for _ in range(rounds + 1):
        rates.append(gemm())
        for name, run in runs.items():
            start = time.perf_counter()
            run(image)
            seconds[name].append(time.perf_counter() - start)
    return {name: statistics.median(list_[1:]) for name, list_ in seconds.items()}, statistics.median(rates[1:])


def table(variant: str, seconds: dict, flops: float, rate: float):
    """Prints a row a contender."""
    eager = seconds["PyTorch, eager"]
    print(f"\nDyNet-{variant.upper()}{'':31s}s/tile   x eager   GFLOP/s   of GEMM ({rate / 1e9:.0f} GFLOP/s)")
    for name, took in seconds.items():
        print(f"  {name:32s}{took:12.3f}{eager / took:10.2f}{flops / took / 1e9:10.1f}{100 * flops / took / rate:8.0f} %")


def main(arguments=None) -> int:
    """The command; returns the exit code."""
    parser = argparse.ArgumentParser(prog="dynet.bench", description=__doc__.split("\n")[0])
    parser.add_argument("weights", type=Path, help="ema.pt")
    parser.add_argument("release", type=Path, help="folder of model.json and the graphs")
    parser.add_argument("--variants", nargs="+", default=["s", "l"], choices=VARIANTS)
    parser.add_argument("--tile", type=int, default=export.TILE, help="pixels a side")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--threads", type=int, default=0, help="0 = all cores")
    parser.add_argument("--eager-only", action="store_true", help="without torch.compile, which takes minutes to begin")
    options = parser.parse_args(arguments)
    threads = options.threads or torch.get_num_threads()
    torch.set_num_threads(threads)
    import onnxruntime

    print(f"PyTorch {torch.__version__}, ONNX Runtime {onnxruntime.__version__}, {threads} threads, tiles of {options.tile} pixels, median of {options.rounds}")
    try:
        for variant in options.variants:
            with tempfile.TemporaryDirectory() as scratch:
                runs = contenders(options.weights, options.release, variant, threads, Path(scratch), not options.eager_only)
                seconds, rate = measure(runs, options.tile, options.rounds)
            table(variant, seconds, 2 * macs(checkpoint.load(options.weights), options.tile, VARIANTS[variant]), rate)
    except (checkpoint.CheckpointError, OSError) as error:
        print(f"dynet.bench: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
