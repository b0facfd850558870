"""Weights in and out of files, every key and shape checked."""

import os
from pathlib import Path

import torch

from .config import PRESETS
from .model import DyNet


class CheckpointError(Exception):
    """A checkpoint that cannot be used, with what to do about it."""


def write(state: dict, path: Path):
    """Saves state atomically: a full disk or a kill leaves the file before untouched."""
    temporary = path.with_suffix(".tmp")
    try:
        torch.save(state, temporary)
        os.replace(temporary, path)
    except (OSError, RuntimeError) as error:
        temporary.unlink(missing_ok=True)
        raise CheckpointError(f"{path} was not written: {error}; the checkpoint before it is untouched, free some space and run again") from error


def read(path: Path, trusted: bool = False) -> dict:
    """Loads what write saved, onto the CPU. Only a trusted file, one's own, may hold more than tensors and names."""
    try:
        state = torch.load(path, map_location="cpu", weights_only=not trusted)
    except FileNotFoundError as error:
        raise CheckpointError(f"{path} does not exist: train first, or name another file") from error
    except Exception as error:  # torch raises whatever the unpickler trips over
        way = "go on in another folder, from this one's ema.pt with --start" if trusted else "name an ema.pt written by dynet.train"
        raise CheckpointError(f"{path} is damaged, or no checkpoint ({type(error).__name__}): {way}") from error
    if not isinstance(state, dict):
        raise CheckpointError(f"{path} holds no weights: name a file written by dynet.train")
    return state


def write_weights(weights: dict, preset: str, path: Path):
    """Saves weights as float16 with the preset's name: what ships and what training goes on from."""
    write({"preset": preset, "weights": {k: v.detach().cpu().half() for k, v in weights.items()}}, path)


def load_weights(model: DyNet, path: Path):
    """Fills model from a file of write_weights; any missing, extra or misshapen tensor is an error.

    Weights without emphasis, or with one in another form that was never learned ("steer"), get an emphasis that does nothing.
    """
    weights = read(path).get("weights")
    if weights is None:
        raise CheckpointError(f"{path} holds no weights: name an ema.pt")
    own = model.state_dict()
    weights = {k: torch.zeros_like(v) for k, v in own.items() if k.endswith("emphasis")} | {k: v for k, v in weights.items() if "steer" not in k}
    wrong = [k for k in own.keys() | weights.keys() if k not in own or k not in weights or own[k].shape != weights[k].shape]
    if wrong:
        raise CheckpointError(f"{path} belongs to another configuration ({len(wrong)} tensors differ, first {sorted(wrong)[0]}): pass its --preset")
    model.load_state_dict({k: v.float() for k, v in weights.items()})


def load(path: Path) -> DyNet:
    """The network of a file of write_weights, in evaluation mode."""
    state = read(path)
    if state.get("preset") not in PRESETS:
        raise CheckpointError(f"{path} names no known preset: name an ema.pt written by dynet.train")
    model = DyNet(PRESETS[state["preset"]]).eval()
    load_weights(model, path)
    return model
