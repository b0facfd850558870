"""Averages the weights of several runs that came from the same weights.

    python -m dynet.average mean.pt runs/a/ema.pt runs/b/ema.pt

"Model soups" (Wortsman et al. 2022): runs that are not far apart agree in most of what they learned and differ in
noise. Measure the mean before it ships or is trained on: weights that are too far apart give a bad one (README.md).
"""

import argparse
import sys
from pathlib import Path

import torch

from . import checkpoint


def mean(paths) -> dict:
    """The mean of the weights in files of one preset, as float32."""
    models = [checkpoint.load(path) for path in paths]
    if any(model.config != models[0].config for model in models):
        raise checkpoint.CheckpointError("these weights are of several presets: name weights of one")
    states = [model.state_dict() for model in models]
    return {name: torch.stack([state[name] for state in states]).mean(0) for name in states[0]}


def main(arguments=None) -> int:
    """The command; returns the exit code."""
    parser = argparse.ArgumentParser(prog="dynet.average", description=__doc__.split("\n")[0])
    parser.add_argument("out", type=Path, help="where the mean goes")
    parser.add_argument("weights", type=Path, nargs="+", help="ema.pt of each run")
    options = parser.parse_args(arguments)
    try:
        checkpoint.write_weights(mean(options.weights), checkpoint.read(options.weights[0])["preset"], options.out)
    except (checkpoint.CheckpointError, OSError) as error:
        print(f"dynet.average: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
