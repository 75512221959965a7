#!/usr/bin/env python3
"""Makes the data of this folder from the wheels of scikit-learn and scikit-image.

    python3 make.py scikit_learn-1.9.1-….whl scikit_image-0.26.0-….whl
    python3 make.py                 # downloads both with pip

Needs Pillow. The same wheels give the same images; a compressor other than zlib's own may pack them otherwise.
"""

import glob
import gzip
import hashlib
import io
import os
import struct
import subprocess
import sys
import tempfile
import zipfile

from PIL import Image

FOLDER = os.path.dirname(os.path.abspath(__file__))
PACKAGES = ["scikit-learn==1.9.1", "scikit-image==0.26.0"]


def write(name, data):
    """Writes a file, and says its digest."""
    path = os.path.join(FOLDER, name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file:
        file.write(data)
    print(hashlib.sha256(data).hexdigest(), name, len(data), "bytes")


def write_idx(name, sizes, data):
    """Writes unsigned bytes as an IDX file, packed by gzip without a time."""
    header = struct.pack(">BBBB", 0, 0, 8, len(sizes)) + struct.pack(f">{len(sizes)}I", *sizes)
    write(name, gzip.compress(header + data, 9, mtime=0))


def make_digits(wheel):
    """Writes the handwritten digits in two parts: of each class, every fourth image is in the second one."""
    table = wheel.read("sklearn/datasets/data/digits.csv.gz")
    parts = {"train": [], "t10k": []}
    seen = [0] * 10
    for line in gzip.decompress(table).decode().split():
        *pixels, label = [int(float(text)) for text in line.split(",")]
        seen[label] += 1
        # From 0…16 to 0…255, rounded.
        image = bytes((255 * pixel + 8) // 16 for pixel in pixels)
        parts["t10k" if seen[label] % 4 == 0 else "train"].append((image, label))
    for part, samples in parts.items():
        images = b"".join(image for image, _ in samples)
        labels = bytes(label for _, label in samples)
        write_idx(f"digits/{part}-images-idx3-ubyte.gz", [len(samples), 8, 8], images)
        write_idx(f"digits/{part}-labels-idx1-ubyte.gz", [len(samples)], labels)


def make_photograph(wheel, source, name, left, top, factor):
    """Writes a square of 128·factor pixels of a photograph, scaled to 128×128 by means of factor×factor pixels."""
    image = Image.open(io.BytesIO(wheel.read(f"skimage/data/{source}")))
    side = 128 * factor
    image = image.crop((left, top, left + side, top + side)).reduce(factor)
    file = io.BytesIO()
    image.save(file, "PNG", optimize=True)
    write(name, file.getvalue())


def main(paths):
    with tempfile.TemporaryDirectory() as downloads:
        if not paths:
            pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", downloads]
            subprocess.run(pip + PACKAGES, check=True)
            paths = [glob.glob(f"{downloads}/{name}-*.whl")[0] for name in ("scikit_learn", "scikit_image")]
        if len(paths) != 2:
            sys.exit("expected two wheels: that of scikit-learn and that of scikit-image")
        with zipfile.ZipFile(paths[0]) as wheel:
            make_digits(wheel)
        with zipfile.ZipFile(paths[1]) as wheel:
            make_photograph(wheel, "chelsea.png", "cat.png", left=90, top=20, factor=2)
            make_photograph(wheel, "coffee.png", "coffee.png", left=108, top=8, factor=3)


if __name__ == "__main__":
    main(sys.argv[1:])
