"""Makes the tiny model folders that the engine's tests run (python make_models.py).

model/   s: a 1x1 convolution that is the identity, l: a 3x3 mean; both keep
         their weights in the one external file weights.bin, as real models do.
slow/    s and l: 300 convolutions, seconds for one tile, to be cancelled inside it.
dial/    adds 0.001 f1 + 0.002 f2 + 0.003 f3 + 0.004 f4, by s and l and by a dial,
         which takes the reuse vector f as its second input.
probe/   adds a tenth of its decision: the mean colour of the tiles that the probe
         sees ("prompts") and a part of the control ("wish"), at l twice as much.
broken/  s: not a number everywhere, l: an operator that does not exist.
"""
import hashlib
import json
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

HERE = Path(__file__).parent


def graph(nodes, initializers=(), more=()):
    shape = [1, 3, "height", "width"]
    model = helper.make_model(
        helper.make_graph(
            nodes, "fixture",
            [helper.make_tensor_value_info("image", TensorProto.FLOAT, shape), *more],
            [helper.make_tensor_value_info("restored", TensorProto.FLOAT, shape)],
            list(initializers)),
        opset_imports=[helper.make_opsetid("", 17)])
    model.ir_version = 8
    return model


def conv(weight, pad):
    return helper.make_node("Conv", ["image", weight], ["restored"], pads=[pad] * 4)


REUSE = {"s": [2, 3, 3, 4], "l": [4, 6, 6, 8]}


def shift(reuse):
    """Adds what the reuse vector says; None makes the vector an input."""
    more = [helper.make_tensor_value_info("reuse", TensorProto.INT64, [4])] if reuse is None else []
    nodes = [] if more else [helper.make_node("Constant", [], ["reuse"], value_ints=reuse)]
    return graph(nodes + [
        helper.make_node("Cast", ["reuse"], ["times"], to=TensorProto.FLOAT),
        helper.make_node("Constant", [], ["each"], value_floats=[0.001, 0.002, 0.003, 0.004]),
        helper.make_node("MatMul", ["times", "each"], ["shift"]),
        helper.make_node("Add", ["image", "shift"], ["restored"])], more=more)


def value(name, dims):
    return helper.make_tensor_value_info(name, TensorProto.FLOAT, dims)


def probe():
    """The mean colour (1, 3, 1), and 1 noise + 2 rain + 3 haze (1, 1)."""
    model = graph([
        helper.make_node("ReduceMean", ["image"], ["mean"], axes=[2, 3], keepdims=1),
        helper.make_node("Squeeze", ["mean", "last"], ["prompts"]),
        helper.make_node("Constant", [], ["last"], value_ints=[3]),
        helper.make_node("Constant", [], ["each"], value=numpy_helper.from_array(np.array([[1], [2], [3]], np.float32))),
        helper.make_node("MatMul", ["control", "each"], ["wish"])], more=[value("control", [1, 3])])
    model.graph.node.insert(0, model.graph.node.pop(2))
    del model.graph.output[:]
    model.graph.output.extend([value("prompts", [1, 3, 1]), value("wish", [1, 1])])
    return model


def obey(times):
    return graph([
        helper.make_node("Constant", [], ["last"], value_ints=[3]),
        helper.make_node("Unsqueeze", ["prompts", "last"], ["colour"]),
        helper.make_node("Add", ["colour", "wish"], ["sum"]),
        helper.make_node("Constant", [], ["times"], value_floats=[times / 10]),
        helper.make_node("Mul", ["sum", "times"], ["shift"]),
        helper.make_node("Add", ["image", "shift"], ["restored"])],
        more=[value("prompts", [1, 3, 1]), value("wish", [1, 1])])


def write(folder, graphs, weights, dial=None, probes=None):
    path = HERE / folder
    path.mkdir(exist_ok=True)
    offset, blob = 0, b""
    variants = {}
    for variant, model in graphs.items():
        for tensor in model.graph.initializer:
            raw = weights[tensor.name].tobytes()
            tensor.ClearField("raw_data")
            tensor.data_location = TensorProto.EXTERNAL
            for key, value in ("location", "weights.bin"), ("offset", str(offset)), ("length", str(len(raw))):
                tensor.external_data.add(key=key, value=value)
            offset, blob = offset + len(raw), blob + raw
        name = f"dynet-{variant}.onnx"
        (path / name).write_bytes(model.SerializeToString())
        variants[variant] = {"graph": name, "sha256": sha256(path / name),
                             "reuse": REUSE[variant]}
    extra = {}
    if dial:
        (path / "dynet-dial.onnx").write_bytes(dial.SerializeToString())
        extra["dial"] = {"graph": "dynet-dial.onnx", "sha256": sha256(path / "dynet-dial.onnx"), "input": "reuse"}
    if probes:
        (path / "probe.onnx").write_bytes(probes.SerializeToString())
        entry = {"graph": "probe.onnx", "sha256": sha256(path / "probe.onnx")}
        extra["probe"] = {"tile": 64, "decision": ["prompts", "wish"], "variants": {"s": entry, "l": entry}}
        extra["control"] = {"input": "control", "values": ["noise", "rain", "haze"]}
    (path / "weights.bin").write_bytes(blob)
    (path / "model.json").write_text(json.dumps({
        "id": "fixture", "version": "0.1.0", "input_kind": "srgb-planar-float32-0to1",
        "input": "image", "output": "restored", "multiple": 8, "tile": 64, "halo": 16,
        "variants": variants, **extra,
        "weights": {"file": "weights.bin", "sha256": sha256(path / "weights.bin"), "bytes": len(blob)},
        "license": "Apache-2.0", "training": {"summary": "none: a fixture"},
    }, indent=2) + "\n")


def sha256(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def main():
    identity = np.eye(3, dtype=np.float32).reshape(3, 3, 1, 1)
    mean = np.zeros((3, 3, 3, 3), np.float32)
    mean[range(3), range(3)] = 1 / 9
    weights = {"identity": identity, "mean": mean}
    write("model", {
        "s": graph([conv("identity", 0)], [numpy_helper.from_array(identity, "identity")]),
        "l": graph([conv("mean", 1)], [numpy_helper.from_array(mean, "mean")]),
    }, weights)

    wide = lambda name, shape: helper.make_node(
        "ConstantOfShape", [f"{name}_shape"], [name],
        value=numpy_helper.from_array(np.array([1 / 500], np.float32)))
    shapes = {"enter": (64, 3, 3, 3), "stay": (64, 64, 3, 3), "leave": (3, 64, 3, 3)}
    nodes = []
    for name, shape in shapes.items():
        nodes.append(helper.make_node("Constant", [], [f"{name}_shape"], value_ints=list(shape)))
        nodes.append(wide(name, shape))
    nodes.append(helper.make_node("Conv", ["image", "enter"], ["x0"], pads=[1] * 4))
    for i in range(300):
        nodes.append(helper.make_node("Conv", [f"x{i}", "stay"], [f"x{i + 1}"], pads=[1] * 4))
    nodes.append(helper.make_node("Conv", ["x300", "leave"], ["restored"], pads=[1] * 4))
    write("slow", {"s": graph(nodes), "l": graph(nodes)}, {})

    write("dial", {v: shift(reuse) for v, reuse in REUSE.items()}, {}, shift(None))

    write("probe", {"s": obey(1), "l": obey(2)}, {}, probes=probe())

    write("broken", {
        "s": graph([helper.make_node("Sub", ["image", "image"], ["zero"]),
                    helper.make_node("Div", ["zero", "zero"], ["restored"])]),
        "l": graph([helper.make_node("NoSuchOperator", ["image"], ["restored"])]),
    }, {})


if __name__ == "__main__":
    main()
