"""Compares ways to train at equal steps: the paper's Tables 5 and 6 at this project's scale.

    python -m dynet.ablate FOLDER --photos PHOTOS --tests TESTS --steps 1200

Each arm is a run of dynet.train in FOLDER, from the same seed over the same photographs, on a network of half the width.
FOLDER/table.md gets a row as an arm ends: PSNR at S and L, and the processor seconds the training took. Calling
it again goes on with the arms that are missing.
"""

import argparse
import json
import resource
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from . import checkpoint, numbers, testsets, validate


@dataclass(frozen=True)
class Arm:
    """One way to train: what it is called in the table, its preset and its flags of dynet.train."""

    title: str
    preset: str = "small"
    flags: tuple = ()


ARMS = {
    "joint": Arm("S and L in one run"),
    "s": Arm("S alone", flags=("--depth", "s")),
    "l": Arm("L alone", flags=("--depth", "l")),
    "no-pretrain": Arm("without dynamic pre-training", flags=("--no-pretrain",)),
    "unit": Arm("residual step 1", "small-unit"),
    "decoder": Arm("prompts in the decoder", "small-decoder"),
    "adamw": Arm("AdamW alone", flags=("--optimiser", "adamw")),
    "noise": Arm("noise alone", flags=("--tasks", "noise")),
    "rain": Arm("rain alone", flags=("--tasks", "rain")),
    "haze": Arm("haze alone", flags=("--tasks", "haze")),
    "noise-rain": Arm("noise and rain", flags=("--tasks", "noise", "rain")),
}


def train(arm: Arm, run: Path, options) -> float:
    """Trains one arm; returns the processor seconds of it."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "dynet.train", str(run), "--photos", *map(str, options.photos), "--preset", arm.preset,
               "--steps", str(options.steps), "--seed", str(options.seed), "--threads", str(options.threads),
               "--batch-scale", str(options.batch_scale), "--every", "1e9", *arm.flags]
    subprocess.run(command + (["--no-compile"] if options.no_compile else []), check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def result(name: str, options) -> dict:
    """The figures of an arm: kept in FOLDER/NAME/result.json, or trained for now."""
    run = options.folder / name
    kept = run / "result.json"
    if kept.exists():
        row = json.loads(kept.read_text())
        if row["steps"] != options.steps:
            raise checkpoint.CheckpointError(f"{run} was trained for {row['steps']} steps: pass --steps {row['steps']}, or name another folder")
        return row
    check = validate.quick(options.tests, ARMS[name].preset, options.count)  # before the hours of training, if the test sets are not there
    seconds = train(ARMS[name], run, options)
    row = {"seconds": seconds, "steps": options.steps, **check(checkpoint.read(run / "ema.pt")["weights"])}
    kept.write_text(json.dumps(row) + "\n")
    return row


def table(rows: dict) -> str:
    """A Markdown table of {arm: result}: S / L a column."""
    columns = [c for c in testsets.COLUMNS if any(f"{c} s" in row for row in rows.values())]
    lines = ["| arm | " + " | ".join(columns) + " | processor seconds |", "|" + "---|" * (len(columns) + 2)]
    for name, row in rows.items():
        cells = [f"{row[c + ' s']:.2f} / {row[c + ' l']:.2f}" for c in columns]
        lines.append(f"| {ARMS[name].title} | " + " | ".join(cells) + f" | {row['seconds']:.0f} |")
    return "\n".join(lines) + "\n"


def main(arguments=None) -> int:
    """The command; returns the exit code."""
    parser = argparse.ArgumentParser(prog="dynet.ablate", description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path, help="where the runs and the table go")
    parser.add_argument("--photos", type=Path, nargs="+", required=True)
    parser.add_argument("--tests", type=Path, required=True, help="folder of the test sets")
    parser.add_argument("--arms", nargs="+", default=list(ARMS), choices=list(ARMS))
    parser.add_argument("--steps", type=numbers.count, default=1200)
    parser.add_argument("--batch-scale", type=numbers.amount, default=1, help="times the schedule's pictures a step")
    parser.add_argument("--count", type=numbers.count, default=8, help="test crops a column")
    parser.add_argument("--threads", type=numbers.count, default=1)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--no-compile", action="store_true")
    options = parser.parse_args(arguments)
    rows = {}
    try:
        options.folder.mkdir(parents=True, exist_ok=True)
        for name in options.arms:
            rows[name] = result(name, options)
            (options.folder / "table.md").write_text(table(rows))
    except (subprocess.CalledProcessError, checkpoint.CheckpointError, OSError) as error:
        print(f"dynet.ablate: {error}", file=sys.stderr)
        return 1
    print(table(rows), end="")
    return 0


if __name__ == "__main__":
    sys.exit(main())
