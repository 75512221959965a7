"""Makes the ONNX files of the tests with Python's onnx (1.23): python3 make.py."""
import numpy as np
import onnx
from onnx import TensorProto as T, helper, numpy_helper

INFO = dict(producer_name="make.py", ir_version=10)
# Without its name, which is empty.
OPERATORS = onnx.OperatorSetIdProto(version=21)


def save(name, graph, **more):
    model = helper.make_model(graph, opset_imports=[OPERATORS], **INFO, **more)
    if name != "types":
        onnx.checker.check_model(model, full_check=True)
    onnx.save(model, f"{name}.onnx")


def network():
    """A small network of convolution and dense layer, with weights that count up."""
    weight = np.arange(18, dtype=np.float32).reshape(2, 1, 3, 3) / 16
    dense = np.arange(24, dtype=np.float32).reshape(3, 8) - 12
    nodes = [
        helper.make_node("Conv", ["x", "conv1.weight", "conv1.bias"], ["c"], "conv1", pads=[0, 0, 0, 0], strides=[1, 1]),
        helper.make_node("LeakyRelu", ["c"], ["r"], "relu1", alpha=0.25),
        helper.make_node("Reshape", ["r", "shape"], ["f"], "flatten"),
        helper.make_node("Gemm", ["f", "fc.weight", "fc.bias"], ["y"], "fc", transB=1),
    ]
    graph = helper.make_graph(
        nodes, "network",
        [helper.make_tensor_value_info("x", T.FLOAT, ["batch", 1, 4, 4])],
        [helper.make_tensor_value_info("y", T.FLOAT, ["batch", 3])],
        [
            numpy_helper.from_array(weight, "conv1.weight"),
            helper.make_tensor("conv1.bias", T.FLOAT, [2], [0.5, -0.5]),
            numpy_helper.from_array(np.array([-1, 8], dtype=np.int64), "shape"),
            numpy_helper.from_array(dense, "fc.weight"),
            helper.make_tensor("fc.bias", T.FLOAT, [3], [1, 2, 3]),
        ],
    )
    save("network", graph)


def types():
    """The numbers 0, 1, 2 and 3 in every type, in the field of the type and as bytes."""
    tensors = []
    for kind in "FLOAT UINT8 INT8 UINT16 INT16 INT32 INT64 FLOAT16 DOUBLE UINT32 UINT64 BFLOAT16".split():
        number = getattr(T, kind)
        field = helper.make_tensor(f"{kind} field", number, [2, 2], [0, 1, 2, 3])
        tensors.append(field)
        array = numpy_helper.to_array(field)
        tensors.append(numpy_helper.from_array(array, f"{kind} bytes"))
    tensors.append(helper.make_tensor("BOOL field", T.BOOL, [2], [0, 1]))
    tensors.append(numpy_helper.from_array(np.array([False, True]), "BOOL bytes"))
    tensors.append(numpy_helper.from_array(np.array([-5, 7], dtype=np.int32), "negative bytes"))
    tensors.append(helper.make_tensor("negative field", T.INT32, [2], [-5, 7]))
    tensors.append(helper.make_tensor("text", T.STRING, [2], [b"a", b"b"]))
    tensors.append(helper.make_tensor("complex", T.COMPLEX64, [1], [1 + 2j]))
    external = numpy_helper.from_array(np.zeros(3, dtype=np.float32), "outside")
    external.ClearField("raw_data")
    external.data_location = T.EXTERNAL
    external.external_data.add(key="location", value="weights.bin")
    tensors.append(external)
    short = numpy_helper.from_array(np.zeros(3, dtype=np.float32), "short")
    short.dims[0] = 4
    tensors.append(short)
    save("types", helper.make_graph([], "types", [], [], tensors))


def nested():
    """Attributes of every kind, a graph in a graph, and parts of the format that are kept unread."""
    def branch(name, value):
        constant = helper.make_node("Constant", [], [name], value=helper.make_tensor("value", T.FLOAT, [1], [value]))
        return helper.make_graph([constant], name, [], [helper.make_tensor_value_info(name, T.FLOAT, [1])])
    nodes = [
        helper.make_node("If", ["condition"], ["chosen"], then_branch=branch("a", 1.0), else_branch=branch("b", 2.0)),
        helper.make_node("Constant", [], ["numbers"], value_floats=[0.5, 1.5]),
        helper.make_node("Constant", [], ["words"], value_strings=["one", "zwei", ""]),
        helper.make_node("Constant", [], ["word"], value_string="größe"),
        helper.make_node("Own", ["numbers"], ["own"], domain="local", factor=0),
    ]
    graph = helper.make_graph(
        nodes, "nested", [helper.make_tensor_value_info("condition", T.BOOL, [])],
        [helper.make_tensor_value_info("chosen", T.FLOAT, [1]), helper.make_tensor_value_info("own", T.FLOAT, [2])],
    )
    function = helper.make_function(
        "local", "Own", ["x"], ["y"], [helper.make_node("Identity", ["x"], ["y"])], [OPERATORS], ["factor"])
    model = helper.make_model(
        graph, opset_imports=[OPERATORS, helper.make_opsetid("local", 1)], functions=[function], **INFO)
    helper.set_model_props(model, {"author": "tests"})
    onnx.checker.check_model(model)
    onnx.save(model, "nested.onnx")


network()
types()
nested()
