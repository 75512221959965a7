#!/usr/bin/env python3
"""How long whole commands take, from the call to the handout, as ratios within one run.

    python3 Benchmarks/notebooks/compare.py --rounds 5
    python3 Benchmarks/notebooks/compare.py --jupyter venv/bin/jupyter
    python3 Benchmarks/notebooks/compare.py --against other/nbrun --against='--compilers 1'

Needs a built nbrun (`./build`). With --jupyter, an nbconvert with ipykernel and matplotlib in its
environment runs the same eight cells, written in Python. With --against, other builds of nbrun, or this one with
further options, do the same as this one: one notebook and the whole course with an empty cache, the course unchanged,
and a sweep. Everything is run in turns, and medians are compared: machines are shared, so only the ratios say
something.

Processor time is that of the program and of all processes that it has started and waited for. A setting of the sweep
is a call with a value of a parameter that is new, when the cells have been compiled for another value. What it costs
beyond running the cells is the difference to the same call with --fresh, which runs every cell and compiles none.
"""
import argparse
import json
import os
import resource
import shlex
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
SWEEP = [
    "func loss(_ w: Float) -> Float { (w - 3) * (w - 3) }",
    "var w: Float = 0\nvar curve: [Float] = []\n"
    "for _ in 0..<8 { w -= rate * 2 * (w - 3); curve.append(loss(w)) }",
    'Figure("loss") { Axes(x: "step", y: "loss") { Line(y: curve.map { Double($0) }) } }',
    "struct Setting { let rate: Float; let loss: Float }\nlet setting = Setting(rate: rate, loss: loss(w))",
    'print("loss", setting.loss)\nexpect(curve.count == 8)',
]
SETTINGS = 20


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


def processor_time():
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


class Bench:
    """A program, with options that all its calls get and a cache of its own, and how long its calls took."""

    def __init__(self, folder, against="", cache="cache"):
        words = shlex.split(against)
        is_program = bool(words) and not words[0].startswith("-")
        self.name = against or "this nbrun"
        self.program = Path(words[0]).absolute() if is_program else NBRUN
        self.options = words[1:] if is_program else words
        self.folder = folder
        self.cache = folder / cache
        self.times = {}
        self.processor_times = {}

    def call(self, name, command):
        start, processor_start = time.perf_counter(), processor_time()
        done = subprocess.run(command, cwd=self.folder, capture_output=True, text=True,
                              env={**os.environ, "NBRUN_CACHE": str(self.cache)})
        seconds, processor_seconds = time.perf_counter() - start, processor_time() - processor_start
        if done.returncode:
            sys.exit(f"{name}: exit status {done.returncode}\n{done.stderr}")
        if name:
            self.times.setdefault(name, []).append(seconds)
            self.processor_times.setdefault(name, []).append(processor_seconds)

    def nbrun(self, name, *arguments):
        self.call(name, [self.program, *arguments, *self.options])

    def forget(self):
        shutil.rmtree(self.cache, ignore_errors=True)

    def median(self, name):
        return statistics.median(self.times[name])

    def processor_median(self, name):
        return statistics.median(self.processor_times[name])


def edits(bench, path):
    """Cold, unchanged, prose edited, last cell edited, every cell anew: each the whole command."""
    text = path.read_text()
    name = path.stem
    bench.forget()
    bench.nbrun(f"{name}: cold", path.name)
    bench.nbrun(f"{name}: unchanged", path.name)
    path.write_text(text.replace("\n\n", "\n\nNew prose.\n\n", 1) if text.startswith("#") else text + "\nNew prose.\n")
    bench.nbrun(f"{name}: prose edited", path.name)
    path.write_text(text + "\n```swift\nprint(1)\n```\n")
    bench.nbrun("", path.name)
    path.write_text(text + f"\n```swift\nprint({time.time_ns()})\n```\n")
    bench.nbrun(f"{name}: one cell edited", path.name)
    path.write_text(text)
    bench.nbrun(f"{name}: every cell anew", "--fresh", path.name)


def sweep(bench, number):
    """Settings that are new to the cache, each once by itself and once with --fresh."""
    (bench.folder / "sweep.md").write_text("---\nparams:\n  rate: 0.1\n---\n\n" + markdown(SWEEP, "A sweep"))
    bench.nbrun("", "sweep.md")
    for setting in range(SETTINGS):
        rate = f"rate={0.1 + (number * SETTINGS + setting + 1) / 10000}"
        bench.nbrun("sweep: setting", "sweep.md", "-p", rate)
        bench.nbrun("sweep: setting, --fresh", "sweep.md", "-p", rate, "--fresh")


def course(bench):
    """One notebook and the whole course with an empty cache, and the course unchanged."""
    bench.forget()
    bench.nbrun("backprop: cold", "backprop.md")
    bench.forget()
    bench.nbrun("course, -j 2: cold", "course", "-j", "2", "-o", "out")
    bench.nbrun("course, -j 2: unchanged", "course", "-j", "2", "-o", "out")


def compare(folder, against, rounds):
    shutil.copytree(ROOT / "notebooks", folder / "course")
    benches = [Bench(folder, other, f"cache{number}") for number, other in enumerate(["", *against])]
    for number in range(rounds):
        for bench in benches:
            course(bench)
            sweep(bench, number)
    print(f"medians of {rounds} rounds, each a whole command: seconds, and processor time")
    own = benches[0]
    for name in own.times:
        print(f"  {name}")
        for bench in benches:
            seconds, processor_seconds = bench.median(name), bench.processor_median(name)
            ratios = (seconds / own.median(name), processor_seconds / own.processor_median(name))
            print(f"    {bench.name:32} {seconds:8.3f} s  {processor_seconds:8.3f} s"
                  + f"   it / this = {ratios[0]:6.2f}  {ratios[1]:6.2f}")
    print_sweep(benches)


def print_sweep(benches):
    print(f"  a setting of the sweep beyond running the cells, processor time, medians of {SETTINGS} settings a round")
    for bench in benches:
        pairs = zip(bench.processor_times["sweep: setting"], bench.processor_times["sweep: setting, --fresh"])
        print(f"    {bench.name:32} {statistics.median(setting - fresh for setting, fresh in pairs):8.3f} s")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--jupyter", help="the program 'jupyter' of an environment with nbconvert")
    parser.add_argument("--against", action="append", default=[], metavar="OTHER",
                        help="another nbrun, or options for this one; compares these instead of edits")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copy(ROOT / "notebooks/backprop.md", folder)
        if options.against:
            return compare(folder, options.against, options.rounds)
        bench = Bench(folder)
        (folder / "eight.md").write_text(markdown(SWIFT))
        (folder / "eight.ipynb").write_text(jupyter_notebook(PYTHON))
        ten = folder / "ten"
        ten.mkdir()
        for number in range(10):
            (ten / f"n{number}.md").write_text(markdown(SWIFT, f"Notebook {number}"))
        for number in range(options.rounds):
            edits(bench, folder / "eight.md")
            if options.jupyter:
                jupyter = shutil.which(options.jupyter) or options.jupyter
                bench.call("nbconvert", [Path(jupyter).absolute(), "nbconvert", "--execute", "--to", "html",
                                         "eight.ipynb"])
            edits(bench, folder / "backprop.md")
            for jobs in "12":
                bench.nbrun(f"ten notebooks, -j {jobs}", "--no-cache", "-j", jobs, "ten", "-o", f"out{jobs}")
            sweep(bench, number)
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
        print_sweep([bench])


if __name__ == "__main__":
    main()
