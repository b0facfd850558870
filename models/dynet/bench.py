"""Speed of the shipped weights in PyTorch and in ONNX Runtime, in one run.

    python -m dynet.bench release/afterrain/ema.pt release/afterrain

Every round runs one tile of each contender and a product of large matrices, so that what else the computer
does slows down all of them; the table gives medians, and ratios that hold on a busy computer too.

The tile is of a photograph (scikit-image's astronaut, NASA) with white noise, sigma 25 of 255; beside the seconds
stands what each makes of it. The peers are classical denoisers of Python packages, where these are installed; they
are told sigma, which the network is not, and run as their packages do, on one core or more.
"""

import argparse
import os
import statistics
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import torch

from . import checkpoint, export, numbers, testsets
from .config import VARIANTS
from .size import macs

GEMM = 1024  # side of the matrices
TURNS = 8  # products a measurement
SIGMA = 25 / 255  # of the noise


@torch.no_grad()
def contenders(weights: Path, release: Path, variant: str, threads: int, scratch: Path, image, compiled: bool = True) -> dict:
    """What runs a tile, by name: functions of an image (1, 3, H, W). The shipped graphs are given the decision about image, as in the app."""
    model, reuse = checkpoint.load(weights), VARIANTS[variant]
    found = {"PyTorch, eager": lambda x: model(torch.from_numpy(x), reuse)}
    if compiled and hasattr(torch, "compile"):
        quick = torch.compile(lambda x: model(x, reuse))
        found["PyTorch, compiled"] = lambda x: quick(torch.from_numpy(x))
    if not (release / f"dynet-{variant}.onnx").exists():
        raise checkpoint.CheckpointError(f"{release} lacks dynet-{variant}.onnx: name a folder that dynet.export made")
    export.graph(model, reuse, scratch / "plain.onnx")
    known = {"reuse": torch.tensor(reuse)} | model.decide(torch.from_numpy(image), reuse, None)
    paths = {"plain export": scratch / "plain.onnx", "shipped graph": release / f"dynet-{variant}.onnx", "shipped dial": release / "dynet-dial.onnx"}
    for name, path in paths.items():
        if path.exists():
            found[f"ONNX Runtime, {name}"] = runner(path, threads, known)
    found["ONNX Runtime, a tile a core"] = lanes(paths["shipped graph"], threads, known)
    return found


def runner(path: Path, threads: int, known: dict):
    """A function of an image that runs a graph; its other inputs are taken from known."""
    session = export.session(path, threads)
    feed = {x.name: known[x.name].numpy() for x in session.get_inputs() if x.name != "image"}
    return lambda image: session.run(None, {"image": image} | feed)


def lanes(path: Path, threads: int, known: dict):
    """As runner(), but as many tiles at once as there are threads, each in one of them: so the app runs the shipped graph."""
    one, pool = runner(path, 1, known), ThreadPoolExecutor(threads)
    run = lambda image: list(pool.map(one, [image] * threads))[0]
    run.tiles = threads
    return run


def peers() -> tuple[dict, list]:
    """Classical denoisers by name, functions as contenders(), and the names of those that are not installed."""
    found, missing = {}, []
    for name, make in {"OpenCV, non-local means": opencv, "scikit-image, non-local means": non_local_means, "scikit-image, wavelets": wavelets}.items():
        try:
            denoise = make()
        except ImportError:
            missing.append(name)
            continue
        found[name] = lambda x, denoise=denoise: [np.ascontiguousarray(denoise(x[0].transpose(1, 2, 0)).transpose(2, 0, 1), np.float32)[None]]
    return found, missing


def opencv():
    """Its denoiser for colour, of 8-bit images, at the strength at which it does best on this tile."""
    import cv2

    strength = 0.7 * 255 * SIGMA  # of 0.4 to 1.2 times sigma
    return lambda image: cv2.fastNlMeansDenoisingColored(np.rint(255 * image).astype(np.uint8), None, strength, strength) / 255


def non_local_means():
    """scikit-image's, in its quick form, with the strength of its example for known noise."""
    from skimage.restoration import denoise_nl_means

    return lambda image: denoise_nl_means(image, patch_size=5, patch_distance=6, h=0.6 * SIGMA, sigma=SIGMA, fast_mode=True, channel_axis=2)


def wavelets():
    """scikit-image's BayesShrink in Y'CbCr."""
    import pywt  # noqa: F401, which scikit-image asks for at the first tile only
    from skimage.restoration import denoise_wavelet

    return lambda image: denoise_wavelet(image, sigma=SIGMA, convert2ycbcr=True, rescale_sigma=True, channel_axis=2)


def tile(side: int) -> tuple[np.ndarray, np.ndarray]:
    """(1, 3, side, side) float32 twice: clean, and with noise."""
    from skimage.data import astronaut

    photo = astronaut()
    top, left = (max(0, (n - side) // 2) for n in photo.shape[:2])
    photo = np.pad(photo, [(0, max(0, side - n)) for n in photo.shape[:2]] + [(0, 0)], "symmetric")
    clean = photo[top:, left:][:side, :side].transpose(2, 0, 1)[None].astype(np.float32) / 255
    noise = np.random.default_rng(0).normal(0, SIGMA, clean.shape)
    return clean, np.rint(255 * np.clip(clean + noise, 0, 1)).astype(np.float32) / 255


def gemm() -> float:
    """Floating-point operations a second of float32 matrix products."""
    left, right = torch.rand(GEMM, GEMM), torch.rand(GEMM, GEMM) / GEMM
    start = time.perf_counter()
    for _ in range(TURNS):
        left = left @ right
    return 2 * TURNS * GEMM**3 / (time.perf_counter() - start)


@torch.no_grad()
def measure(runs: dict, clean, image, rounds: int):
    """Median seconds a tile of each, the dB it reaches, and the median matrix rate between them. The first round is not counted."""
    seconds, reached, rates = {name: [] for name in runs}, {}, []
    for _ in range(rounds + 1):
        rates.append(gemm())
        for name, run in runs.items():
            start = time.perf_counter()
            output = run(image)
            seconds[name].append((time.perf_counter() - start) / getattr(run, "tiles", 1))
            reached[name] = testsets.psnr(np.asarray(output[0] if isinstance(output, list) else output), clean)
    return {name: statistics.median(list_[1:]) for name, list_ in seconds.items()}, reached, statistics.median(rates[1:])


def table(variant: str, seconds: dict, reached: dict, flops: float, rate: float, others):
    """Prints a row a contender; flops are the network's, which the others, the peers, do not do."""
    eager = seconds["PyTorch, eager"]
    print(f"\nDyNet-{variant.upper()}{'':31s}s/tile   x eager  noise 25   GFLOP/s   of GEMM ({rate / 1e9:.0f} GFLOP/s)")
    for name, took in seconds.items():
        rates = "" if name in others else f"{flops / took / 1e9:10.1f}{100 * flops / took / rate:8.0f} %"
        print(f"  {name:32s}{took:12.3f}{eager / took:10.2f}{reached[name]:7.2f} dB{rates}")


def main(arguments=None) -> int:
    """The command; returns the exit code."""
    parser = argparse.ArgumentParser(prog="dynet.bench", description=__doc__.split("\n")[0])
    parser.add_argument("weights", type=Path, help="ema.pt")
    parser.add_argument("release", type=Path, help="folder of model.json and the graphs")
    parser.add_argument("--variants", nargs="+", default=["s", "l"], choices=VARIANTS)
    parser.add_argument("--tile", type=numbers.side, default=export.TILE, help="pixels a side")
    parser.add_argument("--rounds", type=numbers.count, default=5)
    parser.add_argument("--threads", type=numbers.several, default=0, help="0 = all cores, of which the matrix rate always is")
    parser.add_argument("--eager-only", action="store_true", help="without torch.compile, which takes minutes to begin")
    options = parser.parse_args(arguments)
    threads = options.threads or os.cpu_count()
    torch.set_num_threads(threads)
    import onnxruntime

    print(f"PyTorch {torch.__version__}, ONNX Runtime {onnxruntime.__version__}, {threads} threads, tiles of {options.tile} pixels, median of {options.rounds}")
    others, missing = peers()
    clean, image = tile(options.tile)
    if missing:
        print(f"left out, because they are not installed: {'; '.join(missing)}")
    try:
        for variant in options.variants:
            with tempfile.TemporaryDirectory() as scratch:
                runs = contenders(options.weights, options.release, variant, threads, Path(scratch), image, not options.eager_only)
                seconds, reached, rate = measure(runs | others, clean, image, options.rounds)
            table(variant, seconds, reached, 2 * macs(checkpoint.load(options.weights), options.tile, VARIANTS[variant]), rate, others)
    except (checkpoint.CheckpointError, OSError) as error:
        print(f"dynet.bench: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
