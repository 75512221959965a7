#!/usr/bin/env python3
"""Runs the node tests of the `onnx` package against the CNN library, and compares the outputs with the expected ones.

    python3 -m pip install onnx
    python3 Benchmarks/onnx/run.py [--nbrun .build/release/nbrun] [--only Resize]

Each test is one node with inputs and expected outputs. `cases.md` says how its operator is written with the library.
A test has *passed*, has *failed*, or is *inexpressible*: the library has no way to compute it, for the reason given.
The exit status is 1 if a test has failed.
"""
import argparse
import collections
import json
import pathlib
import platform
import struct
import subprocess
import sys
import tempfile
import warnings

import numpy
import onnx
from onnx.backend.test.case.node import collect_testcases

HERE = pathlib.Path(__file__).resolve().parent
NBRUN = HERE.parents[1] / ".build/release/nbrun"

# The operators of convolutional networks: what layers, losses, optimizers and tensors of such a library do. Left out
# are those of other fields: recurrent layers and attention, integers and quantization, bits and strings, sequences and
# control flow, random numbers, spectra, trees, boxes, trigonometry and rounding.
OPERATORS = {
    "layers": """
        AveragePool CausalConvWithState Col2Im Conv ConvTranspose DeformConv DepthToSpace Dropout Flatten Gemm
        GlobalAveragePool GlobalMaxPool LpPool MatMul MaxPool MaxUnpool Pad Resize SpaceToDepth Upsample""",
    "activations": """
        Celu Elu Gelu HardSigmoid HardSwish LeakyRelu LogSoftmax Mish PRelu Relu Selu Shrink Sigmoid Softmax Softplus
        Softsign SwiGLU Swish Tanh ThresholdedRelu""",
    "normalization": """
        BatchNormalization GroupNormalization InstanceNormalization LRN LayerNormalization LpNormalization
        MeanVarianceNormalization RMSNormalization""",
    "losses": "NegativeLogLikelihoodLoss SoftmaxCrossEntropyLoss",
    "optimizers": "Adagrad Adam Momentum",
    "tensors": """
        Abs Add ArgMax ArgMin Clip Compress Concat Div Equal Exp Expand Gather Greater GreaterOrEqual Identity Less
        LessOrEqual Log Max Mean Min Mul Neg Pow Reciprocal ReduceL1 ReduceL2 ReduceLogSum ReduceLogSumExp ReduceMax
        ReduceMean ReduceMin ReduceProd ReduceSum ReduceSumSquare Reshape Slice Split Sqrt Squeeze Sub Sum Tile TopK
        Transpose Unsqueeze Where""",
}
GROUPS = {operator: group for group, names in OPERATORS.items() for operator in names.split()}

# Integers and Booleans must be equal. Other numbers may differ by this many roundings of the largest one of an output:
# the expected ones are rounded themselves, mostly by NumPy in single precision, in another order of the sums. No test
# differs by more than 8.
ROUNDINGS = 16
ROUNDING = {"float32": 2.0**-24, "float64": 2.0**-24, "float16": 2.0**-11, "bfloat16": 2.0**-8}
# Expected outputs that are written with few decimals may differ by one unit of the last one.
DECIMALS = {"test_averagepool_2d_ceil_last_window_starts_on_pad": 4}

Case = collections.namedtuple("Case", "name node inputs expected")


def collect(only):
    """Returns the tests of one node each; the others spell an operator out as a graph of simpler ones."""
    for test in collect_testcases(None):
        nodes = test.model.graph.node
        if test.kind != "node" or len(nodes) != 1 or "_expanded" in test.name:
            continue
        node = nodes[0]
        if node.op_type in GROUPS and (only in test.name or only == node.op_type):
            [(inputs, expected)] = test.data_sets
            named = dict(zip((value.name for value in test.model.graph.input), inputs))
            yield Case(test.name, node, [named.get(name) for name in node.input], expected)


def single(array):
    """Returns an array in single precision; None if it holds no numbers, or integers that would be rounded."""
    if not isinstance(array, (numpy.ndarray, numpy.generic)) or array.dtype.kind in "OUS":
        return None
    rounded = numpy.asarray(array, dtype=numpy.float32)
    exact = array.dtype.name in ROUNDING or numpy.array_equal(rounded.astype(array.dtype), array)
    return rounded if exact else None


def is_numeric(case):
    """Returns whether all inputs are tensors of numbers that single precision can hold."""
    return all(array is None or single(array) is not None for array in case.inputs)


def describe(case):
    """Returns a node without its inputs, as `cases.md` reads it from JSON."""
    numbers, strings = {}, {}
    for attribute in case.node.attribute:
        value = onnx.helper.get_attribute_value(attribute)
        if isinstance(value, bytes):
            strings[attribute.name] = value.decode()
        else:
            numbers[attribute.name] = value if isinstance(value, list) else [value]
    return json.dumps({
        "operation": case.node.op_type, "inputCount": len(case.inputs), "outputCount": len(case.node.output),
        "isInteger": case.inputs[0].dtype.kind in "iu", "numbers": numbers, "strings": strings,
    })


def write(path, tensors, metadata):
    """Writes a safetensors file."""
    header, data = {"__metadata__": metadata}, b""
    for name, array in tensors.items():
        content = array.astype("<f4").tobytes()
        header[name] = {"dtype": "F32", "shape": array.shape, "data_offsets": [len(data), len(data) + len(content)]}
        data += content
    text = json.dumps(header).encode()
    path.write_bytes(struct.pack("<Q", len(text)) + text + data)


def read(path):
    """Reads the tensors and the metadata of a safetensors file in single precision."""
    content = path.read_bytes()
    start = 8 + struct.unpack("<Q", content[:8])[0]
    header = json.loads(content[8:start])
    metadata = header.pop("__metadata__", {})
    tensors = {
        name: numpy.frombuffer(content[start:], "<f4")[entry["data_offsets"][0] // 4:entry["data_offsets"][1] // 4]
        .reshape(entry["shape"]) for name, entry in header.items()
    }
    return tensors, metadata


def difference(got, expected, decimals):
    """Returns how an output differs from the expected one, which may have few decimals; "" if it does not."""
    if got is None:
        return "there is no such output"
    if got.shape != expected.shape:
        return f"its shape is {list(got.shape)}, expected {list(expected.shape)}"
    if expected.size == 0:
        return ""
    want, have = numpy.asarray(expected, dtype=numpy.float64), numpy.asarray(got, dtype=numpy.float64)
    largest = numpy.abs(want[numpy.isfinite(want)]).max(initial=0)
    bound = 10.0**-decimals if decimals else ROUNDINGS * ROUNDING.get(expected.dtype.name, 0) * largest
    equal = (have == want) | (numpy.isnan(have) & numpy.isnan(want))
    with numpy.errstate(invalid="ignore"):
        distance = numpy.where(equal, 0, numpy.nan_to_num(abs(have - want), nan=numpy.inf))
    if distance.max() <= bound:
        return ""
    index = numpy.unravel_index(distance.argmax(), distance.shape)
    return f"at {[int(i) for i in index]} it is {have[index]:.9g}, expected {want[index]:.9g} ± {bound:.2g}"


def compute(cases, nbrun):
    """Returns the outputs that the library computes, and for each case whether it could."""
    tensors, metadata = {}, {}
    for case in cases:
        metadata[case.name] = describe(case)
        for index, array in enumerate(case.inputs):
            if array is not None:
                tensors[f"{case.name}/{index}"] = single(array)
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        given, results = folder / "cases.safetensors", folder / "results.safetensors"
        write(given, tensors, metadata)
        command = [nbrun, "run", "-q", "-o", folder / "handout", "-p", f"cases={given}", "-p", f"results={results}"]
        status = subprocess.run([*map(str, command), str(HERE / "cases.md")]).returncode
        if status != 0:
            sys.exit(f"{nbrun} ended with status {status}")
        return read(results)


def judge(case, tensors, metadata):
    """Returns what became of a case, and why."""
    if case.name not in metadata:
        return "inexpressible", "an input is no tensor of numbers in single precision"
    outcome, _, reason = metadata[case.name].partition(": ")
    if outcome != "computed":
        return outcome, reason
    for index, expected in enumerate(case.expected):
        text = difference(tensors.get(f"{case.name}/{index}"), expected, DECIMALS.get(case.name))
        if text:
            return "failed", f"output {index}: {text}"
    return "passed", ""


def processor():
    try:
        lines = open("/proc/cpuinfo").read().splitlines()
        return next(line.split(": ")[1] for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor() or "unknown"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--nbrun", default=NBRUN, help="the program that runs cases.md")
    parser.add_argument("--only", default="", metavar="TEXT", help="only an operator, or tests with this in their name")
    options = parser.parse_args()
    warnings.filterwarnings("ignore")  # NumPy's, for the overflows that some tests are about.
    cases = list(collect(options.only))
    if not cases:
        parser.error(f"no operator and no test is called {options.only}")
    tensors, metadata = compute([case for case in cases if is_numeric(case)], options.nbrun)
    counts = collections.defaultdict(collections.Counter)
    order = list(GROUPS)
    for case in sorted(cases, key=lambda case: order.index(case.node.op_type)):
        outcome, reason = judge(case, tensors, metadata)
        counts[GROUPS[case.node.op_type]][outcome] += 1
        print(f"{outcome:14} {case.node.op_type:26} {case.name}{': ' if reason else ''}{reason}")
    print(f"\n{'':14} {'tests':>6} {'passed':>7} {'failed':>7} {'inexpressible':>14}")
    total = sum(counts.values(), collections.Counter())
    for group, count in [*counts.items(), ("all", total)]:
        print(f"{group:14} {count.total():6} {count['passed']:7} {count['failed']:7} {count['inexpressible']:14}")
    print(f"\nonnx {onnx.__version__}, {processor()}")
    sys.exit(1 if total["failed"] else 0)


if __name__ == "__main__":
    main()
