"""Writes max_unpooling.json: max pooling with indices, unpooling and its gradient, by PyTorch in float64.

All inputs are exact in single precision. Run it in this folder: python3 max_unpooling.py
"""

import json

import numpy as np
import torch
from torch.nn import functional as F

rng = np.random.default_rng(5)
torch.set_default_dtype(torch.float64)
POOL = {1: F.max_pool1d, 2: F.max_pool2d, 3: F.max_pool3d}
UNPOOL = {1: F.max_unpool1d, 2: F.max_unpool2d, 3: F.max_unpool3d}


def numbers(*shape):
    """Numbers of which no two are equal."""
    return torch.tensor((rng.permutation(np.prod(shape)).reshape(shape) - np.prod(shape) // 2) / 16)


def values(x):
    return {"shape": list(x.shape), "data": x.detach().numpy().ravel().tolist()}


cases = {}
for name, shape, window, stride, padding, output_size in [
    ("signal", (2, 3, 9), [2], [2], [0], [9]),
    ("signal, padded", (1, 2, 8), [4], [4], [2], None),
    ("image", (2, 2, 6, 4), [2, 2], [2, 2], [0, 0], None),
    ("image, another size", (1, 2, 7, 8), [3, 2], [3, 2], [0, 0], [7, 8]),
    ("image, gaps", (1, 2, 8, 8), [2, 2], [3, 3], [0, 0], None),
    ("image, overlapping windows", (2, 2, 7, 7), [3, 3], [2, 2], [0, 0], None),
    ("image, overlapping and padded", (1, 2, 6, 5), [3, 3], [2, 2], [1, 1], [6, 5]),
    ("volume", (1, 2, 4, 5, 6), [2, 2, 3], [2, 2, 3], [0, 0, 0], [4, 5, 6]),
]:
    axes = len(window)
    x = numbers(*shape)
    maxima, indices = POOL[axes](x, window, stride, padding, return_indices=True)
    given = maxima.detach().clone().requires_grad_()
    y = UNPOOL[axes](given, indices, window, stride, padding, output_size)
    dy = numbers(*y.shape)
    gradient = torch.autograd.grad(y, given, dy)[0]
    cases[name] = {
        "window": window, "stride": stride, "padding": padding, "output_size": output_size, "x": values(x),
        "maxima": values(maxima), "indices": indices.ravel().tolist(), "y": values(y), "dy": values(dy),
        "gradient": values(gradient),
    }

with open("max_unpooling.json", "w") as file:
    json.dump(cases, file, indent=None, separators=(",", ":"))
    file.write("\n")
