"""Writes tensor_operations.json: operations on tensors by NumPy, and sorting by PyTorch, in float64.

All inputs are exact in single precision. Run it in this folder: python3 tensor_operations.py
"""

import json

import numpy as np
import torch

rng = np.random.default_rng(7)


def numbers(*shape):
    return rng.integers(-64, 64, size=shape) / 32


def values(x):
    x = np.asarray(x, dtype=np.float64)
    return {"shape": list(x.shape), "data": [float(f"{v:.12g}") for v in x.ravel()]}


i = {
    "x": numbers(2, 3, 4), "row": numbers(4), "column": numbers(3, 1), "image": numbers(2, 1, 1),
    "matrix": numbers(4, 5), "matrices": numbers(2, 1, 4, 5), "left": numbers(3, 2, 4), "vector": numbers(4),
    "positive": rng.integers(1, 300, size=(3, 5)) / 32, "exponent": np.array([-2, -0.5, 0, 1.5, 3]),
    "ties": rng.integers(-2, 3, size=(2, 6, 3)) / 1.0,
}
x = i["x"]
ascending, order = torch.sort(torch.tensor(i["ties"]), dim=1, stable=True)
descending, descending_order = torch.sort(torch.tensor(i["ties"]), dim=-1, descending=True, stable=True)
outputs = {
    "x+row": x + i["row"], "column-x": i["column"] - x, "x*image": x * i["image"], "1/positive": 1 / i["positive"],
    "column*row": i["column"] * i["row"],
    "sum1": x.sum(1), "sum02": x.sum((0, 2)), "sum-1kept": x.sum(-1, keepdims=True), "mean0": x.mean(0),
    "variance12": x.var((1, 2)), "variance0kept": x.var(0, keepdims=True), "max2": x.max(2), "min01": x.min((0, 1)),
    "argmax1": x.argmax(1), "argmax-1": x.argmax(-1),
    "permuted201": x.transpose(2, 0, 1), "transposed02": np.swapaxes(x, 0, 2),
    "concatenated1": np.concatenate([x, -x], 1), "stacked-1": np.stack([x, 2 * x], -1), "stacked1": np.stack([x, 2 * x], 1),
    "split1": np.split(x, [1], 1)[1], "where": np.where(x > 0, i["row"], x), "elements": x[x > 0.5],
    "exp": np.exp(x), "log": np.log(i["positive"]), "sqrt": np.sqrt(i["positive"]), "abs": np.abs(x),
    "pow": np.power(i["positive"], i["exponent"]), "cube": np.power(x, 3), "clamped": np.clip(x, -0.5, 1),
    "x<row": x < i["row"], "x>=0": x >= 0,
    "sorted1": ascending.numpy(), "argsort1": order.numpy(), "descending": descending.numpy(),
    "descending indices": descending_order.numpy(),
    "left@matrix": i["left"] @ i["matrix"], "left@matrices": i["left"] @ i["matrices"],
    "vector@matrices": i["vector"] @ i["matrices"], "left@vector": i["left"] @ i["vector"],
}
groups = {"inputs": i, "outputs": outputs}
with open("tensor_operations.json", "w") as file:
    json.dump({group: {k: values(v) for k, v in d.items()} for group, d in groups.items()}, file, separators=(",", ":"))
