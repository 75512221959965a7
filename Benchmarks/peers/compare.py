"""Compares `nbrun bench` with PyTorch: both in turns, the least time of each, and the ratios."""

import argparse
import json
import math
import pathlib
import platform
import subprocess
import sys
import tempfile

here = pathlib.Path(__file__).resolve().parent
parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--nbrun", default=here.parent.parent / ".build/release/nbrun")
parser.add_argument("--threads", type=int, default=2)
parser.add_argument("--rounds", type=int, default=3)
parser.add_argument("--seconds", type=float, default=0.2, help="how long each operation is repeated in a round")
parser.add_argument("--json", help="a file for the times and ratios")
options = parser.parse_args()


def own_times():
    """Returns the times of `nbrun` at its best level."""
    with tempfile.NamedTemporaryFile(suffix=".json") as file:
        command = [options.nbrun, "bench", "--threads", options.threads, "--seconds", options.seconds]
        subprocess.run(list(map(str, command)) + ["--json", file.name], check=True, stdout=subprocess.DEVNULL)
        rows = json.load(open(file.name))
    best = rows[0]["level"]
    return {row["name"]: row["milliseconds"] for row in rows if row["level"] == best and row["milliseconds"] > 0}


def torch_times():
    command = [sys.executable, here / "torch_times.py", options.threads, options.seconds]
    output = subprocess.run(list(map(str, command)), check=True, capture_output=True, text=True).stdout
    return json.loads(output.splitlines()[-1])


def processor():
    try:
        lines = open("/proc/cpuinfo").read().splitlines()
        return next(line.split(": ")[1] for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor() or "unknown"


own, peer = {}, {}
for _ in range(options.rounds):
    for least, times in ((own, own_times()), (peer, torch_times())):
        for name, time in times.items():
            least[name] = min(least.get(name, time), time)

ratios = {name: peer[name] / own[name] for name in own if name in peer}
print(f"{processor()}, {options.threads} threads, least of {options.rounds} rounds; ratio = PyTorch / nbrun\n")
print(f"| {'operation':24} | nbrun ms | PyTorch ms | ratio |\n|{'-' * 26}|---------:|-----------:|------:|")
for name, ratio in ratios.items():
    print(f"| {name:24} | {own[name]:8.4f} | {peer[name]:10.4f} | {ratio:5.2f} |")
layers = [ratio for name, ratio in ratios.items() if name[0] == "C" and name[1].isdigit()]
mean = math.exp(sum(map(math.log, layers)) / len(layers))
print(f"\nconvolutions: geometric mean of {len(layers)} ratios {mean:.2f}, least {min(layers):.2f}")
if options.json:
    result = {"processor": processor(), "threads": options.threads, "nbrun": own, "torch": peer, "ratios": ratios}
    pathlib.Path(options.json).write_text(json.dumps(result, indent=1) + "\n")
