"""Exports trained weights for the engine: ONNX graphs, one weights file, model.json.

    python -m dynet.export ema.pt release/afterrain

DyNet-S and DyNet-L as unrolled graphs, and the dial, whose depth is an input (dial.py), each in two: a probe that
gives the decision about a picture (decision.py), and the graph that restores under one; of S and L also one that GPUs
run in float16 (half.py). All stand over the same external weights.bin (float16 on disk, cast when a session loads).
model.json is the contract with the engine (fields: ../README.md). Every graph is run and compared with PyTorch before
the folder is touched: more than 1e-4 apart is an error, and in float16 more than 5e-3.
"""

import argparse
import hashlib
import json
import shutil
import sys
import tempfile
from pathlib import Path

import numpy as np
import torch

from . import checkpoint, deploy, dial, half
from .config import CONTROLS, VARIANTS
from .model import DyNet
from .size import macs, parameters
from .weightsfile import WEIGHTS, WeightsFile, externalise

TOLERANCE = 1e-4
HALF_TOLERANCE = 5e-3  # of the float16 graphs, rounded as on a GPU; the shipped weights were 1.8e-3 apart on noise
SIZES = ((64, 64), (72, 104))  # of the parity check: the exported height and width are free
TILE = 256  # pixels a side, of the largest tile
SHIPPED = ("s", "l")
GRAPHS = ("s", "l", "dial", "probe-s", "probe-l", "probe-dial", "half-s", "half-l")


class ExportError(Exception):
    """An export that must not ship, with what to do about it."""


def graph(model: DyNet, reuse, path: Path, decided: bool = False):
    """Writes one self-contained ONNX graph, image (1, 3, H, W) to restored, H and W free multiples of 8.

    If decided, it is given the decision; else it decides by what it sees.
    """
    axes = {name: {2: "height", 3: "width"} for name in ("image", "restored")}
    given = deploy.places(model, reuse) if decided else {}
    deploy.write_onnx(deploy.Restore(model, reuse, list(given)), {"image": torch.rand(1, 3, 64, 64)} | given, ["restored"], axes, path)


def probe(model: DyNet, reuse, path: Path):
    """Writes one self-contained ONNX graph, image (1, 3, H, W) and, if there is one, control (1, controls), to the decision."""
    places = list(deploy.places(model))
    control = {"control": torch.zeros(1, model.config.controls)} if model.config.controls else {}
    inputs = {"image": torch.rand(1, 3, 64, 64)} | control
    deploy.write_onnx(deploy.Probe(model, reuse, places), inputs, places, {"image": {2: "height", 3: "width"}}, path)


def session(path: Path, threads: int = 0, optimised: bool = True):
    """An ONNX Runtime session with the engine's CPU options."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    if not optimised:
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    options.intra_op_num_threads = threads
    options.enable_mem_pattern = False
    options.log_severity_level = 3
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.add_session_config_entry("session.set_denormal_as_zero", "1")
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def rounded(path: Path):
    """A session that computes what the float16 graph at path computes on a GPU. Optimised, it would leave out some rounding."""
    import onnx

    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "rounding.onnx"
        onnx.save(half.rounding(onnx.load(str(path))), str(whole))
        return session(whole, optimised=False)


@torch.no_grad()
def distance(model: DyNet, reuse, path: Path) -> float:
    """Largest absolute difference between the graph and PyTorch over SIZES, at the depth reuse, under a control that asks for something."""
    run = rounded(path) if path.stem.startswith("dynet-half") else session(path)
    inputs, outputs = ([x.name for x in xs] for xs in (run.get_inputs(), run.get_outputs()))
    generator = np.random.default_rng(0)
    worst = 0.0
    for size in SIZES:
        image = torch.from_numpy(generator.random((1, 3, *size), dtype=np.float32))
        control = torch.from_numpy(generator.random((1, model.config.controls), dtype=np.float32)) if model.config.controls else None
        decision = model.decide(image, reuse, control)
        known = {"image": image, "reuse": torch.tensor(reuse), "control": control} | decision
        expected = {"restored": model(image, reuse, control if "prompts" in inputs else None)} | decision
        found = run.run(outputs, {name: known[name].numpy() for name in inputs})
        for name, value in zip(outputs, found):
            gap = float(np.abs(value - expected[name].numpy()).max())
            worst = max(worst, gap if np.isfinite(gap) else np.inf)
    return worst


def steered(model: DyNet) -> bool:
    """Whether the control vector does anything: weights from before it was trained do not obey it, and the contract says so."""
    return any(parameter.abs().max() > 0 for name, parameter in model.named_parameters() if name.endswith("emphasis"))


def contract(folder: Path, model: DyNet, preset: str, version: str, summary: str) -> dict:
    """The contents of model.json for the files in folder."""
    digest = lambda name: hashlib.sha256((folder / name).read_bytes()).hexdigest()
    entry = lambda name: {"graph": f"dynet-{name}.onnx", "sha256": digest(f"dynet-{name}.onnx")}
    size = {v: macs(model, TILE, reuse) for v, reuse in VARIANTS.items()}
    variants = {v: entry(v) | {"reuse": list(VARIANTS[v]), "macs": size.pop(v), "half": entry(f"half-{v}")} for v in SHIPPED}
    probes = {v: entry(f"probe-{v}") for v in SHIPPED}
    dialled = (folder / "dynet-dial.onnx").exists()
    weights = {"file": WEIGHTS, "sha256": digest(WEIGHTS), "bytes": (folder / WEIGHTS).stat().st_size}
    extra = {"dial": entry("dial") | {"input": "reuse", "macs": size}} if dialled else {}
    extra["probe"] = {"tile": 256, "decision": list(deploy.places(model)), "variants": probes} | ({"dial": entry("probe-dial")} if dialled else {})
    if model.config.controls:
        extra["control"] = {"input": "control", "values": list(CONTROLS)} | ({} if steered(model) else {"ignored": True})
    return {"id": "afterrain", "version": version, "preset": preset, "parameters": parameters(model),
            "input_kind": "srgb-planar-float32-0to1", "input": "image", "output": "restored", "multiple": 8, "tile": TILE, "halo": 48,
            "variants": variants, **extra, "weights": weights, "license": "Apache-2.0", "training": {"summary": summary}}


def graphs(model: DyNet) -> dict:
    """The graphs to ship by name: S and L unrolled, and the dial where the preset has one, each with its probe; S and L in float16."""
    import onnx

    model, found, halves = deploy.rewritten(model), {}, {}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "whole.onnx"
        for variant in SHIPPED:
            graph(model, VARIANTS[variant], path, decided=True)
            found[variant] = onnx.load(str(path))
            halves[f"half-{variant}"] = half.narrowed(found[variant])
            probe(model, VARIANTS[variant], path)
            found[f"probe-{variant}"] = onnx.load(str(path))
    dials = {"dial": dial.build(model), "probe-dial": dial.build(model, probe=True)} if dial.possible(model) else {}
    return found | dials | halves  # the last adds nothing to the weights file


def reuses(name: str) -> list:
    """The depths that the graph of that name, such as probe-s or dial, runs at."""
    variant = name.removeprefix("probe-").removeprefix("half-")
    return [VARIANTS[variant]] if variant in SHIPPED else list(VARIANTS.values())


def tolerance(name: str) -> float:
    """How far the graph of that name may be from PyTorch."""
    return HALF_TOLERANCE if name.startswith("half") else TOLERANCE


def export(model: DyNet, preset: str, target: Path, version: str, summary: str) -> dict:
    """Exports into target; a graph that differs or a full disk leaves target as it was. Returns the largest difference from PyTorch of each graph."""
    with tempfile.TemporaryDirectory() as name:
        ready, weights = Path(name), WeightsFile()
        for variant, proto in graphs(model).items():
            (ready / f"dynet-{variant}.onnx").write_bytes(externalise(proto, weights))
        (ready / WEIGHTS).write_bytes(weights.blobs)
        depths = {path.stem[6:]: path for path in sorted(ready.glob("dynet-*.onnx"))}
        gaps = {v: max(distance(model, reuse, path) for reuse in reuses(v)) for v, path in depths.items()}
        if any(gap > tolerance(name) for name, gap in gaps.items()):
            raise ExportError(f"the graphs differ from PyTorch by {gaps}: nothing was written; the exporter or the runtime changed")
        (ready / "model.json").write_text(json.dumps(contract(ready, model, preset, version, summary), indent=2) + "\n")
        publish(ready, target)
    return gaps


def publish(ready: Path, target: Path):
    """Puts the files of ready into target: first all of them beside their places, then each into its place."""
    target.mkdir(parents=True, exist_ok=True)
    names = [file.name for file in ready.iterdir()]
    try:
        for name in names:
            shutil.copyfile(ready / name, target / (name + ".new"))
    except OSError:
        for name in names:
            (target / (name + ".new")).unlink(missing_ok=True)
        raise
    for stale in target.glob("dynet-*.onnx"):
        stale.unlink()
    for name in names:
        (target / (name + ".new")).replace(target / name)


def before(folder: Path) -> tuple:
    """Version and training summary of the release in folder, if there is one."""
    path = folder / "model.json"
    try:
        contract = json.loads(path.read_text()) if path.exists() else {}
    except ValueError as error:
        raise ExportError(f"{path} is damaged ({error}): remove it, and pass --version and --summary") from error
    return contract.get("version", "0.1.0"), contract.get("training", {}).get("summary", "")


def main(arguments=None) -> int:
    """The command; returns the exit code."""
    parser = argparse.ArgumentParser(prog="dynet.export", description=__doc__.split("\n")[0])
    parser.add_argument("weights", type=Path, help="ema.pt of a run")
    parser.add_argument("folder", type=Path, help="where the release goes")
    parser.add_argument("--version", help="of the weights; without it that of the release in FOLDER, or 0.1.0")
    parser.add_argument("--summary", help="one sentence about the training, for model.json; without it that of the release in FOLDER")
    options = parser.parse_args(arguments)
    try:
        model = checkpoint.load(options.weights)
        preset = checkpoint.read(options.weights)["preset"]
        version, summary = before(options.folder)
        gaps = export(model, preset, options.folder, options.version or version, options.summary or summary)
        checkpoint.write_weights(model.state_dict(), preset, options.folder / "ema.pt")
    except (checkpoint.CheckpointError, ExportError, OSError, ValueError) as error:
        print(f"dynet.export: {error}", file=sys.stderr)
        return 1
    print(", ".join(f"{v}: within {gap:.1e} of PyTorch" for v, gap in gaps.items()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
