#!/usr/bin/env python3
"""How long whole commands take, from the call to the handout, as ratios within one run.

    python3 Benchmarks/notebooks/compare.py --rounds 5
    python3 Benchmarks/notebooks/compare.py --jupyter venv/bin/jupyter

Needs a built nbrun (`swift build -c release`). With --jupyter, an nbconvert with ipykernel and matplotlib in its
environment runs the same eight cells, written in Python. Everything is run in turns, and medians are compared:
machines are shared, so only the ratios say something.
"""
import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NBRUN = ROOT / ".build/release/nbrun"

SWIFT = [
    'print("hello")\nlet n = 1000',
    "let xs = (0..<n).map { Double($0) / 100 }\nprint(xs.count, xs[..<3])",
    "import Foundation\nlet ys = xs.map { sin($0) }\nprint(ys.reduce(0, +))",
    'Figure("sine") { Axes(x: "x", y: "y") { Line(x: xs, y: ys) } }',
    "let losses = (0..<50).map { 1 / (1 + 0.1 * Double($0)) }\n"
    'for i in stride(from: 0, to: 50, by: 10) { print("epoch \\(i): loss \\(losses[i])") }',
    'Figure("loss") { Axes(x: "epoch", y: "loss") { Line(y: losses, label: "loss") } }',
    '["a": [1], "b": [1, 2, 3]].count',
    'print("done")',
]
PYTHON = [
    "print('hello'); n = 1000",
    "xs = [i / 100 for i in range(n)]\nprint(len(xs), xs[:3])",
    "import math\nys = [math.sin(x) for x in xs]\nprint(sum(ys))",
    "import matplotlib.pyplot as plt\nfig, ax = plt.subplots()\nax.plot(xs, ys)\nax.set_title('sine')\nplt.show()",
    "losses = [1 / (1 + 0.1 * i) for i in range(50)]\n"
    "for i in range(0, 50, 10):\n    print(f'epoch {i}: loss {losses[i]:.4f}')",
    "fig, ax = plt.subplots()\nax.plot(losses, label='loss')\nax.set_xlabel('epoch')\nax.legend()\nplt.show()",
    "len({'a': [1], 'b': [1, 2, 3]})",
    "print('done')",
]


def markdown(cells, title="Eight cells"):
    fences = "\n\nProse between the cells.\n\n".join(f"```swift\n{cell}\n```" for cell in cells)
    return f"# {title}\n\n{fences}\n"


def jupyter_notebook(cells):
    return json.dumps({
        "cells": [
            {"cell_type": "code", "execution_count": None, "id": f"c{number}", "metadata": {}, "outputs": [],
             "source": cell} for number, cell in enumerate(cells)
        ],
        "metadata": {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}},
        "nbformat": 4, "nbformat_minor": 5,
    })


class Bench:
    def __init__(self, folder):
        self.folder = folder
        self.times = {}

    def call(self, name, command, **environment):
        start = time.perf_counter()
        done = subprocess.run(command, cwd=self.folder, capture_output=True, text=True,
                              env={**os.environ, "NBRUN_CACHE": str(self.folder / "cache"), **environment})
        seconds = time.perf_counter() - start
        if done.returncode:
            sys.exit(f"{name}: exit status {done.returncode}\n{done.stderr}")
        if name:
            self.times.setdefault(name, []).append(seconds)

    def forget(self):
        shutil.rmtree(self.folder / "cache", ignore_errors=True)

    def median(self, name):
        return statistics.median(self.times[name])


def edits(bench, path):
    """Cold, unchanged, prose edited, last cell edited, every cell anew: each the whole command."""
    text = path.read_text()
    name = path.stem
    bench.forget()
    bench.call(f"{name}: cold", [NBRUN, path.name])
    bench.call(f"{name}: unchanged", [NBRUN, path.name])
    path.write_text(text.replace("\n\n", "\n\nNew prose.\n\n", 1) if text.startswith("#") else text + "\nNew prose.\n")
    bench.call(f"{name}: prose edited", [NBRUN, path.name])
    path.write_text(text + "\n```swift\nprint(1)\n```\n")
    bench.call("", [NBRUN, path.name])
    path.write_text(text + f"\n```swift\nprint({time.time_ns()})\n```\n")
    bench.call(f"{name}: one cell edited", [NBRUN, path.name])
    path.write_text(text)
    bench.call(f"{name}: every cell anew", [NBRUN, "--fresh", path.name])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--jupyter", help="the program 'jupyter' of an environment with nbconvert")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        bench = Bench(folder)
        (folder / "eight.md").write_text(markdown(SWIFT))
        (folder / "eight.ipynb").write_text(jupyter_notebook(PYTHON))
        shutil.copy(ROOT / "notebooks/backprop.md", folder)
        course = folder / "ten"
        course.mkdir()
        for number in range(10):
            (course / f"n{number}.md").write_text(markdown(SWIFT, f"Notebook {number}"))
        for _ in range(options.rounds):
            edits(bench, folder / "eight.md")
            if options.jupyter:
                jupyter = shutil.which(options.jupyter) or options.jupyter
                bench.call("nbconvert", [Path(jupyter).absolute(), "nbconvert", "--execute", "--to", "html",
                                         "eight.ipynb"])
            edits(bench, folder / "backprop.md")
            for jobs in "12":
                bench.call(f"ten notebooks, -j {jobs}", [NBRUN, "--no-cache", "-j", jobs, "ten", "-o", f"out{jobs}"])
        print(f"medians of {options.rounds} rounds, each a whole command")
        for notebook in ("eight", "backprop"):
            cold = bench.median(f"{notebook}: cold")
            for key in bench.times:
                if key.startswith(notebook):
                    ratio = cold / bench.median(key)
                    print(f"  {key:28} {bench.median(key):8.3f} s   cold / it = {ratio:6.2f}")
        if options.jupyter:
            for key in ("cold", "unchanged"):
                ratio = bench.median("nbconvert") / bench.median(f"eight: {key}")
                print(f"  nbconvert / nbrun {key:10}          {ratio:6.2f}")
        ratio = bench.median("ten notebooks, -j 1") / bench.median("ten notebooks, -j 2")
        print(f"  ten notebooks, -j 1 / -j 2            {ratio:6.2f}")


if __name__ == "__main__":
    main()
