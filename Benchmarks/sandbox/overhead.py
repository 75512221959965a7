#!/usr/bin/env python3
"""Times what the container of '--sandbox' adds to each notebook.

    Benchmarks/sandbox/overhead.py [--program .build/release/nbrun] [--rounds 7] [--notebooks 8]

Runs the same small notebooks, one at a time, without a cache: each with a process of its own, and in containers, which one call
starts. The ways take turns; the fastest round of each is compared, since others use the machine, too.
"""
import argparse
import os
import pathlib
import subprocess
import tempfile
import time

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("--program", default=".build/release/nbrun")
parser.add_argument("--rounds", type=int, default=7)
parser.add_argument("--notebooks", type=int, default=8)
options = parser.parse_args()
program = str(pathlib.Path(options.program).resolve())

with tempfile.TemporaryDirectory() as folder:
    root = pathlib.Path(folder)
    for number in range(options.notebooks):
        notebook = root / "submissions" / str(number) / "hw.md"
        notebook.parent.mkdir(parents=True)
        notebook.write_text(f"# Number {number}\n\n```swift\nimport Foundation\nprint(sqrt({number}.0))\n```\n")

    def seconds(*arguments):
        start = time.perf_counter()
        subprocess.run(
            [program, "run", "--quiet", "--no-cache", "--output", str(root / "output"), *arguments, "submissions"],
            cwd=root, check=True, stdout=subprocess.DEVNULL)
        return time.perf_counter() - start

    # Containers are processes of their own, so the others are, too.
    def loop(arguments):
        start = time.perf_counter()
        for number in range(options.notebooks):
            subprocess.run(
                [program, "run", "--quiet", "--no-cache", "--output", str(root / "output"), *arguments,
                 f"submissions/{number}/hw.md"],
                cwd=root, check=True, stdout=subprocess.DEVNULL)
        return time.perf_counter() - start

    times = {"none": [], "syscalls": [], "container": []}
    seconds("--sandbox")  # fills the module cache
    for _ in range(options.rounds):
        times["none"].append(loop([]))
        times["syscalls"].append(loop(["--sandbox=syscalls"]))
        times["container"].append(seconds("--sandbox"))
    fastest = {way: min(values) / options.notebooks * 1000 for way, values in times.items()}
    for way, time_of_one in fastest.items():
        print(f"{way:10} {time_of_one:7.1f} ms a notebook, {time_of_one - fastest['none']:+6.1f} ms, "
              f"{time_of_one / fastest['none']:.2f} times ({os.cpu_count()} processors)")
