"""Times PyTorch on what `nbrun bench` measures; prints one JSON object of names and milliseconds."""

import json
import os
import sys
import time

threads, seconds = int(sys.argv[1]), float(sys.argv[2])
os.environ["OMP_NUM_THREADS"] = str(threads)
import torch  # noqa: E402
import torch.nn as nn  # noqa: E402
import torch.nn.functional as F  # noqa: E402

torch.set_num_threads(threads)
torch.manual_seed(1)
times = {}

# name, batch, channels, size, filters, kernel, stride, padding
LAYERS = [
    ("C1", 64, 1, 28, 8, 5, 1, 2),
    ("C2", 64, 8, 14, 16, 5, 1, 2),
    ("C3", 64, 3, 32, 32, 3, 1, 1),
    ("C4", 64, 32, 16, 64, 3, 1, 1),
    ("C5", 64, 64, 8, 128, 3, 1, 1),
    ("C6", 4, 3, 224, 64, 7, 2, 3),
    ("C7", 8, 256, 14, 256, 3, 1, 1),
    ("C8", 8, 64, 56, 64, 1, 1, 0),
    ("C9", 8, 3, 227, 96, 11, 4, 0),
]


def least(name, body, limit=None):
    """Keeps the least time of at least five calls under `name`."""
    limit = limit or seconds
    begin, calls = time.perf_counter(), 0
    while calls < 5 or time.perf_counter() - begin < limit:
        start = time.perf_counter()
        body()
        times[name] = min(times.get(name, 1e9), (time.perf_counter() - start) * 1e3)
        calls += 1


def convolutions():
    backward = torch.ops.aten.convolution_backward
    for name, batch, channels, size, filters, kernel, stride, padding in LAYERS:
        for layout in (torch.contiguous_format, torch.channels_last):
            x = torch.randn(batch, channels, size, size).to(memory_format=layout)
            w = torch.randn(filters, channels, kernel, kernel).to(memory_format=layout)
            b = torch.randn(filters)
            z = F.conv2d(x, w, b, stride, padding)
            dz = torch.randn_like(z).to(memory_format=layout)
            rest = ([filters], [stride] * 2, [padding] * 2, [1, 1], False, [0, 0], 1)
            least(f"{name} forward", lambda: F.conv2d(x, w, b, stride, padding))
            least(f"{name} gradient to input", lambda: backward(dz, x, w, *rest, [True, False, False]))
            least(f"{name} gradient to filter", lambda: backward(dz, x, w, *rest, [False, True, False]))


def memory_bound():
    aten = torch.ops.aten
    for layout in (torch.contiguous_format, torch.channels_last):
        x = torch.randn(64, 32, 32, 32).to(memory_format=layout)
        dy = torch.randn_like(x)
        pooled, places = F.max_pool2d(x, 2, return_indices=True)
        ones, zeros = torch.ones(32), torch.zeros(32)
        mean, variance = torch.zeros(32), torch.ones(32)
        _, own, inverse = torch.native_batch_norm(x, ones, zeros, mean, variance, True, 0.1, 1e-5)
        least("relu forward", lambda: torch.relu(x))
        least("relu backward", lambda: aten.threshold_backward(dy, x, 0))
        least("max pool forward", lambda: F.max_pool2d(x, 2, return_indices=True))
        window = ([2, 2], [2, 2], [0, 0], [1, 1], False, places)
        least("max pool backward", lambda: aten.max_pool2d_with_indices_backward(pooled, x, *window))
        least("mean pool forward", lambda: F.avg_pool2d(x, 2))
        least(
            "mean pool backward",
            lambda: aten.avg_pool2d_backward(pooled, x, [2, 2], [2, 2], [0, 0], False, True, None))
        least(
            "batch norm forward",
            lambda: torch.native_batch_norm(x, ones, zeros, mean, variance, True, 0.1, 1e-5))
        least(
            "batch norm backward",
            lambda: aten.native_batch_norm_backward(
                dy, x, ones, mean, variance, own, inverse, True, 1e-5, [True, True, True]))
        least("bias gradient", lambda: dy.sum((0, 2, 3)))
    scores = torch.randn(4096, 128)
    least("softmax", lambda: torch.softmax(scores, 1))


def lenet():
    return nn.Sequential(
        nn.Conv2d(1, 6, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(6, 16, 5), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(), nn.Linear(400, 120), nn.ReLU(), nn.Linear(120, 84), nn.ReLU(), nn.Linear(84, 10))


def cifar():
    return nn.Sequential(
        nn.Conv2d(3, 32, 3, padding=1), nn.ReLU(), nn.Conv2d(32, 32, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(32, 64, 3, padding=1), nn.ReLU(), nn.Conv2d(64, 64, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(), nn.Linear(4096, 128), nn.ReLU(), nn.Linear(128, 10))


def networks():
    for name, make, shape in (("LeNet-5", lenet, (64, 1, 28, 28)), ("CIFAR net", cifar, (64, 3, 32, 32))):
        for layout in (torch.contiguous_format, torch.channels_last):
            net = make().to(memory_format=layout)
            x = torch.randn(shape).to(memory_format=layout)
            one, labels = x[:1].clone(), torch.arange(64) % 10
            rule = torch.optim.SGD(net.parameters(), lr=0.001, momentum=0.9)
            loss = nn.CrossEntropyLoss()

            def step():
                with torch.enable_grad():
                    rule.zero_grad(set_to_none=True)
                    loss(net(x), labels).backward()
                    rule.step()

            least(f"{name} train", step, 3 * seconds)
            least(f"{name} infer 64", lambda: net(x))
            least(f"{name} infer 1", lambda: net(one))


with torch.no_grad():
    convolutions()
    memory_bound()
    networks()
print(json.dumps(times))
