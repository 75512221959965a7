"""Makes networks.safetensors: small ONNX models, an input for each, and what it gives: python3 make_networks.py.

A case NAME is three tensors: NAME.model, the bytes of the ONNX file; NAME.x, a batch of inputs; NAME.y, the outputs, by
onnxruntime 1.32, or by the reference implementation of onnx 1.23 where that refuses a model; it says which. With --files FOLDER the
models are also written there, to be looked at.
"""
import argparse
import json
import pathlib

import numpy as np
import onnx
import onnxruntime as ort
from onnx import TensorProto as T, helper, numpy_helper
from onnx.reference import ReferenceEvaluator

rng = np.random.default_rng(7)
cases = {}


def numbers(*shape):
    """Numbers that single precision has exactly, so that a file compresses."""
    return (rng.integers(-64, 65, size=shape) / 32).astype(np.float32)


def ints(*values):
    return np.array(values, dtype=np.int64)


def node(operator, inputs, outputs, **attributes):
    inputs, outputs = inputs.split(), outputs.split()
    return helper.make_node(operator, ["" if i == "-" else i for i in inputs], outputs, name=f"{operator}_{outputs[0]}",
                            **attributes)


def case(name, nodes, shape, weights=None, opset=21, batch="batch", x=None):
    """Records a model whose nodes take x and give y."""
    x = numbers(2 if batch == "batch" else batch, *shape) if x is None else x
    initializers = [numpy_helper.from_array(value, key) for key, value in (weights or {}).items()]
    graph = helper.make_graph(
        nodes, name, [helper.make_tensor_value_info("x", T.FLOAT, [batch, *shape])],
        [helper.make_tensor_value_info("y", T.FLOAT, None)], initializers)
    model = helper.make_model(
        graph, opset_imports=[helper.make_opsetid("", opset)], producer_name="make_networks.py", ir_version=10 if opset > 8 else 3)
    if opset <= 8:
        # Before version 4 of the format, initializers were inputs, too.
        for initializer in initializers:
            graph.input.append(helper.make_tensor_value_info(initializer.name, initializer.data_type, initializer.dims))
        model.graph.CopyFrom(graph)
    try:
        y = ort.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"]).run(None, {"x": x})[0]
    except Exception as error:
        print(f"{name}: by the reference, as onnxruntime says {str(error).splitlines()[0][:110]}")
        y = ReferenceEvaluator(model).run(None, {"x": x})[0]
    cases[name] = (model, x, np.asarray(y, dtype=np.float32))


def convolutions():
    case("conv1d", [node("Conv", "x w.weight b", "y", kernel_shape=[3], pads=[2, 0], dilations=[1])], (2, 7),
         {"w.weight": numbers(4, 2, 3), "b": numbers(4)})
    case("conv2d", [node("Conv", "x conv1.weight conv1.bias", "y", strides=[2, 1], pads=[1, 0, 1, 2], dilations=[1, 2])],
         (3, 6, 7), {"conv1.weight": numbers(4, 3, 3, 2), "conv1.bias": numbers(4)})
    case("conv2d_groups", [node("Conv", "x w", "y", group=2)], (4, 5, 5), {"w": numbers(6, 2, 2, 2)})
    case("conv2d_depthwise", [node("Conv", "x w", "y", group=3, auto_pad="SAME_LOWER", strides=[2, 2])], (3, 5, 6),
         {"w": numbers(6, 1, 2, 2)})
    case("conv2d_same", [node("Conv", "x w b", "y", auto_pad="SAME_UPPER", strides=[2, 2])], (1, 5, 6),
         {"w": numbers(2, 1, 2, 4), "b": numbers(2)}, opset=7)
    case("conv2d_valid", [node("Conv", "x w", "y", auto_pad="VALID")], (1, 5, 6), {"w": numbers(2, 1, 2, 4)})
    case("conv3d", [node("Conv", "x w b", "y", pads=[0, 1, 0, 1, 0, 0])], (2, 3, 3, 4), {"w": numbers(2, 2, 2, 2, 2), "b": numbers(2)})
    case("transposed1d", [node("ConvTranspose", "x w", "y", strides=[2], output_padding=[1])], (2, 4), {"w": numbers(2, 3, 3)})
    case("transposed2d", [node("ConvTranspose", "x w b", "y", strides=[2, 1], pads=[1, 0, 0, 1], group=2, dilations=[1, 2])],
         (4, 3, 4), {"w": numbers(4, 2, 3, 2), "b": numbers(4)})
    case("transposed2d_same", [node("ConvTranspose", "x w", "y", strides=[2, 2], auto_pad="SAME_UPPER")], (1, 3, 4),
         {"w": numbers(1, 2, 3, 3)})
    case("transposed2d_size", [node("ConvTranspose", "x w", "y", strides=[3, 2], output_shape=[10, 8])], (1, 3, 3),
         {"w": numbers(1, 2, 3, 3)})
    case("transposed3d", [node("ConvTranspose", "x w b", "y", strides=[2, 1, 2])], (1, 2, 2, 3), {"w": numbers(1, 2, 2, 2, 2), "b": numbers(2)})


def products():
    case("gemm", [node("Gemm", "x fc.weight fc.bias", "y", transB=1)], (5,), {"fc.weight": numbers(3, 5), "fc.bias": numbers(3)})
    case("gemm_alpha_beta", [node("Gemm", "x w b", "y", alpha=0.5, beta=2.0)], (5,), {"w": numbers(5, 3), "b": numbers(1, 3)}, opset=7)
    case("gemm_scalar_bias", [node("Gemm", "x w b", "y", transB=1)], (5,), {"w": numbers(3, 5), "b": numbers(1)})
    case("gemm_without_bias", [node("Gemm", "x w", "y")], (5,), {"w": numbers(5, 3)}, opset=11)
    case("matmul", [node("MatMul", "x w", "y")], (5,), {"w": numbers(5, 3)})
    case("matmul_add", [node("MatMul", "x w", "p"), node("Add", "b p", "y")], (5,), {"w": numbers(5, 3), "b": numbers(3)})


def poolings():
    case("maxpool1d", [node("MaxPool", "x", "y", kernel_shape=[3], strides=[2], pads=[1, 0])], (2, 8))
    case("maxpool2d", [node("MaxPool", "x", "y", kernel_shape=[3, 2], strides=[2, 2], pads=[1, 0, 1, 1])], (2, 6, 7), opset=8)
    case("maxpool2d_ceil", [node("MaxPool", "x", "y", kernel_shape=[2, 2], strides=[2, 2], ceil_mode=1, dilations=[1, 2])], (2, 5, 8), opset=12)
    case("maxpool2d_same", [node("MaxPool", "x", "y", kernel_shape=[3, 3], strides=[2, 2], auto_pad="SAME_UPPER")], (1, 6, 5))
    case("maxpool3d", [node("MaxPool", "x", "y", kernel_shape=[2, 2, 1], strides=[1, 2, 1])], (2, 3, 4, 3))
    case("averagepool1d", [node("AveragePool", "x", "y", kernel_shape=[3], strides=[2], pads=[1, 1], count_include_pad=1)], (2, 8))
    case("averagepool2d", [node("AveragePool", "x", "y", kernel_shape=[3, 3], strides=[2, 2], pads=[1, 1, 0, 1])], (2, 6, 7), opset=7)
    case("averagepool2d_dilated", [node("AveragePool", "x", "y", kernel_shape=[2, 2], dilations=[2, 1])], (2, 5, 5))
    case("averagepool3d", [node("AveragePool", "x", "y", kernel_shape=[2, 1, 2], ceil_mode=1, strides=[2, 2, 2])], (2, 4, 3, 4))
    case("lppool", [node("LpPool", "x", "y", kernel_shape=[2, 3], strides=[1, 2])], (2, 4, 7))
    case("lppool_p3", [node("LpPool", "x", "y", kernel_shape=[2, 2], p=3, pads=[1, 0, 0, 1], dilations=[1, 2])], (2, 4, 5))
    for kind in ("Average", "Max"):
        case(f"global_{kind.lower()}", [node(f"Global{kind}Pool", "x", "y")], (3, 4, 5))
        case(f"global_{kind.lower()}_flatten", [node(f"Global{kind}Pool", "x", "p"), node("Flatten", "p", "y")], (3, 4))
    case("global_average_reshape", [node("GlobalAveragePool", "x", "p"), node("Reshape", "p s", "y")], (3, 2, 4, 2), {"s": ints(0, -1)})
    case("global_average_squeeze", [node("GlobalAveragePool", "x", "p"), node("Squeeze", "p", "y", axes=[2, 3])], (3, 4, 5), opset=11)
    case("global_lp", [node("GlobalLpPool", "x", "y", p=2)], (3, 4, 5))
    case("reduce_mean", [node("ReduceMean", "x", "y", axes=[2, 3], keepdims=0)], (3, 4, 5), opset=13)
    case("reduce_mean_18", [node("ReduceMean", "x a", "p", keepdims=1), node("Flatten", "p", "y")], (3, 4, 5), {"a": ints(-1, -2)}, opset=18)
    case("reduce_max", [node("ReduceMax", "x a", "y", keepdims=0)], (3, 4), {"a": ints(2)})


def normalizations():
    def statistics(channels):
        return {"bn.weight": numbers(channels), "bn.bias": numbers(channels), "bn.mean": numbers(channels),
                "bn.var": np.abs(numbers(channels)) + np.float32(0.25)}
    batch_norm = "x bn.weight bn.bias bn.mean bn.var"
    case("batchnorm", [node("BatchNormalization", batch_norm, "y", epsilon=1e-3)], (3, 2, 4), statistics(3))
    case("batchnorm_7", [node("BatchNormalization", batch_norm, "y")], (3, 2, 4), statistics(3), opset=7)
    case("batchnorm_vectors", [node("BatchNormalization", batch_norm, "y", momentum=0.8)], (5,), statistics(5), opset=14)
    pair = {"w": numbers(4), "b": numbers(4)}
    case("instance_norm", [node("InstanceNormalization", "x w b", "y", epsilon=1e-2)], (4, 3, 5), pair)
    case("group_norm", [node("GroupNormalization", "x w b", "y", num_groups=2)], (4, 3, 5), pair)
    case("group_norm_18", [node("GroupNormalization", "x w b", "y", num_groups=2)], (4, 3, 5), {"w": numbers(2), "b": numbers(2)}, opset=18)
    case("layer_norm", [node("LayerNormalization", "x w b", "y")], (3, 5), {"w": numbers(5), "b": numbers(5)}, opset=17)
    case("layer_norm_axes", [node("LayerNormalization", "x w", "y", axis=1)], (3, 2, 4), {"w": numbers(3, 2, 4)})
    case("lrn", [node("LRN", "x", "y", size=5, alpha=0.5, beta=0.6, bias=2.0)], (6, 3, 2), opset=7)
    case("dropout_7", [node("Dropout", "x", "y", ratio=0.25)], (4, 3), opset=7)
    case("dropout", [node("Dropout", "x r t", "d mask"), node("Relu", "d", "y")], (4, 3), {"r": np.float32(0.3), "t": np.array(False)})
    case("scale", [node("Mul", "x s", "m"), node("Unsqueeze", "b", "u", axes=[1, 2]), node("Add", "u m", "y")], (3, 2, 4),
         {"s": numbers(3, 1, 1), "b": numbers(3)}, opset=9)
    case("normalize_images", [node("Sub", "x m", "d"), node("Div", "d s", "y")], (3, 2, 4), {"m": numbers(1, 3, 1, 1), "s": np.float32(0.5)})
    case("from_one", [node("Sub", "one x", "y")], (3,), {"one": np.float32(1)})
    case("negated", [node("Neg", "x", "y")], (3, 2))


def activations():
    for name, attributes, opset in [
        ("Relu", {}, 7), ("LeakyRelu", {"alpha": 0.2}, 7), ("LeakyRelu", {}, 16), ("Sigmoid", {}, 13), ("Tanh", {}, 13),
        ("Elu", {"alpha": 0.5}, 7), ("Selu", {}, 7), ("Celu", {"alpha": 2.0}, 12), ("Gelu", {}, 20),
        ("Gelu", {"approximate": "tanh"}, 20), ("Mish", {}, 18), ("Softplus", {}, 7), ("Softsign", {}, 7),
        ("HardSigmoid", {}, 7), ("HardSigmoid", {"alpha": 1 / 6, "beta": 0.5}, 7), ("HardSwish", {}, 14), ("Swish", {}, 24),
        ("Softmax", {"axis": 1}, 13), ("LogSoftmax", {"axis": 1}, 13),
    ]:
        name, suffix = name, "".join(f"_{value:.2}" if isinstance(value, float) else f"_{value}" for value in attributes.values())
        key = name.lower() + suffix
        case(key, [node(name, "x", "y", **attributes)], (4, 3, 5), opset=opset, x=2 * numbers(2, 4, 3, 5))
    case("softmax_7", [node("Softmax", "x", "y")], (6,), opset=7)
    case("softmax_7_maps", [node("LogSoftmax", "x", "y", axis=1)], (6, 1, 1), opset=11)
    case("softmax_13", [node("Softmax", "x", "y")], (6,), opset=13)
    case("clip_6", [node("Clip", "x", "y", min=0.0, max=6.0)], (4, 3), opset=7, x=8 * numbers(2, 4, 3))
    case("clip_11", [node("Clip", "x low high", "y")], (4, 3), {"low": np.float32(-0.5), "high": np.float32(1)}, opset=11)
    case("clip_below", [node("Clip", "x low", "y")], (4, 3), {"low": np.float32(0)})
    case("clip_above", [node("Clip", "x - high", "y")], (4, 3), {"high": np.float32(1)})
    case("prelu", [node("PRelu", "x a", "y")], (3, 2, 4), {"a": numbers(3, 1, 1)}, opset=7)
    case("prelu_shared", [node("PRelu", "x a", "y")], (3, 2), {"a": numbers(1)})
    case("silu", [node("Sigmoid", "x", "s"), node("Mul", "x s", "y")], (3, 4))
    case("mish_parts", [node("Softplus", "x", "s"), node("Tanh", "s", "t"), node("Mul", "x t", "y")], (3, 4), opset=13)
    case("hardswish_parts", [node("HardSigmoid", "x", "s", alpha=1 / 6, beta=0.5), node("Mul", "s x", "y")], (3, 4), x=4 * numbers(2, 3, 4))


def shapes():
    case("flatten", [node("Flatten", "x", "y")], (3, 2, 4), opset=7)
    case("flatten_vectors", [node("Flatten", "x", "f"), node("Relu", "f", "y")], (6,))
    case("reshape_flat", [node("Reshape", "x s", "y")], (3, 2, 4), {"s": ints(-1, 24)}, opset=7)
    case("reshape_fixed", [node("Reshape", "x s", "y")], (3, 2, 4), {"s": ints(1, 24)}, opset=9, batch=1)
    case("reshape_maps", [node("Reshape", "x s", "y")], (24,), {"s": ints(0, 3, 2, -1)})
    case("reshape_rows", [node("Reshape", "x s", "y")], (3, 2, 4), {"s": ints(0, 0, -1)})
    case("squeeze", [node("Squeeze", "x a", "y")], (3, 1, 1), {"a": ints(2, 3)})
    case("unsqueeze", [node("Unsqueeze", "x a", "y")], (3,), {"a": ints(-1, -2)})
    case("view", [node("Shape", "x", "s"), node("Constant", "", "zero", value_int=0), node("Gather", "s zero", "n", axis=0),
                  node("Unsqueeze", "n first", "u"), node("Concat", "u rest", "t", axis=0), node("Reshape", "x t", "y")],
         (3, 2, 4), {"first": ints(0), "rest": ints(-1)}, opset=13)
    case("shape_slice", [node("Shape", "x", "s", end=1), node("Concat", "s rest", "t", axis=0), node("Reshape", "x t", "y")],
         (3, 2, 4), {"rest": ints(24)}, opset=15)
    case("channel_shuffle", [node("Reshape", "x a", "r"), node("Transpose", "r", "t", perm=[0, 2, 1, 3, 4]), node("Reshape", "t b", "y")],
         (6, 2, 3), {"a": ints(1, 3, 2, 2, 3), "b": ints(1, 6, 2, 3)}, opset=9, batch=1)
    case("channel_shuffle_open", [node("Reshape", "x a", "r"), node("Transpose", "r", "t", perm=[0, 2, 1, 3, 4]), node("Reshape", "t b", "y")],
         (6, 2, 3), {"a": ints(-1, 2, 3, 2, 3), "b": ints(-1, 6, 2, 3)})
    case("pixel_shuffle", [node("Reshape", "x a", "r"), node("Transpose", "r", "t", perm=[0, 1, 4, 2, 5, 3]), node("Reshape", "t b", "y")],
         (8, 2, 3), {"a": ints(0, 2, 2, 2, 2, 3), "b": ints(0, 2, 4, 6)})
    case("pixel_unshuffle", [node("Reshape", "x a", "r"), node("Transpose", "r", "t", perm=[0, 1, 3, 5, 2, 4]), node("Reshape", "t b", "y")],
         (2, 4, 6), {"a": ints(0, 2, 2, 2, 3, 2), "b": ints(0, 8, 2, 3)})
    case("depth_to_space", [node("DepthToSpace", "x", "y", blocksize=2)], (8, 2, 3), opset=7)
    case("depth_to_space_crd", [node("DepthToSpace", "x", "y", blocksize=2, mode="CRD")], (8, 2, 3))
    case("space_to_depth", [node("SpaceToDepth", "x", "y", blocksize=2)], (2, 4, 6))
    case("pad_7", [node("Pad", "x", "y", pads=[0, 0, 1, 2, 0, 0, 0, 1], value=1.5)], (2, 3, 4), opset=7)
    case("pad_11", [node("Pad", "x p v", "y")], (2, 3, 4), {"p": ints(0, 0, 1, 0, 0, 0, 0, 2), "v": np.float32(-1)}, opset=11)
    case("pad_reflect", [node("Pad", "x p", "y", mode="reflect")], (2, 3, 4), {"p": ints(0, 0, 1, 2, 0, 0, 2, 1)})
    case("pad_edge_axes", [node("Pad", "x p - a", "y", mode="edge")], (2, 3, 4), {"p": ints(1, 2), "a": ints(3)}, opset=18)
    case("pad_wrap", [node("Pad", "x p", "y", mode="wrap")], (2, 3, 4), {"p": ints(0, 0, 1, 2, 0, 0, 2, 1)})
    case("upsample_7", [node("Upsample", "x", "y", scales=[1.0, 1.0, 2.0, 3.0])], (2, 2, 3), opset=7)
    case("upsample_9", [node("Upsample", "x s", "y", mode="linear")], (2, 2, 3), {"s": np.float32([1, 1, 2, 2])}, opset=9)
    case("resize_10", [node("Resize", "x s", "y", mode="nearest")], (2, 2, 3), {"s": np.float32([1, 1, 2, 1.5])}, opset=10)
    case("resize_scales", [node("Resize", "x r s", "y", mode="linear", coordinate_transformation_mode="align_corners")], (2, 2, 3),
         {"r": np.float32([]), "s": np.float32([1, 1, 2, 2])}, opset=11)
    case("resize_sizes", [node("Resize", "x - - s", "y", mode="linear", coordinate_transformation_mode="pytorch_half_pixel")], (2, 2, 3),
         {"s": ints(1, 2, 5, 4)}, opset=13, batch=1)
    case("resize_axes", [node("Resize", "x - - s", "y", mode="nearest", nearest_mode="floor", coordinate_transformation_mode="asymmetric", axes=[2, 3])],
         (2, 2, 3), {"s": ints(5, 4)}, opset=18)
    case("resize_cubic_coefficient", [node("Resize", "x - s", "y", mode="cubic", cubic_coeff_a=-0.5)], (1, 4, 4), {"s": np.float32([1, 1, 1.5, 2])})
    case("identities", [node("Identity", "x", "i"), node("Cast", "i", "c", to=T.FLOAT), node("Relu", "c", "y")], (3, 2))
    case("constants", [
        helper.make_node("Constant", [], ["w"], value=numpy_helper.from_array(numbers(4, 2, 1, 1), "value")),
        node("Transpose", "v", "vt", perm=[1, 0]), node("ConstantOfShape", "n", "b", value=helper.make_tensor("value", T.FLOAT, [1], [0.5])),
        node("Conv", "x w b", "c"), node("Flatten", "c", "f"), node("MatMul", "f vt", "y")], (2, 2, 2), {"v": numbers(3, 16), "n": ints(4)}, opset=13)


class Builder:
    """Puts nodes one after the other, with weights of their own."""

    def __init__(self):
        self.nodes, self.weights, self.count = [], {}, 0

    def add(self, operator, *inputs, **attributes):
        self.count += 1
        self.nodes.append(node(operator, " ".join(inputs), f"v{self.count}", **attributes))
        return f"v{self.count}"

    def conv(self, x, name, into, out, kernel=1, **attributes):
        self.weights[f"{name}.weight"] = numbers(out, into // attributes.get("group", 1), kernel, kernel) / 4
        pad = kernel // 2
        return self.add("Conv", x, f"{name}.weight", pads=[pad] * 4, **attributes)

    def record(self, name, y, shape, **more):
        self.nodes.append(node("Identity", y, "y"))
        case(name, self.nodes, shape, self.weights, **more)


def networks():
    b = Builder()
    body = b.conv(b.add("Relu", b.conv("x", "layer1.0.conv1", 3, 3, 3)), "layer1.0.conv2", 3, 3, 3)
    y = b.add("Relu", b.add("Add", body, "x"))
    body = b.conv(b.add("Relu", b.conv(y, "layer2.0.conv1", 3, 4, 3, strides=[2, 2])), "layer2.0.conv2", 4, 4, 3)
    y = b.add("Relu", b.add("Add", body, b.conv(y, "layer2.0.downsample.0", 3, 4, strides=[2, 2])))
    y = b.add("Flatten", b.add("GlobalAveragePool", y))
    b.weights |= {"fc.weight": numbers(5, 4), "fc.bias": numbers(5)}
    b.record("net_residual", b.add("Gemm", y, "fc.weight", "fc.bias", transB=1), (3, 6, 6))

    b = Builder()
    s = b.add("Relu", b.conv("x", "stem", 2, 4))
    branches = [b.conv(s, "one", 4, 2), b.conv(b.add("Relu", b.conv(s, "three.0", 4, 2)), "three.1", 2, 3, 3),
                b.conv(b.add("MaxPool", s, kernel_shape=[3, 3], pads=[1, 1, 1, 1]), "pool", 4, 2)]
    b.record("net_inception", b.add("Relu", b.add("Concat", *branches, axis=1)), (2, 5, 5))

    b = Builder()  # A fire module of SqueezeNet, twice.
    y = "x"
    for i, into in ((1, 3), (2, 6)):
        s = b.add("Relu", b.conv(y, f"squeeze{i}", into, 2))
        y = b.add("Concat", b.add("Relu", b.conv(s, f"e{i}.one", 2, 3)), b.add("Relu", b.conv(s, f"e{i}.three", 2, 3, 3)), axis=-3)
    b.record("net_fire", y, (3, 4, 4))

    b = Builder()  # DenseNet as Caffe writes it, each concatenation of the last one, and as PyTorch does, of all.
    y = "x"
    for i in range(3):
        y = b.add("Concat", y, b.conv(b.add("Relu", y), f"dense{i}", 3 + 2 * i, 2, 3), axis=1)
    b.record("net_dense", y, (3, 4, 4))
    b, parts = Builder(), ["x"]
    for i in range(3):
        joined = b.add("Concat", *parts, axis=1)
        parts.append(b.conv(b.add("Relu", joined), f"dense{i}", 3 + 2 * i, 2, 3))
    b.record("net_dense_pytorch", b.add("Concat", *parts, axis=1), (3, 4, 4))

    b = Builder()  # A unit of ShuffleNet.
    b.weights |= {"a": ints(0, 2, 3, 4, 4), "c": ints(0, 6, 4, 4)}
    s = b.conv("x", "g1", 6, 6, group=2)
    s = b.add("Reshape", b.add("Transpose", b.add("Reshape", s, "a"), perm=[0, 2, 1, 3, 4]), "c")
    s = b.conv(b.conv(s, "d", 6, 6, 3, group=6), "g2", 6, 6, group=2)
    b.record("net_shuffle", b.add("Relu", b.add("Sum", s, "x")), (6, 4, 4))

    b = Builder()  # U-Net: what goes down is joined with what comes up.
    first = b.add("Relu", b.conv("x", "down1", 2, 3, 3))
    second = b.add("Relu", b.conv(b.add("MaxPool", first, kernel_shape=[2, 2], strides=[2, 2]), "down2", 3, 4, 3))
    low = b.conv(b.add("MaxPool", second, kernel_shape=[2, 2], strides=[2, 2]), "bottom", 4, 4, 3)
    b.weights |= {"up1": numbers(4, 4, 2, 2) / 4, "up2": numbers(4, 3, 2, 2) / 4}
    up = b.conv(b.add("Concat", second, b.add("ConvTranspose", low, "up1", strides=[2, 2]), axis=1), "up3", 8, 4, 3)
    up = b.add("Concat", first, b.add("ConvTranspose", up, "up2", strides=[2, 2]), axis=1)
    b.record("net_unet", b.conv(up, "head", 6, 2), (2, 8, 8))

    b = Builder()  # Branches that have their first layers in common, and a sum of three.
    s = b.add("Relu", b.conv("x", "shared", 2, 3))
    b.record("net_tree", b.add("Concat", b.conv(s, "left", 3, 2), b.conv(s, "right", 3, 2, 3), "x", axis=1), (2, 4, 4))
    b = Builder()
    b.record("net_sum", b.add("Sum", b.conv("x", "one", 2, 2), "x", b.add("Tanh", "x")), (2, 4, 4))
    b = Builder()  # A residual block in a branch of another block.
    inner = b.conv("x", "a", 2, 4)
    inner = b.add("Add", inner, b.conv(b.add("Relu", inner), "b", 4, 4, 3))
    b.record("net_nested", b.add("Concat", b.add("Tanh", inner), b.conv("x", "c", 2, 3), axis=1), (2, 4, 4))


def write(path):
    """Writes all cases as safetensors."""
    header, data = {}, b""
    for name, (model, x, y) in cases.items():
        for key, kind, shape, content in [
            ("model", "U8", None, model.SerializeToString()), ("x", "F32", x.shape, x.astype("<f4").tobytes()),
            ("y", "F32", y.shape, y.astype("<f4").tobytes()),
        ]:
            header[f"{name}.{key}"] = {"dtype": kind, "shape": list(shape or [len(content)]),
                                       "data_offsets": [len(data), len(data) + len(content)]}
            data += content
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    path.write_bytes(len(text).to_bytes(8, "little") + text + data)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--files", type=pathlib.Path)
    folder = parser.parse_args().files
    for make in (convolutions, products, poolings, normalizations, activations, shapes, networks):
        make()
    write(pathlib.Path(__file__).with_name("networks.safetensors"))
    if folder:
        folder.mkdir(parents=True, exist_ok=True)
        for name, (model, _, _) in cases.items():
            onnx.save(model, folder / f"{name}.onnx")
    print(len(cases), "cases")


main()
