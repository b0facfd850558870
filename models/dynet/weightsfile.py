"""One file for the weights of several ONNX graphs."""

import numpy as np

WEIGHTS = "weights.bin"
SMALLEST = 64  # elements; smaller constants stay inside the graph


class WeightsFile:
    """Collects the distinct weight arrays of several graphs into one file."""

    def __init__(self):
        self.blobs, self.places = bytearray(), {}

    def place(self, array: np.ndarray):
        """Offset and length of array in the file, which holds equal arrays once."""
        data = array.tobytes()
        if data not in self.places:
            self.blobs += b"\0" * (-len(self.blobs) % 64)
            self.places[data] = (len(self.blobs), len(data))
            self.blobs += data
        return self.places[data]


def externalise(proto, weights: WeightsFile) -> bytes:
    """The model with its weights, those of loop bodies too, moved to the weights file as float16, behind a Cast where it has them in float32."""
    move(proto.graph, weights)
    proto.producer_name, proto.producer_version, proto.doc_string = "afterrain", "", ""
    return proto.SerializeToString()


def move(graph, weights: WeightsFile):
    """Does it for one graph and the graphs inside its nodes."""
    from onnx import TensorProto, helper, numpy_helper

    for node in graph.node:
        for attribute in node.attribute:
            if attribute.HasField("g"):
                move(attribute.g, weights)
    casts = []
    for tensor in graph.initializer:
        array = numpy_helper.to_array(tensor)
        if array.dtype not in (np.float32, np.float16) or array.size < SMALLEST:
            continue
        offset, length = weights.place(array.astype(np.float16))
        wide, name, dims = array.dtype == np.float32, tensor.name, list(tensor.dims)
        tensor.Clear()
        tensor.name, tensor.data_type, tensor.data_location = name + ".half" * wide, TensorProto.FLOAT16, TensorProto.EXTERNAL
        tensor.dims.extend(dims)
        for key, value in (("location", WEIGHTS), ("offset", offset), ("length", length)):
            tensor.external_data.add(key=key, value=str(value))
        if wide:
            casts.append(helper.make_node("Cast", [name + ".half"], [name], to=TensorProto.FLOAT))
    nodes = list(graph.node)
    del graph.node[:]
    graph.node.extend(casts + nodes)
