"""Times PyTorch on what `nbrun bench` measures; prints one JSON object of names and milliseconds."""

import os

from layers import LAYERS, NETWORKS, finish, least, seconds, threads

os.environ["OMP_NUM_THREADS"] = str(threads)
import torch  # noqa: E402
import torch.nn as nn  # noqa: E402
import torch.nn.functional as F  # noqa: E402

torch.set_num_threads(threads)
torch.manual_seed(1)


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
        enlarged = F.interpolate(x, scale_factor=2, mode="bilinear")
        least("bilinear resize forward", lambda: F.interpolate(x, scale_factor=2, mode="bilinear"))
        least(
            "bilinear resize backward",
            lambda: aten.upsample_bilinear2d_backward(enlarged, [64, 64], x.shape, False))
        least("max unpool forward", lambda: F.max_unpool2d(pooled, places, 2))
        least("dropout forward", lambda: torch.native_dropout(x, 0.5, True))
        least("local response forward", lambda: F.local_response_norm(x, 5))
        least("bias gradient", lambda: dy.sum((0, 2, 3)))
    weights = torch.randn(128, 4096, requires_grad=True)
    weights.grad = torch.randn_like(weights)
    for fused in (False, True):
        least("momentum update", torch.optim.SGD([weights], lr=1e-6, momentum=0.9, fused=fused).step)
        least("Adam update", torch.optim.Adam([weights], lr=1e-6, fused=fused).step)
    scores = torch.randn(4096, 128)
    least("softmax", lambda: torch.softmax(scores, 1))
    least("log softmax", lambda: torch.log_softmax(scores, 1))


def network(channels, convolutions, dense):
    parts = []
    for layer in convolutions:
        if layer == "pool":
            parts.append(nn.MaxPool2d(2))
        else:
            filters, kernel, padding = layer
            parts += [nn.Conv2d(channels, filters, kernel, padding=padding), nn.ReLU()]
            channels = filters
    parts.append(nn.Flatten())
    for inputs, outputs in zip(dense, dense[1:]):
        parts += [nn.Linear(inputs, outputs), nn.ReLU()]
    return nn.Sequential(*parts[:-1])


def networks():
    for name, (shape, convolutions, dense) in NETWORKS.items():
        for layout in (torch.contiguous_format, torch.channels_last):
            net = network(shape[0], convolutions, dense).to(memory_format=layout)
            x = torch.randn(64, *shape).to(memory_format=layout)
            one, labels = x[:1].clone(), torch.arange(64) % 10
            rule = torch.optim.SGD(net.parameters(), lr=0.001, momentum=0.9, fused=True)
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
finish()
