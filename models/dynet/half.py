"""The graphs that GPUs run in float16 (fp16), made of the float32 ones: float32 in and out, the same weights file.

Float32 stay the norms, whose sums of squares float16 does not hold, what is made of the decision alone (attention and
prompts, small matrices), and the sum of picture and change, which float16 would round to an eighth of an 8-bit level.

The CPU has no float16 of its own, so a graph run there shows little of its rounding; rounding() gives a
graph that computes on the CPU what a GPU with float32 sums computes.
"""

import copy

import numpy as np

WIDE, HALF = 1, 10  # as onnx.TensorProto calls float32 and float16
ISLANDS = ("Pow", "ReduceMean", "Sqrt", "LayerNormalization", "Softmax", "Resize")  # in float32 wherever they stand


class Narrowing:
    """Rewrites one graph node by node. Tensors get new names, as short as half of the file is names."""

    def __init__(self, graph, types: dict):
        from onnx import numpy_helper

        self.types = types  # of the old graph's tensors, by name
        self.arrays = {t.name: numpy_helper.to_array(t) for t in graph.initializer}
        self.outputs = {value.name for value in graph.output}
        self.made = {value.name: (value.name, WIDE) for value in graph.input}  # old name to new name and type
        self.seen = {graph.input[0].name}  # what depends on the picture
        self.nodes, self.constants, self.casts, self.numbers = [], {}, {}, 0

    def name(self) -> str:
        self.numbers += 1
        return f"t{self.numbers}"

    def as_type(self, old: str, kind: int) -> str:
        """The new name of an old tensor in a type, cast to it once if need be."""
        from onnx import helper

        if old in self.arrays:
            return self.constant(self.arrays[old], kind)
        new, now = self.made[old]
        if now == kind or now not in (WIDE, HALF):
            return new
        if (new, kind) not in self.casts:
            self.casts[new, kind] = self.name()
            self.nodes.append(helper.make_node("Cast", [new], [self.casts[new, kind]], to=kind))
        return self.casts[new, kind]

    def constant(self, array, kind: int) -> str:
        """The name of a constant, equal ones once."""
        if array.dtype == np.float32 and kind == HALF:
            array = array.astype(np.float16)
        key = (array.dtype.str, array.shape, array.tobytes())
        if key not in self.constants:
            self.constants[key] = (f"c{len(self.constants)}", array)
        return self.constants[key][0]

    def add(self, node):
        """Adds what stands in the place of a node, whose inputs have been added before."""
        from onnx import numpy_helper

        floats = [name for name in node.input if self.types.get(name) == WIDE]
        if node.op_type == "Constant":
            self.arrays[node.output[0]] = numpy_helper.to_array(node.attribute[0].t)
        elif node.op_type == "Identity" or node.op_type == "Cast" and floats and self.types[node.output[0]] == WIDE:
            self.alias(node)
        else:
            self.seen.update(node.output if self.seen & set(floats) else ())
            self.rewrite(node, self.kind(node, floats))

    def alias(self, node):
        """The output of a node that changes nothing is its input."""
        old, new = node.input[0], node.output[0]
        if new in self.outputs:
            raise ValueError(f"{new} is made of nothing but {old}")
        for table in (self.arrays, self.made):
            if old in table:
                table[new] = table[old]
        self.seen.update({new} if old in self.seen else ())

    def kind(self, node, floats) -> int:
        island = node.op_type in ISLANDS or "/norm" in node.name or node.output[0] in self.outputs
        return WIDE if island or not self.seen & set(floats) else HALF

    def rewrite(self, node, kind: int):
        if node.op_type == "Shape":  # of a tensor as it is
            kind = self.made[node.input[0]][1]
        new = copy.deepcopy(node)
        new.name = ""
        new.input[:] = [self.as_type(name, kind) if name else "" for name in node.input]
        new.output[:] = [name if name in self.outputs else self.name() for name in node.output]
        for old, name in zip(node.output, new.output):
            self.made[old] = (name, kind if self.types[old] == WIDE else self.types[old])
        self.nodes.append(new)


def narrowed(proto):
    """A float16 copy of a self-contained ONNX model in float32 without graphs inside its nodes."""
    from onnx import numpy_helper, shape_inference

    proto = shape_inference.infer_shapes(proto)
    graph = proto.graph
    types = {v.name: v.type.tensor_type.elem_type for values in (graph.value_info, graph.input, graph.output) for v in values}
    types |= {t.name: t.data_type for t in graph.initializer}
    work = Narrowing(graph, types)
    for node in graph.node:
        work.add(node)
    del graph.node[:], graph.initializer[:], graph.value_info[:]
    graph.node.extend(work.nodes)
    graph.initializer.extend(numpy_helper.from_array(array, name) for name, array in work.constants.values())
    return proto


def rounding(proto):
    """A float32 copy of a float16 model that rounds to float16 whatever is float16 there."""
    from onnx import helper, numpy_helper, shape_inference

    proto = shape_inference.infer_shapes(proto)
    graph = proto.graph
    half = {v.name for v in graph.value_info if v.type.tensor_type.elem_type == HALF}
    for tensor in graph.initializer:
        if tensor.data_type == HALF:
            tensor.CopyFrom(numpy_helper.from_array(numpy_helper.to_array(tensor).astype(np.float32), tensor.name))
    nodes = []
    for node in graph.node:
        node = copy.deepcopy(node)
        if node.op_type == "Cast" and node.attribute[0].i == HALF:
            node.op_type = "Identity"
            del node.attribute[:]
        narrow = [name for name in node.output if name in half]
        node.output[:] = [name + ".exact" if name in half else name for name in node.output]
        nodes.append(node)
        for name in narrow:
            nodes.append(helper.make_node("Cast", [name + ".exact"], [name + ".half"], to=HALF))
            nodes.append(helper.make_node("Cast", [name + ".half"], [name], to=WIDE))
    del graph.node[:], graph.value_info[:]
    graph.node.extend(nodes)
    return proto
