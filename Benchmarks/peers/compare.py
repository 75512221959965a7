"""Compares `nbrun bench` with other libraries: all in turns, the least time of each, and the ratios."""

import argparse
import json
import math
import os
import pathlib
import platform
import shlex
import subprocess
import tempfile

here = pathlib.Path(__file__).resolve().parent
parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument(
    "--peer", action="append", required=True, metavar="NAME=COMMAND",
    help="a command that takes a number of threads and of seconds, and prints names and milliseconds as JSON")
parser.add_argument("--nbrun", default=here.parent.parent / ".build/release/nbrun")
parser.add_argument("--threads", type=int, default=2)
parser.add_argument("--rounds", type=int, default=3)
parser.add_argument("--seconds", type=float, default=0.2, help="how long each operation is repeated in a round")
parser.add_argument("--level", help="the instruction set of nbrun, such as avx2; the best one unless given")
parser.add_argument("--only", default="", help="only what has this in its name, such as C4 or train")
parser.add_argument("--json", help="a file for the times and ratios")
options = parser.parse_args()
peers = dict(peer.split("=", 1) for peer in options.peer)

# Keeps freed memory in the process, as `nbrun` does by itself: every other round the peers have that, too.
KEEPING = {"MALLOC_MMAP_THRESHOLD_": str(1 << 30), "MALLOC_TRIM_THRESHOLD_": str(1 << 30),
           "MALLOC_TOP_PAD_": str(16 << 20)}


def own_rows():
    """Returns the rows of `nbrun` at the level that counts, by name."""
    with tempfile.NamedTemporaryFile(suffix=".json") as file:
        command = [options.nbrun, "bench", "--threads", options.threads, "--seconds", options.seconds]
        command += ["--only", options.only, "--json", file.name, "--force"]
        command += ["--levels", options.level] if options.level else []
        subprocess.run(list(map(str, command)), check=True, stdout=subprocess.DEVNULL)
        rows = json.load(open(file.name))
    best = rows[0]["level"]
    return {row["name"]: row for row in rows if row["level"] == best}


def peer_times(command, round):
    command = shlex.split(command) + [str(options.threads), str(options.seconds), options.only]
    environment = os.environ | (KEEPING if round % 2 else {})
    output = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, env=environment).stdout
    return json.loads(output.splitlines()[-1])


def processor():
    try:
        lines = open("/proc/cpuinfo").read().splitlines()
        return next(line.split(": ")[1] for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor() or "unknown"


own, times, limits = {}, {name: {} for name in peers}, {}
for round in range(options.rounds):
    for name, row in own_rows().items():
        if "share" in row:
            rate = row.get("gigaflops") or row["gigabytes"]
            limits[name] = max(limits.get(name, 0), rate / row["share"])
        if name not in own or row["milliseconds"] < own[name]["milliseconds"]:
            own[name] = row
    for peer, command in peers.items():
        for name, time in peer_times(command, round).items():
            times[peer][name] = min(times[peer].get(name, time), time)
own = {name: row for name, row in own.items() if row["milliseconds"] > 0}
ratios = {
    peer: {name: theirs[name] / own[name]["milliseconds"] for name in own if name in theirs}
    for peer, theirs in times.items()
}


def cell(name, peer):
    if name not in ratios[peer]:
        return f"{'':{len(peer) + 8}}"
    return f"{times[peer][name]:{len(peer) + 1}.3f} {ratios[peer][name]:6.2f}"


print(f"{processor()}, {options.threads} threads, least of {options.rounds} rounds; behind each time of a peer: its ratio\n")
heads = "".join(f" {peer} ms ratio |" for peer in peers)
print(f"| {'operation':22} | nbrun ms |   rate |  limit | share |{heads}")
print(f"|{'-' * 24}|---------:|-------:|-------:|------:|" + "".join(f"{'-' * (len(peer) + 9)}:|" for peer in peers))
for name, row in own.items():
    rate = row.get("gigaflops") or row.get("gigabytes")
    measured = f"{rate:6.1f} | {limits[name]:6.1f} | {rate / limits[name] * 100:3.0f} %" if name in limits else "       |        |      "
    cells = "".join(f" {cell(name, peer)} |" for peer in peers)
    print(f"| {name:22} | {row['milliseconds']:8.4f} | {measured} |{cells}")
for peer in peers:
    layers = [ratio for name, ratio in ratios[peer].items() if name[0] == "C" and name[1].isdigit()]
    if layers:
        mean = math.exp(sum(map(math.log, layers)) / len(layers))
        print(f"\nconvolutions against {peer}: geometric mean of {len(layers)} ratios {mean:.2f}, least {min(layers):.2f}")
if options.json:
    result = {"processor": processor(), "threads": options.threads, "nbrun": own, "limits": limits,
              "peers": times, "ratios": ratios}
    pathlib.Path(options.json).write_text(json.dumps(result, indent=1) + "\n")
