"""The graph whose depth is an input: one session serves S, L and everything between.

Each level is an ONNX Loop over its block, with the reuse frequency (int64[4]) as trip count. The
weights stand inside the loop bodies: outside them ONNX Runtime runs a quarter slower. Loops
run on the CPU only (DirectML copies at every turn), so GPUs use the unrolled graphs.

The parts are exported one by one by PyTorch and joined here by the names of their tensors.
"""

import tempfile
from pathlib import Path

import torch

from . import deploy
from .model import SMALL, Block, DyNet


class Part(torch.nn.Module):
    """A method of the network as a module, for the exporter."""

    def __init__(self, model: DyNet, name: str):
        super().__init__()
        self.model, self.name = model, name

    def forward(self, *inputs):
        return getattr(self.model, self.name)(*inputs)


def trace(module, inputs: dict, output: str):
    """An ONNX graph of module; sizes of the inputs are free except the channels."""
    import onnx

    axes = {name: ({2: "h", 3: "w"} if x.shape[1] == 3 else {1: "h", 2: "w"}) for name, x in inputs.items() if x.ndim == 4}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "part.onnx"
        deploy.write_onnx(module, inputs, output, axes, path)
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

    def __init__(self, model: DyNet):
        self.model, self.nodes, self.constants = model, [], []

    def constant(self, name: str, value, kind):
        from onnx import helper

        self.constants.append(helper.make_tensor(name, kind, [], [value]))
        return name

    def node(self, kind: str, inputs, output: str, **attributes):
        from onnx import helper

        self.nodes.append(helper.make_node(kind, inputs, [output], **attributes))
        return output

    def part(self, module, tensors: dict, output: str):
        """Adds module; tensors maps names in this graph to example inputs."""
        inputs = {f"in{i}": x for i, x in enumerate(tensors.values())}
        names = dict(zip(inputs, tensors)) | {"out": output}
        nodes, weights = rename(trace(module, inputs, "out"), names, output + "/")
        self.nodes += nodes
        self.constants += weights

    def loop(self, block: Block, example, source: str, output: str, times: str, step: str):
        """Adds `times` turns of block from source to output; step is a tensor of this graph that the body sees."""
        from onnx import TensorProto, helper

        prefix = output + "/"
        names = {"in0": prefix + "x", "in1": step, "out": prefix + "y"}
        nodes, weights = rename(trace(block, {"in0": example, "in1": torch.tensor(1.0)}, "out"), names, prefix)
        feature = lambda name: helper.make_tensor_value_info(name, TensorProto.FLOAT, [1, prefix + "h", prefix + "w", example.shape[3]])
        flag = lambda name: helper.make_tensor_value_info(name, TensorProto.BOOL, [])
        nodes.append(helper.make_node("Identity", [prefix + "on"], [prefix + "still"]))
        turn = helper.make_tensor_value_info(prefix + "turn", TensorProto.INT64, [])
        body = helper.make_graph(nodes, prefix + "body", [turn, flag(prefix + "on"), feature(prefix + "x")],
                                 [flag(prefix + "still"), feature(prefix + "y")], weights)
        self.node("Loop", [times, "always", source], output, body=body)


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


def possible(model: DyNet) -> bool:
    """Whether model has a dial: in-between depths make sense only with inverse steps and a tied refinement."""
    return model.config.step == "inverse" and model.config.tied


def build(model: DyNet):
    """The ONNX model: image (1, 3, H, W) and reuse int64[4], each at least 1, to restored (1, 3, H, W)."""
    from onnx import TensorProto, helper

    a = Assembly(model)
    schedule(a)
    c = [model.config.width << level for level in range(4)]
    at = lambda level, channels=None: torch.rand(1, 64 >> level, 64 >> level, channels or c[level])
    image = torch.rand(1, 3, 64, 64)
    a.part(Part(model, "stem"), {"image": image}, "x0")
    source = "x0"
    for level in range(4):
        a.loop(model.encoder[level], at(level), source, f"skip{level}", f"times{level}", f"step{level}")
        if level < 3:
            source = f"x{level + 1}"
            a.part(model.down[level], {f"skip{level}": at(level)}, source)
    source = "skip3"
    for turn, level in enumerate((2, 1, 0)):
        joined, decoded = f"join{level}", f"decoded{level}"
        a.part(Part(model, f"join{level + 1}"), {source: at(level + 1), f"skip{level}": at(level)}, joined)
        a.loop(model.decoder[turn], at(level), joined, decoded, f"times{level}", f"step{level}")
        source = decoded
    a.loop(model.refinement[0], at(0), source, "refined", "times4", "step4")
    a.part(Part(model, "head"), {"refined": at(0), "image": image}, "restored")
    picture = lambda name: helper.make_tensor_value_info(name, TensorProto.FLOAT, [1, 3, "height", "width"])
    reuse = helper.make_tensor_value_info("reuse", TensorProto.INT64, [4])
    graph = helper.make_graph(a.nodes, "dynet", [picture("image"), reuse], [picture("restored")], a.constants)
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", deploy.OPSET)], ir_version=8)
