"""Measures what the control vector does: "denoise, but leave the mist".

    python -m dynet.emphasis ema.pt --photos FOLDER

Pictures with two degradations on top of each other; one of the two is asked away. The wanted picture still has the
other one, grain for grain. Three figures a row, PSNR in dB against the wanted picture: the input, the network left to
itself (blind), and the network asked. Name photographs that were not trained on, as the targets of the test sets.
"""

import argparse
import sys
from pathlib import Path

import numpy as np
import torch

from . import checkpoint, data, numbers, testsets
from .config import CONTROLS, VARIANTS

PAIRS = ((0, 1), (0, 2), (1, 2))  # indices of CONTROLS that are present together


def choice(names, count: int):
    """(count, 3) of 0. or 1.: the same row for every picture."""
    return torch.tensor([[float(i in names) for i in range(len(CONTROLS))]]).expand(count, -1)


@torch.no_grad()
def figures(model, reuse, crops: data.Crops, count: int, size: int) -> dict:
    """{(present, asked): (input, blind, asked)}, mean PSNR of count pictures."""
    found = {}
    for present in PAIRS:
        clean, prior, places = crops.clean(count, size)
        state = crops.generator.get_state()
        for wish in present:
            crops.generator.set_state(state)
            batch = crops.asked(clean, prior, places, choice(present, count), choice([wish], count))
            results = [batch.degraded] + [torch.cat([model(x[None], reuse, c) for x in batch.degraded]) for c in (None, choice([wish], 1))]
            found[present, wish] = [np.mean([testsets.psnr(x.numpy(), y.clamp(0, 1).numpy()) for x, y in zip(r, batch.clean)]) for r in results]
    return found


def table(rows: dict) -> str:
    """A Markdown table of {variant: figures}."""
    lines = ["| in the picture | asked away | input | " + " | ".join(f"{v.upper()} blind | {v.upper()} asked" for v in rows) + " |",
             "|" + "---|" * (3 + 2 * len(rows))]
    for present, wish in next(iter(rows.values())):
        cells = [f"{rows[v][present, wish][i]:.2f}" for v in rows for i in (1, 2)]
        first = next(iter(rows.values()))[present, wish][0]
        lines.append(f"| {' + '.join(CONTROLS[i] for i in present)} | {CONTROLS[wish]} | {first:.2f} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def main(arguments=None) -> int:
    """The command; returns the exit code."""
    parser = argparse.ArgumentParser(prog="dynet.emphasis", description=__doc__.split("\n")[0])
    parser.add_argument("weights", type=Path, help="ema.pt")
    parser.add_argument("--photos", nargs="+", required=True, help="folders of clean photographs")
    parser.add_argument("--count", type=numbers.count, default=24, help="pictures a row")
    parser.add_argument("--size", type=numbers.side, default=256, help="their width and height in pixels, a multiple of 8")
    parser.add_argument("--variants", nargs="+", default=["s", "l"], choices=sorted(VARIANTS))
    options = parser.parse_args(arguments)
    try:
        model = checkpoint.load(options.weights)
        if not model.config.controls:
            raise checkpoint.CheckpointError(f"{options.weights} has no control vector: name weights of the preset afterrain")
        paths = data.find_photos(options.photos)
        rows = {v: figures(model, VARIANTS[v], data.Crops(paths, 1), options.count, options.size) for v in options.variants}
    except (checkpoint.CheckpointError, data.DataError, OSError) as error:
        print(f"dynet.emphasis: {error}", file=sys.stderr)
        return 1
    print(table(rows))
    return 0


if __name__ == "__main__":
    sys.exit(main())
