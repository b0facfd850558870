"""Rewrites a trained network for ONNX Runtime's fast paths; it computes the same function.

The network is exported in two: probes give the decision (decision.py) about a picture, restoring graphs
take one. A graph that is given its attention has no q and k, and one C x C matrix a turn.

A convolution whose output is cut into parts (the gates, q, k and v) becomes one convolution a
part: cutting the channels of an NHWC tensor copies all of it.
"""

import copy
import warnings

import torch
from torch import nn

from .blocks import GDFN, MDTA, GatedConv
from .config import SMALL
from .decision import Given
from .model import DyNet

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

    def one(self, index: int, x):  # (B, H, W, C) to (B, H, W, C')
        return self.depthwise[index](self.widen[index](x))

    def forward(self, x):
        return [self.one(index, x) for index in range(len(self.widen))]


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

    def forward(self, x, attention=None):  # (B, H, W, C), attention (B, h, c, c)
        return self.source.give(self.parted.one(2, x), self.attention(x) if attention is None else attention)

    def attention(self, x):
        B, H, W, C = x.shape
        heads = self.source.heads
        return self.source.match(*(self.parted.one(i, x).reshape(B, H * W, heads, C // heads).transpose(1, 2) for i in (0, 1)))


class Restore(nn.Module):
    """The network at one depth, under the decision's tensors in the order of places; without places it decides by itself."""

    def __init__(self, model: DyNet, reuse, places=()):
        super().__init__()
        self.model, self.reuse, self.places = model, reuse, places

    def forward(self, image, *values):
        return self.model(image, self.reuse, decision=dict(zip(self.places, values)) if self.places else None)


class Probe(nn.Module):
    """The decision of the network at one depth, as tensors in the order of places."""

    def __init__(self, model: DyNet, reuse, places):
        super().__init__()
        self.model, self.reuse, self.places = model, reuse, places

    def forward(self, image, control=None):
        decision = self.model.decide(image, self.reuse, control)
        return tuple(decision[place] for place in self.places)


class Part(nn.Module):
    """A method of the network, under the decision's tensors named by places, which follow its first inputs."""

    def __init__(self, model: DyNet, name: str, inputs: int, places=()):
        super().__init__()
        self.model, self.name, self.inputs, self.places = model, name, inputs, places

    def forward(self, *inputs):
        values = inputs[self.inputs:]
        source = {"source": Given(dict(zip(self.places, values)))} if self.places else {}
        return getattr(self.model, self.name)(*inputs[:self.inputs], **source)


@torch.no_grad()
def places(model: DyNet, reuse=SMALL) -> dict:
    """The tensors of model's decision at a depth, examples by name, the prompt weights first."""
    found = model.decide(torch.rand(1, 3, 32, 32), reuse)
    return {"prompts": found.pop("prompts")} | found


def write_onnx(module: nn.Module, inputs: dict, outputs: list, free: dict, path):
    """Traces module into an ONNX file: named example inputs, named outputs, free names the sizes left open ({tensor: {axis: name}})."""
    classic = {} if torch.__version__ < "2.5" else {"dynamo": False}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(module, tuple(inputs.values()), str(path), opset_version=OPSET, input_names=list(inputs), output_names=outputs,
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
