"""What `nbrun bench` measures, for the scripts that time others on it; they print one JSON object of milliseconds."""

import json
import sys
import time

threads, seconds = int(sys.argv[1]), float(sys.argv[2])
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

# Of each network the shape of an image, its convolutions (filters, kernel, padding) with "pool" between them, and the
# widths of its dense layers, of which the first is that of the flattened input.
NETWORKS = {
    "LeNet-5": ((1, 28, 28), [(6, 5, 2), "pool", (16, 5, 0), "pool"], [400, 120, 84, 10]),
    "CIFAR net": (
        (3, 32, 32), [(32, 3, 1), (32, 3, 1), "pool", (64, 3, 1), (64, 3, 1), "pool"], [4096, 128, 10]),
}


def least(name, body, limit=None):
    """Keeps the least time of at least five calls under `name`."""
    limit = limit or seconds
    begin, calls = time.perf_counter(), 0
    while calls < 5 or time.perf_counter() - begin < limit:
        start = time.perf_counter()
        body()
        times[name] = min(times.get(name, 1e9), (time.perf_counter() - start) * 1e3)
        calls += 1


def finish():
    print(json.dumps(times))
