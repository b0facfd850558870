"""Measures weights on the test sets: PSNR and SSIM for S, the middle depth and L.

    python -m dynet.evaluate ema.pt --tests FOLDER

Protocol: testsets.py. The graphs run in ONNX Runtime, as they do in the app, on whole pictures.
The last column is a clean photo in, measured against itself (20 pictures spread over CBSD68).
"""

import argparse
import sys
import tempfile
from pathlib import Path

import numpy as np

from . import checkpoint, deploy, export, numbers, testsets
from .config import VARIANTS

TITLES = {"noise15": "CBSD68 15", "noise25": "25", "noise50": "50", "rain": "Rain100L", "haze": "SOTS outdoor", "clean": "clean"}


def ssim(output: np.ndarray, clean: np.ndarray) -> float:
    """Structural similarity as the protocol has it: 7x7 uniform window, RGB, range 1."""
    from skimage.metrics import structural_similarity

    return float(structural_similarity(np.clip(output, 0, 1), clean, data_range=1, channel_axis=2))


def pictures(folder: Path, column: str, count):
    """(degraded, clean) of a column, at most count of them spread over the set."""
    if column == "clean":
        found = [(clean, clean) for _, _, clean in testsets.pairs(folder, "noise15")]
        count = min(count or 20, 20)
    else:
        found = [(degraded, clean) for _, degraded, clean in testsets.pairs(folder, column)]
    return found[:: max(1, len(found) // count)][:count] if count else found


def column_figures(run, items, progress) -> tuple:
    """Mean PSNR and SSIM of one column; run None measures the input itself."""
    scores = []
    for degraded, clean in items:
        output = degraded
        if run is not None:
            image = np.ascontiguousarray(degraded.transpose(2, 0, 1)[None])
            output = run.run(None, {"image": image})[0][0].transpose(1, 2, 0)
        scores.append((testsets.psnr(output, clean), ssim(output, clean)))
        progress()
    return tuple(np.mean(scores, 0))


def table(rows: dict) -> str:
    """A Markdown table of {row: {column: (psnr, ssim)}} with the average of the five published columns."""
    lines = ["| | " + " | ".join(TITLES.values()) + " | average of 5 |", "|" + "---|" * (len(TITLES) + 2)]
    for name, figures in rows.items():
        cells = ["-" if c not in figures or figures[c][0] > 99 else "{:.2f} / {:.3f}".format(*figures[c]) for c in TITLES]
        five = [figures[c] for c in testsets.COLUMNS if c in figures]
        average = "{:.2f} / {:.3f}".format(*np.mean(five, 0)) if len(five) == len(testsets.COLUMNS) else "-"
        lines.append(f"| {name} | " + " | ".join([*cells, average]) + " |")
    return "\n".join(lines)


def evaluate(weights: Path, tests: Path, variants, count=None, threads: int = 0) -> dict:
    """{row: {column: (psnr, ssim)}} for the input and each variant."""
    from tqdm import tqdm

    model = deploy.rewritten(checkpoint.load(weights))
    sets = {column: pictures(tests, column, count) for column in TITLES}
    rows = {"input": {}, **{v: {} for v in variants}}
    bar = tqdm(total=len(rows) * sum(map(len, sets.values())), unit="picture")
    with tempfile.TemporaryDirectory() as folder:
        for name, figures in rows.items():
            run = None
            if name != "input":
                export.graph(model, VARIANTS[name], Path(folder) / f"{name}.onnx")
                run = export.session(Path(folder) / f"{name}.onnx", threads)
            for column, items in sets.items():
                bar.set_description(f"{name} {column}")
                figures[column] = column_figures(run, items, bar.update)
    bar.close()
    return rows


def main(arguments=None) -> int:
    """The command; returns the exit code."""
    parser = argparse.ArgumentParser(prog="dynet.evaluate", description=__doc__.split("\n")[0])
    parser.add_argument("weights", type=Path, help="ema.pt")
    parser.add_argument("--tests", type=Path, required=True, help="folder of the test sets")
    parser.add_argument("--variants", nargs="+", default=["s", "m", "l"], choices=sorted(VARIANTS))
    parser.add_argument("--count", type=numbers.count, help="at most so many pictures a column")
    parser.add_argument("--threads", type=numbers.several, default=0)
    options = parser.parse_args(arguments)
    try:
        rows = evaluate(options.weights, options.tests, options.variants, options.count, options.threads)
    except (checkpoint.CheckpointError, OSError) as error:
        print(f"dynet.evaluate: {error}", file=sys.stderr)
        return 1
    print(table({{"s": "DyNet-S", "m": "middle [3,4,4,6]", "l": "DyNet-L"}.get(k, k): v for k, v in rows.items()}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
