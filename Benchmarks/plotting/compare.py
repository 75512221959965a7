"""Times Plotting and matplotlib's Agg side by side, from the call to the bytes of the PNG file.

    swift build -c release && python3 compare.py [--rounds 9] [--folder DIR] [loss maps smooth noise image]

Both draw each picture in turn, so that whatever else the machine does hits both. The first round is not counted.
"""

import argparse
import pathlib
import platform
import statistics
import subprocess
import time

import matplotlib
from matplotlib_pictures import PICTURES

HERE = pathlib.Path(__file__).parent


def cpu():
    for line in open("/proc/cpuinfo"):
        if line.startswith("model name"):
            return line.split(":")[1].strip()
    return platform.machine()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("pictures", nargs="*", default=list(PICTURES), metavar="picture")
    parser.add_argument("--rounds", type=int, default=9, help="how often each picture is drawn and counted")
    parser.add_argument("--folder", help="where to write the pictures of both")
    options = parser.parse_args()
    command = [HERE / ".build/release/plotting-benchmark"]
    if options.folder:
        pathlib.Path(options.folder).mkdir(parents=True, exist_ok=True)
        command.append(options.folder)
    plotting = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    print(f"{cpu()}, matplotlib {matplotlib.__version__}, medians of {options.rounds}")
    print(f"{'picture':8} {'Plotting':>10} {'matplotlib':>11} {'faster':>7} {'range':>13} {'size':>8} {'ratio':>6}")
    for name in options.pictures:
        draw = PICTURES[name]()
        ours, theirs = [], []
        for _ in range(options.rounds + 1):
            plotting.stdin.write(name + "\n")
            plotting.stdin.flush()
            seconds, size = plotting.stdout.readline().split()
            ours.append(float(seconds))
            start = time.perf_counter()
            file = draw()
            theirs.append(time.perf_counter() - start)
        if options.folder:
            (pathlib.Path(options.folder) / f"{name}-matplotlib.png").write_bytes(file)
        ours, theirs = ours[1:], theirs[1:]
        a, b = statistics.median(ours), statistics.median(theirs)
        ratios = sorted(t / o for o, t in zip(ours, theirs))
        print(
            f"{name:8} {a * 1e3:7.1f} ms {b * 1e3:8.1f} ms {b / a:6.1f}× "
            f"{ratios[0]:5.1f}×–{ratios[-1]:.1f}× {int(size) / 1000:5.1f} kB {int(size) / len(file):6.2f}"
        )
    plotting.stdin.close()
    plotting.wait()


if __name__ == "__main__":
    main()
