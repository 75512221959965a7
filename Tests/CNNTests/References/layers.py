"""Writes layers.json: outputs and gradients of layers by PyTorch autograd in float64, and resizing by ONNX's reference.

All inputs and parameters are exact in single precision. Run it in this folder: python3 layers.py
"""

import json

import numpy as np
import onnx
import torch
from onnx.reference import ReferenceEvaluator
from torch import nn
from torch.nn import functional as F

rng = np.random.default_rng(11)
torch.set_default_dtype(torch.float64)


def numbers(*shape, span=64):
    return torch.tensor(rng.integers(-span, span, size=shape) / 32)


def values(x):
    x = x.detach().numpy() if isinstance(x, torch.Tensor) else np.asarray(x)
    return {"shape": list(x.shape), "data": [float(f"{v:.12g}") for v in x.ravel()]}


cases = {}


def record(name, layer, x, **parameters):
    """Records a layer or a function of x and parameters."""
    x.requires_grad_()
    if isinstance(layer, nn.Module):
        parameters = dict(layer.named_parameters())
        with torch.no_grad():
            for value in parameters.values():
                value.copy_(numbers(*value.shape))
        y = layer(x)
    else:
        y = layer(x)
    dy = numbers(*y.shape)
    gradients = torch.autograd.grad(y, [x, *parameters.values()], dy)
    cases[name] = {
        "x": values(x), "y": values(y), "dy": values(dy), "dx": values(gradients[0]),
        "parameters": [values(p) for p in parameters.values()], "gradients": [values(g) for g in gradients[1:]],
    }


for name, layer in {
    "gelu": nn.GELU(), "gelu_tanh": nn.GELU(approximate="tanh"), "elu": nn.ELU(0.75), "selu": nn.SELU(),
    "celu": nn.CELU(1.5), "silu": nn.SiLU(), "mish": nn.Mish(), "softplus": nn.Softplus(threshold=1000),
    "softsign": nn.Softsign(), "hardsigmoid": nn.Hardsigmoid(), "hardswish": nn.Hardswish(),
}.items():
    record(name, layer, numbers(3, 7, span=256))
record("prelu", nn.PReLU(3), numbers(2, 3, 2, 2))
record("prelu_shared", nn.PReLU(), numbers(2, 3))

record("layernorm", nn.LayerNorm(6), numbers(4, 6))
record("layernorm_last1", nn.LayerNorm(5, eps=1e-3), numbers(2, 3, 2, 5))
record("layernorm_last3", nn.LayerNorm([3, 2, 4]), numbers(2, 3, 2, 4))
record("groupnorm", nn.GroupNorm(2, 6), numbers(2, 6, 2, 3))
record("groupnorm_vectors", nn.GroupNorm(3, 6, affine=False), numbers(3, 6))
record("instancenorm", nn.InstanceNorm2d(3), numbers(2, 3, 3, 4))
record("instancenorm_affine", nn.InstanceNorm1d(4, affine=True, eps=1e-2), numbers(2, 4, 7))
record("lrn", nn.LocalResponseNorm(5, alpha=0.5, beta=0.75, k=2.0), numbers(2, 7, 2, 2))
record("lrn_default", nn.LocalResponseNorm(3), numbers(2, 4, 3))

record("flatten1", nn.Flatten(2), numbers(2, 3, 2, 2))
record("pad_constant", nn.ConstantPad2d((1, 2, 0, 3), 2.5), numbers(1, 2, 3, 4))
record("pad_reflect", nn.ReflectionPad1d((2, 1)), numbers(2, 2, 5))
record("pad_crop", nn.ConstantPad2d((-1, 1, 0, -1), -1.0), numbers(1, 2, 3, 4))
record("pixel_shuffle", nn.PixelShuffle(2), numbers(1, 8, 2, 3))
record("pixel_unshuffle", nn.PixelUnshuffle(2), numbers(1, 2, 4, 6))


def interpolated(name, shape, mode, align=None, **target):
    record(name, lambda x: F.interpolate(x, mode=mode, align_corners=align, **target), numbers(*shape))


interpolated("nearest1", (2, 2, 5), "nearest", size=8)
interpolated("nearest2", (1, 2, 3, 4), "nearest", scale_factor=2.5)
interpolated("nearest3", (1, 1, 2, 3, 2), "nearest", scale_factor=2)
interpolated("nearest_exact", (1, 2, 5, 3), "nearest-exact", size=(3, 7))
interpolated("linear1", (2, 2, 5), "linear", False, size=8)
interpolated("linear2", (1, 2, 3, 4), "bilinear", False, scale_factor=2.5)
interpolated("linear2_corners", (1, 2, 3, 4), "bilinear", True, size=(5, 2))
interpolated("linear3", (1, 1, 2, 3, 4), "trilinear", False, size=(4, 5, 3))
interpolated("linear3_corners", (1, 1, 2, 3, 4), "trilinear", True, scale_factor=2)
interpolated("cubic2", (1, 2, 4, 5), "bicubic", False, scale_factor=1.75)
interpolated("cubic2_corners", (1, 2, 4, 5), "bicubic", True, size=(7, 3))


def onnx_case(name, operator, x, inputs=(), **attributes):
    """Records an operator of ONNX, which has no gradients."""
    value = lambda n: onnx.helper.make_tensor_value_info(n, onnx.TensorProto.FLOAT, None)
    names = ["x"] + [f"i{i}" if v is not None else "" for i, v in enumerate(inputs)]
    node = onnx.helper.make_node(operator, names, ["y"], **attributes)
    constants = [onnx.numpy_helper.from_array(v, f"i{i}") for i, v in enumerate(inputs) if v is not None]
    graph = onnx.helper.make_graph([node], "g", [value("x")], [value("y")], constants)
    model = onnx.helper.make_model(graph, opset_imports=[onnx.helper.make_opsetid("", 19)])
    y = ReferenceEvaluator(model).run(None, {"x": x.numpy().astype(np.float32)})[0]
    cases[name] = {"x": values(x), "y": values(y), "parameters": [], "gradients": []}


# The reference normalizes as many channels as there are images.
onnx_case("lrn_even", "LRN", numbers(5, 5, 1, 2), size=4, alpha=0.5, beta=0.5, bias=1.5)
onnx_case("depth_to_space_dcr", "DepthToSpace", numbers(1, 8, 2, 3), blocksize=2, mode="DCR")
onnx_case("depth_to_space_crd", "DepthToSpace", numbers(1, 8, 2, 3), blocksize=2, mode="CRD")
onnx_case("space_to_depth", "SpaceToDepth", numbers(1, 2, 4, 6), blocksize=2)
sizes = np.array([1, 1, 7, 3], dtype=np.int64)
for rounding in ["round_prefer_floor", "round_prefer_ceil", "floor", "ceil"]:
    for coordinates in ["half_pixel", "align_corners", "asymmetric"]:
        onnx_case(
            f"resize_nearest_{rounding}_{coordinates}", "Resize", numbers(1, 1, 4, 5), (None, None, sizes),
            mode="nearest", nearest_mode=rounding, coordinate_transformation_mode=coordinates)
for mode in ["linear", "cubic"]:
    for coordinates in ["half_pixel", "align_corners", "asymmetric"]:
        onnx_case(
            f"resize_{mode}_{coordinates}", "Resize", numbers(1, 1, 4, 5), (None, None, sizes), mode=mode,
            coordinate_transformation_mode=coordinates)
with open("layers.json", "w") as file:
    json.dump(cases, file, separators=(",", ":"))
