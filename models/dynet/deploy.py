"""Rewrites a trained network for ONNX Runtime's fast paths; it computes the same function.

A convolution whose output is cut into parts (the gates, q, k and v) becomes one convolution a
part: cutting the channels of an NHWC tensor copies all of it.
"""

import copy
import warnings

import torch
from torch import nn

from .model import GDFN, MDTA, DyNet, GatedConv


OPSET = 17


def parts(module: nn.Module, count: int) -> nn.ModuleList:
    """module, a Linear or a depthwise convolution (or nothing), as count modules with a share of the outputs each."""
    made = nn.ModuleList()
    for index in range(count):
        part = copy.deepcopy(module)
        for name, parameter in module.named_parameters():
            setattr(part, name, nn.Parameter(parameter.detach().chunk(count)[index].clone()))
        if isinstance(part, nn.Conv2d):
            part.in_channels = part.out_channels = part.groups = module.groups // count
        made.append(part)
    return made


class Parted(nn.Module):
    """Widening and depthwise convolution, one result a part."""

    def __init__(self, widen, depthwise, count: int):
        super().__init__()
        self.widen, self.depthwise = parts(widen, count), parts(depthwise, count)

    def forward(self, x):  # (B, H, W, C) to count times (B, H, W, C')
        return [depthwise(widen(x)) for widen, depthwise in zip(self.widen, self.depthwise)]


class PartedGate(nn.Module):
    """A GatedConv or GDFN."""

    def __init__(self, source):
        super().__init__()
        self.parted = Parted(source.widen, source.depthwise, 2)
        self.gelu, self.project = isinstance(source, GDFN), source.project

    def forward(self, x):  # (B, H, W, C)
        gate, value = self.parted(x)
        return self.project((torch.nn.functional.gelu(gate) if self.gelu else gate) * value)


class PartedMDTA(nn.Module):
    """An MDTA."""

    def __init__(self, source: MDTA):
        super().__init__()
        self.parted, self.source = Parted(source.qkv, source.depthwise, 3), source

    def forward(self, x):  # (B, H, W, C)
        B, H, W, C = x.shape
        heads = self.source.heads
        return self.source.attend(*(part.reshape(B, H * W, heads, C // heads).transpose(1, 2) for part in self.parted(x)), (B, H, W, C))


def write_onnx(module: nn.Module, inputs: dict, output: str, free: dict, path):
    """Traces module into an ONNX file: named example inputs, one output, free names the sizes left open ({tensor: {axis: name}})."""
    classic = {} if torch.__version__ < "2.5" else {"dynamo": False}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(module, tuple(inputs.values()), str(path), opset_version=OPSET, input_names=list(inputs), output_names=[output],
                          dynamic_axes=free, **classic)


def rewritten(model: DyNet) -> DyNet:
    """A copy of model in the form that is exported."""
    model = copy.deepcopy(model)
    for module in list(model.modules()):
        for name, child in module.named_children():
            if isinstance(child, (GatedConv, GDFN)):
                setattr(module, name, PartedGate(child))
            elif isinstance(child, MDTA):
                setattr(module, name, PartedMDTA(child))
    return model
