"""The graphs whose depth is an input: one session serves S, L and everything between.

Each level is an ONNX Loop over its block, with the reuse frequency (int64[4]) as trip count. The
weights stand inside the loop bodies: outside them ONNX Runtime runs a quarter slower. Loops
run on the CPU only (DirectML copies at every turn), so GPUs use the unrolled graphs.

There are two, as of the unrolled ones: the probe gives the decision (decision.py) about a picture, the
other is given it. The parts are exported one by one by PyTorch and joined here by the names of their tensors.
"""

import tempfile
from pathlib import Path

import numpy as np
import torch
from torch import nn

from . import deploy
from .blocks import Block
from .config import SMALL
from .decision import Finder
from .model import DyNet


class Deciding(nn.Module):
    """A turn of a block with its own attention, which it gives too."""

    def __init__(self, block: Block):
        super().__init__()
        self.block = block

    def forward(self, x, step):
        attention = self.block.attention(x)
        return self.block(x, step, attention), attention


class DecidingPart(nn.Module):
    """A method of the network that decides by itself, and gives the decision's tensors named by places too."""

    def __init__(self, model: DyNet, name: str, places):
        super().__init__()
        self.model, self.name, self.places = model, name, places

    def forward(self, x, skip, control=None):
        finder = Finder()
        y = getattr(self.model, self.name)(x, skip, control, finder)
        return y, *(finder.decision()[place] for place in self.places)


def trace(module, pictures: dict, others: dict, outputs: list):
    """An ONNX graph of module; sizes of the pictures are free except the channels, others are fixed."""
    import onnx

    axes = {name: {2: "h", 3: "w"} if x.shape[1] == 3 else {1: "h", 2: "w"} for name, x in pictures.items()}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "part.onnx"
        deploy.write_onnx(module, pictures | others, outputs, axes, path)
        return onnx.load(str(path)).graph


def rename(part, names: dict, prefix: str):
    """(nodes, initializers) of part, its tensors renamed by names, or else prefixed."""

    def new(name: str) -> str:
        return names.get(name, prefix + name if name else name)

    for tensor in part.initializer:
        tensor.name = new(tensor.name)
    for node in part.node:
        node.name = prefix + node.name
        node.input[:] = [new(n) for n in node.input]
        node.output[:] = [new(n) for n in node.output]
    return list(part.node), list(part.initializer)


class Assembly:
    """Collects the nodes of the graph; tensors are joined by name."""

    def __init__(self, places: dict, probe: bool):
        self.places, self.probe = places, probe  # the decision's tensors, examples by name; whether the graph finds or takes them
        self.nodes, self.constants = [], []

    def constant(self, name: str, value, kind):
        from onnx import helper

        self.constants.append(helper.make_tensor(name, kind, [], [value]))
        return name

    def node(self, kind: str, inputs, output: str, **attributes):
        from onnx import helper

        self.nodes.append(helper.make_node(kind, inputs, [output], **attributes))
        return output

    def part(self, module, pictures: dict, outputs: list, others=None):
        """Adds module; pictures and others map names in this graph to example inputs."""
        others = others or {}
        inside = {name: f"in{i}" for i, name in enumerate([*pictures, *others])}  # names while it is traced
        traced = lambda tensors: {inside[name]: x for name, x in tensors.items()}
        found = [f"out{i}" for i in range(len(outputs))]
        names = {short: name for name, short in inside.items()} | dict(zip(found, outputs))
        nodes, weights = rename(trace(module, traced(pictures), traced(others), found), names, outputs[0] + "/")
        self.nodes += nodes
        self.constants += weights

    def loop(self, block: Block, place: str, example, source: str, output: str, times: str, step: str):
        """Adds `times` turns of block from source to output; step is a tensor of this graph that the body sees.

        If the decision has a place for the block, each turn takes its attention from there, or adds it in a probe.
        """
        from onnx import TensorProto, helper

        prefix, decided = output + "/", place in self.places
        inputs, module, results = {"in1": torch.tensor(1.0)}, block, ["out0"]
        if decided and self.probe:
            module, results = Deciding(block), ["out0", "out1"]
        elif decided:
            inputs["in2"] = self.places[place][:, 0]
        names = {"in0": prefix + "x", "in1": step, "in2": prefix + "attention", "out0": prefix + "y", "out1": prefix + "found"}
        nodes, weights = rename(trace(module, {"in0": example}, inputs, results), names, prefix)
        if decided and not self.probe:
            nodes.insert(0, helper.make_node("Gather", [place, prefix + "turn"], [prefix + "attention"], axis=1))
        feature = lambda name: helper.make_tensor_value_info(name, TensorProto.FLOAT, [1, prefix + "h", prefix + "w", example.shape[3]])
        flag = lambda name: helper.make_tensor_value_info(name, TensorProto.BOOL, [])
        nodes.append(helper.make_node("Identity", [prefix + "on"], [prefix + "still"]))
        given, outputs = [flag(prefix + "still"), feature(prefix + "y")], [output]
        if len(results) > 1:
            given.append(helper.make_tensor_value_info(prefix + "found", TensorProto.FLOAT, list(self.places[place][:, 0].shape)))
            outputs.append(prefix + "turns")
        turn = helper.make_tensor_value_info(prefix + "turn", TensorProto.INT64, [])
        body = helper.make_graph(nodes, prefix + "body", [turn, flag(prefix + "on"), feature(prefix + "x")], given, weights)
        self.nodes.append(helper.make_node("Loop", [times, "always", source], outputs, body=body))
        if len(results) > 1:
            self.node("Transpose", [prefix + "turns"], place, perm=[1, 0, 2, 3, 4])


def schedule(a: Assembly):
    """Turns and step sizes of each level from the reuse vector: names "times0".. and "step0".., and of the refinement."""
    from onnx import TensorProto

    a.constant("always", True, TensorProto.BOOL)
    a.constant("two", 2, TensorProto.INT64)
    a.constant("one", 1, TensorProto.INT64)
    a.constant("unit", 1.0, TensorProto.FLOAT)
    for level in range(4):
        index = a.constant(f"index{level}", level, TensorProto.INT64)
        a.node("Gather", ["reuse", index], f"times{level}")
        floated = a.node("Cast", [f"times{level}"], f"times{level}.float", to=TensorProto.FLOAT)
        whole = a.constant(f"whole{level}", float(SMALL[level]), TensorProto.FLOAT)
        a.node("Div", [whole, floated], f"step{level}")
    half = a.node("Div", ["times0", "two"], "times0.half")
    a.node("Max", [half, "one"], "times4")
    a.node("Div", ["unit", a.node("Cast", ["times4"], "times4.float", to=TensorProto.FLOAT)], "step4")


# Of the part before the decoder of each level: its prompt blocks, and which of the prompt weights are theirs.
PROMPTS = {2: (("prompt_latent", "prompt3"), slice(0, 2)), 1: (("prompt2",), slice(2, 3)), 0: ((), slice(0, 0))}


def join(a: Assembly, model: DyNet, level: int, pictures: dict):
    """Adds the part before the decoder of a level, to the tensor "join" + level."""
    name, output = f"join{level + 1}", f"join{level}"
    blocks, own = PROMPTS[level]
    places = ["prompts", *(block for block in blocks if block in a.places)]
    tensors = [f"prompts{level}", *places[1:]]
    if not blocks:
        a.part(deploy.Part(model, name, 2), pictures, [output])
    elif a.probe:
        control = {"control": torch.zeros(1, model.config.controls)} if model.config.controls else {}
        a.part(DecidingPart(model, name, places), pictures, [output, *tensors], control)
    else:
        given = dict(zip(tensors, [a.places["prompts"][:, own], *(a.places[block] for block in places[1:])]))
        a.part(deploy.Part(model, name, 2, places), pictures, [output], given)


def possible(model: DyNet) -> bool:
    """Whether model has a dial: in-between depths make sense only with inverse steps and a tied refinement."""
    return model.config.step == "inverse" and model.config.tied


def walk(a: Assembly, model: DyNet):
    """Adds the whole network, from "image" and "reuse" to "restored"."""
    c = [model.config.width << level for level in range(4)]
    at = lambda level: torch.rand(1, 64 >> level, 64 >> level, c[level])
    image = torch.rand(1, 3, 64, 64)
    a.part(deploy.Part(model, "stem", 1), {"image": image}, ["x0"])
    source = "x0"
    for level in range(4):
        a.loop(model.encoder[level], f"encoder{level + 1}", at(level), source, f"skip{level}", f"times{level}", f"step{level}")
        if level < 3:
            source = f"x{level + 1}"
            a.part(model.down[level], {f"skip{level}": at(level)}, [source])
    source = "skip3"
    for turn, level in enumerate((2, 1, 0)):
        join(a, model, level, {source: at(level + 1), f"skip{level}": at(level)})
        source = f"decoded{level}"
        a.loop(model.decoder[turn], f"decoder{level + 1}", at(level), f"join{level}", source, f"times{level}", f"step{level}")
    a.loop(model.refinement[0], "refinement", at(0), source, "refined", "times4", "step4")
    a.part(deploy.Part(model, "head", 2), {"refined": at(0), "image": image}, ["restored"])


def inputs(node) -> set:
    """Names that a node needs, those of graphs inside it too."""
    found = set(node.input)
    for attribute in node.attribute:
        if attribute.HasField("g"):
            found |= {name for inner in attribute.g.node for name in inputs(inner)}
    return found


def needed(nodes, outputs) -> list:
    """Those of the nodes, which stand in the order of running, that outputs depend on."""
    wanted, kept = set(outputs), []
    for node in reversed(nodes):
        if wanted & set(node.output):
            wanted |= inputs(node)
            kept.insert(0, node)
    return kept


def share_out(a: Assembly):
    """The prompt weights of the three places, as the two parts take or give them."""
    from onnx import helper, numpy_helper

    if a.probe:
        a.node("Concat", ["prompts2", "prompts1"], "prompts", axis=1)
        return
    a.constants.append(numpy_helper.from_array(np.array([2, 1]), "shares"))
    a.nodes.insert(0, helper.make_node("Split", ["prompts", "shares"], ["prompts2", "prompts1"], axis=1))


def build(model: DyNet, probe: bool = False):
    """The ONNX model: image (1, 3, H, W), reuse int64[4], each at least 1, and the decision to restored (1, 3, H, W).

    The probe: image, reuse and control (1, controls), if the network has one, to the decision.
    """
    from onnx import TensorProto, helper

    places = deploy.places(model)
    a = Assembly(places, probe)
    schedule(a)
    walk(a, model)
    share_out(a)
    tensor = lambda name, dims: helper.make_tensor_value_info(name, TensorProto.FLOAT, dims)
    turns = lambda name, x: x.shape[1] if name.startswith("prompt") else f"{name}.turns"  # prompt blocks have their number of turns
    decision = [tensor(name, [1, turns(name, x), *x.shape[2:]]) for name, x in places.items()]
    control = [tensor("control", [1, model.config.controls])] if model.config.controls else []
    picture = lambda name: tensor(name, [1, 3, "height", "width"])
    given = [picture("image"), helper.make_tensor_value_info("reuse", TensorProto.INT64, [4])] + (control if probe else decision)
    outputs = decision if probe else [picture("restored")]
    nodes = needed(a.nodes, [value.name for value in outputs])
    used = {name for node in nodes for name in inputs(node)}
    graph = helper.make_graph(nodes, "dynet", given, outputs, [t for t in a.constants if t.name in used])
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", deploy.OPSET)], ir_version=8)
