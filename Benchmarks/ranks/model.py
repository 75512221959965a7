#!/usr/bin/env python3
"""Models the time of a training step on several nodes: sums in canonical order down a chain of ranks, beside an all-reduce.

  python3 model.py

A simulation of events. Rank r works on a block of parameters when it has done the block before it and the block has come
from rank r-1; a link is busy while it sends. When the last rank has the whole gradients, it gives part j to rank j, which
hands it on to the others. An all-reduce of a block starts when its gradients are there, in a ring that is never idle: the best
that it can do. Nothing here was measured on a network.
"""

# Seconds of a step of 64 images on one node (docs/performance.md), and layers from first to last:
# parameters, share of the operations, whether it is a convolution.
NETS = {
    "LeNet-5": (1.04e-3, [(156, .282, True), (2416, .576, True), (48120, .115, False), (10164, .024, False), (850, .003, False)]),
    "CIFAR net": (51.0e-3, [
        (896, .035, True), (9248, .377, True), (18496, .189, True), (36928, .377, True), (524416, .021, False),
        (1290, .001, False)]),
}
LINKS = {"10 GbE": (30e-6, 1.1e9), "InfiniBand": (2e-6, 11e9)}  # latency in seconds, bytes a second
NODES = [2, 4, 8, 16, 32, 64]
BLOCKS = [4096, 16384, 65536, 262144]  # bytes
ADDING = 8e9  # bytes a second at which the sums of single images are added
FIXED = 0.1e-3  # seconds of a step for what does not depend on images: starting parallel regions
UPDATING = 20 / 15e9  # seconds for a parameter's update


def blocks(layers, size):
    """Blocks in the order of the backward pass: bytes, share of the operations, whether of a convolution."""
    for parameters, share, is_convolution in reversed(layers):
        count = -(-parameters * 4 // size)
        for _ in range(count):
            yield parameters * 4 / count, share / count, is_convolution


def step(net, images, nodes, link, size, in_order):
    """The seconds of a step."""
    (seconds, layers), (latency, bandwidth) = net, link
    parameters = sum(layer[0] for layer in layers)
    fixed = FIXED + parameters * UPDATING
    work = (seconds - fixed) * images / 64 / nodes
    if nodes == 1:
        return fixed + work
    third = work / 3  # forward, the gradient to the input, the gradient to the parameters
    pieces = list(blocks(layers, size))
    if not in_order:
        time = wire = third
        for bytes_, share, _ in pieces:
            time += 2 * third * share
            wire = max(time, wire) + 2 * bytes_ * (nodes - 1) / nodes / bandwidth
        return fixed + wire + 2 * (nodes - 1) * latency
    arrival = [0.0] * len(pieces)
    for _ in range(nodes):
        time, wire, next_arrival = third, 0.0, []
        for (bytes_, share, is_convolution), came in zip(pieces, arrival):
            time += third * share
            if is_convolution:  # the sums of single images wait for nobody, adding them does
                time += third * share
                time = max(time, came) + bytes_ * images / nodes / ADDING
            else:  # products are added as they are made
                time = max(time, came) + third * share
            wire = max(time, wire) + bytes_ / bandwidth
            next_arrival.append(wire + latency)
        arrival = next_arrival
    # 'time' is the last rank's. It sends each other rank a part of R-1, and its own part to all; they do likewise.
    part = parameters * 4 / nodes / bandwidth
    return fixed + time + 2 * (nodes - 1) * part + 2 * latency


def speedups(net, images, nodes, link):
    alone = step(net, images, 1, link, BLOCKS[0], True)
    return [alone / min(step(net, images, nodes, link, size, in_order) for size in BLOCKS) for in_order in (True, False)]


def main():
    for name, net in NETS.items():
        parameters = sum(layer[0] for layer in net[1])
        print(f"\n{name}: {parameters} parameters; each rank of R sends at most {parameters * 8 / 1e6:.2f} MB x (R-1)/R a step")
        for link_name, link in LINKS.items():
            print(f"\n{link_name}: modelled speed-up, in canonical order / by an all-reduce\n")
            print("| images a step | " + " | ".join(f"{nodes} nodes" for nodes in NODES) + " |")
            print("|---:" * (len(NODES) + 1) + "|")
            for images in (64, 256, 1024, 4096):
                cells = ["{:.1f} / {:.1f}".format(*speedups(net, images, nodes, link)) for nodes in NODES]
                print(f"| {images} | " + " | ".join(cells) + " |")
    print("\nA batch norm layer of 64 channels: 16 partial sums a channel go down the chain for the mean, the variance and the")
    print("gradients, and the results back to all.\n")
    for name, (latency, bandwidth) in LINKS.items():
        times = [3 * (nodes - 1 + 1) * (latency + 64 * 16 * 4 / bandwidth) * 1e3 for nodes in NODES]
        print(f"{name}: " + ", ".join(f"{time:.2f} ms on {nodes} nodes" for time, nodes in zip(times, NODES)) + " a step")


if __name__ == "__main__":
    main()
