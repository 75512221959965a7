#!/usr/bin/env python3
"""Whole networks in ONNX files: what the library makes of them, and what onnxruntime makes of those that it writes.

    python3 -m pip install onnx onnxruntime
    python3 Benchmarks/onnx/models.py [--nbrun .build/release/nbrun] [--only resnet50] [--pictures FOLDER]

1. The nine networks that the `onnx` package has as tests (AlexNet, DenseNet-121, Inception v1 and v2, ResNet-50,
   ShuffleNet, SqueezeNet, VGG-19, ZFNet) are read and run with the package's own input. All weights of these files are
   0.02 or so, so outputs of classifiers are equal and say little; the same networks with random weights, and without
   the last softmax, say more.
2. Models of the library and random networks are written, checked by `onnx.checker` with shapes, run by onnxruntime with
   batches of one and of three, and read again.

Outputs may differ by TOLERANCE of the largest one. The exit status is 1 if a network is refused or differs. With
--pictures, the graphs of the networks are drawn there.
"""
import argparse
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile

import numpy as np
import onnx
import onnxruntime as ort
from onnx import numpy_helper

HERE = pathlib.Path(__file__).resolve().parent
LIGHT = pathlib.Path(onnx.__file__).parent / "backend/test/data/light"
TOLERANCE = 1e-4

READ = """
import ONNXFiles
let folder = "FOLDER"
var results = SafetensorsFile()
let clock = ContinuousClock()
func seconds(_ duration: Duration) -> Tensor {
  Tensor([Float(Double(duration.components.attoseconds) / 1e18) + Float(duration.components.seconds)])
}

var start = clock.now
let model = try Sequential(onnx: folder + "/model.onnx")
results.tensors.append(("import", seconds(clock.now - start)))
let x = try SafetensorsFile(reading: folder + "/x.safetensors").tensor("x")
start = clock.now
results.tensors.append(("y", try model.predict(x)))
results.tensors.append(("predict", seconds(clock.now - start)))
start = clock.now
try model.save(onnx: folder + "/again.onnx")
results.tensors.append(("export", seconds(clock.now - start)))
let same = try Sequential(onnx: folder + "/again.onnx").predict(x) == model.predict(x)
results.tensors.append(("same", Tensor([same ? 1 : 0] as [Float])))
let graph = try model.graph(input: model.inputShape!)
results.tensors.append(("graph", Tensor([Float(graph.nodes.count), Float(graph.edges.count)] as [Float])))
results.metadata.append(("layers", model.layers.map { "\\(type(of: $0))" }.joined(separator: " ")))
try results.write(to: folder + "/y.safetensors")
try graphFigure(model, direction: .down)
"""

WRITE = """
import ONNXFiles
let folder = "FOLDER"
var results = SafetensorsFile()

func write(_ name: String, _ network: Sequential, _ input: Shape) throws {
  var model = network
  try model.build(input: input, seed: 7)
  // Batch normalization has statistics other than 0 and 1.
  var changed = model.buffers
  for index in changed.indices {
    let noise = Tensor.randomNormal(changed[index].value.shape, name: changed[index].name, seed: 3)
    changed[index].value = changed[index].name.hasSuffix("var") ? noise * noise + 0.5 : 0.1 * noise
  }
  model.buffers = changed
  try model.save(onnx: folder + "/\\(name).onnx")
  let x = Tensor.randomNormal(Shape([3] + input.dimensions), name: "x", seed: 5)
  let y = try model.predict(x)
  let again = try Sequential(onnx: folder + "/\\(name).onnx")
  let same = try again.predict(x) == y
  results.tensors.append((name + ".x", x))
  results.tensors.append((name + ".y", y))
  results.tensors.append((name + ".same", Tensor([same ? 1 : 0] as [Float])))
}

try write("lenet5", Models.leNet5(), [1, 28, 28])
try write("alexnet", Models.alexNet(classes: 10), [3, 224, 224])
try write("alexnet_original", Models.alexNetOriginal(classes: 10), [3, 227, 227])
try write("vgg", Models.vgg16(classes: 10), [3, 32, 32])
try write("resnet18", Models.resNet18(classes: 10), [3, 64, 64])
try write("resnet50", Models.resNet50(classes: 10), [3, 64, 64])
try write("mini_resnet", Models.miniResNet(classes: 3), [1, 16, 16])

/// A network drawn by chance: layers that take maps, then those that take vectors.
func randomNetwork(_ seed: UInt64) -> Sequential {
  var stream = RandomStream(seed: seed, name: "network")
  func pick(_ count: Int) -> Int { Int(stream.uniform() * Float(count)) % count }
  func activation() -> any Layer {
    let all: [any Layer] = [ReLU(), LeakyReLU(0.1), ELU(), SELU(), SiLU(), Mish(), GELU(), GELU(.tanh), HardSwish(), Clip(0, 6), PReLU(), Softsign(), Sigmoid()]
    return all[pick(all.count)]
  }
  func part(_ channels: Int) -> [any Layer] {
    switch pick(12) {
    case 0: [Conv2D(channels, kernel: 3, padding: .same), BatchNorm(), activation()]
    case 1: [Conv2D(channels, kernel: [1, 3], padding: .explicit(top: 0, left: 2, bottom: 0, right: 0), groups: 2), activation()]
    case 2: [Residual { Conv2D(channels, kernel: 3, padding: 1); GroupNorm(2); activation() }]
    case 3:
      [Parallel { Conv2D(4, kernel: 1); Sequential { activation(); Conv2D(4, kernel: 3, padding: 1) } }, Conv2D(channels, kernel: 1)]
    case 4: [DepthwiseConv2D(kernel: 3, padding: .sameLower), ChannelShuffle(2), InstanceNorm(affine: true)]
    case 5: [TransposedConv2D(channels, kernel: 2, stride: 2), activation(), AveragePool2D(2)]
    case 6: [LocalResponseNorm(3), Scale(), MaxPool2D(3, stride: 1, padding: 1)]
    case 7: [Resize(scale: 2, .linear), MaxPool2D(2)]
    case 8: [Pad(1, mode: .reflect), AveragePool2D(3, stride: 1, countsPadding: false)]
    case 9: [SpaceToDepth(2, order: .crd), Conv2D(4 * channels, kernel: 1), DepthToSpace(2)]
    case 10: [LayerNorm(lastAxes: 3), activation(), Dropout(0.3)]
    default:
      [Wired(Wiring(sources: [.input, .member(0)], outputs: [.input, .member(1)], joint: .concatenation)) {
        activation(); Conv2D(2, kernel: 3, padding: 1)
      }, Conv2D(channels, kernel: 1)]
    }
  }
  return Sequential {
    Conv2D(8, kernel: 3, padding: 1)
    for _ in 0..<6 { part(8) }
    if pick(2) == 0 { GlobalAveragePool2D() } else { Flatten() }
    Dense(6)
    if pick(2) == 0 { LogSoftmax() } else { Softmax() }
  }
}
for seed in 0..<40 { try write("random\\(seed)", randomNetwork(UInt64(seed)), [3, 8, 8]) }
try results.write(to: folder + "/results.safetensors")
"""


def read(path):
    """Reads tensors in single precision, and texts."""
    data = path.read_bytes()
    size = int.from_bytes(data[:8], "little")
    header = json.loads(data[8:8 + size])
    texts = header.pop("__metadata__", {})
    body = data[8 + size:]
    return {name: np.frombuffer(body[slice(*entry["data_offsets"])], "<f4").reshape(entry["shape"])
            for name, entry in header.items()}, texts


def write(path, name, array):
    header = json.dumps({name: {"dtype": "F32", "shape": array.shape, "data_offsets": [0, array.nbytes]}}).encode()
    path.write_bytes(len(header).to_bytes(8, "little") + header + array.astype("<f4").tobytes())


def notebook(nbrun, folder, code):
    """Runs code in a cell; returns what it said if it failed."""
    page = folder / "cell.md"
    page.write_text("---\ntimeout: 3600s\n---\n\n```swift\n" + code.replace("FOLDER", str(folder)) + "```\n")
    run = subprocess.run([nbrun, "run", "--fresh", "-o", str(folder / "out"), str(page)], capture_output=True, text=True)
    return None if run.returncode == 0 else (run.stdout + run.stderr).strip()


def onnxruntime(path, x):
    options = ort.SessionOptions()
    options.log_severity_level = 3
    session = ort.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    return session.run(None, {session.get_inputs()[0].name: x})[0]


def difference(got, want):
    """The largest difference, as a part of the largest output."""
    if got.shape != want.shape:
        return float("inf")
    return float(np.abs(got - want).max() / max(np.abs(want).max(), 1e-30))


def with_random_weights(path, target):
    """Writes a light network with random weights in place of constant ones, stored in the file."""
    model = onnx.load(path)
    rng = np.random.default_rng(1)
    shapes = {i.name: numpy_helper.to_array(i) for i in model.graph.initializer}
    kept = []
    for node in model.graph.node:
        if node.op_type != "ConstantOfShape":
            kept.append(node)
            continue
        shape, name = tuple(int(s) for s in shapes[node.input[0]]), node.output[0]
        if len(shape) > 1:
            value = rng.normal(0, (2 / np.prod(shape[1:])) ** 0.5, shape)
        else:
            value = 1 + 0.1 * rng.random(shape) if any(part in name for part in ("_riv", "var", "_s_", "scale", "_w")) else 0.1 * rng.normal(size=shape)
        model.graph.initializer.append(numpy_helper.from_array(value.astype(np.float32), name))
    if kept[-1].op_type == "Softmax":  # Scores say more than probabilities, most of which are 0 or 1.
        model.graph.output[0].name = kept.pop().input[0]
        model.graph.output[0].type.tensor_type.ClearField("shape")
    del model.graph.node[:]
    model.graph.node.extend(kept)
    used = {name for node in kept for name in node.input}
    initializers = [i for i in model.graph.initializer if i.name in used]
    del model.graph.initializer[:]
    model.graph.initializer.extend(initializers)
    inputs = [i for i in model.graph.input if i.name in used]
    del model.graph.input[:]
    model.graph.input.extend(inputs)
    onnx.save(model, target)


def read_light(arguments, folder):
    """Reads the networks of the package; returns how many failed."""
    failures = 0
    print(f"{'network':28}{'difference':>12}{'tolerance':>11}  {'same bits again':17}{'import':>9}{'predict':>9}{'export':>9}  graph")
    for path in sorted(LIGHT.glob("*.onnx")):
        for kind in ("stored", "random"):
            name = f"{path.stem.removeprefix('light_')} {kind}"
            if arguments.only not in name:
                continue
            shape = [d.dim_value for d in next(
                v for v in onnx.load(path).graph.input if "data" in v.name).type.tensor_type.shape.dim]
            count = int(np.prod(shape))
            target = folder / "model.onnx"
            if kind == "stored":
                target.write_bytes(path.read_bytes())
                x = (np.arange(count).reshape(shape) / count).astype(np.float32)
                stored = onnx.TensorProto()
                stored.ParseFromString(pathlib.Path(f"{path.with_suffix('')}_output_0.pb").read_bytes())
                want = numpy_helper.to_array(stored)
            else:
                with_random_weights(path, target)
                x = np.random.default_rng(2).normal(size=shape).astype(np.float32)
                want = onnxruntime(target, x)
            write(folder / "x.safetensors", "x", x)
            said = notebook(arguments.nbrun, folder, READ)
            if said:
                print(f"{name:28}refused: {said[:2000]}")
                failures += 1
                continue
            tensors, texts = read(folder / "y.safetensors")
            apart, same = difference(tensors["y"], want), tensors["same"][0] == 1
            checked(folder / "again.onnx")
            again = difference(onnxruntime(folder / "again.onnx", x), want)
            failed = not (apart <= TOLERANCE and again <= TOLERANCE and same)
            failures += failed
            seconds = "".join(f"{tensors[key][0]:8.2f}s" for key in ("import", "predict", "export"))
            if arguments.pictures and kind == "stored":
                arguments.pictures.mkdir(parents=True, exist_ok=True)
                for picture in (folder / "out").rglob("*.png"):
                    shutil.copy(picture, arguments.pictures / f"{path.stem}.png")
            nodes, edges = tensors["graph"].astype(int)
            print(f"{name:28}{apart:12.1e}{TOLERANCE:11.0e}  {'yes' if same else 'NO':17}{seconds}  {nodes} nodes, {edges} edges"
                  + ("  FAILED" if failed else ""), flush=True)
    return failures


def checked(path):
    onnx.checker.check_model(str(path), full_check=True)


def write_models(arguments, folder):
    """Writes models of the library; returns how many failed."""
    failures = 0
    said = notebook(arguments.nbrun, folder, WRITE)
    if said:
        print("models are not written:", said[:3000])
        return 1
    tensors, _ = read(folder / "results.safetensors")
    largest = 0.0
    for name in sorted({key.split(".")[0] for key in tensors}):
        path = folder / f"{name}.onnx"
        checked(path)
        x, y = tensors[f"{name}.x"], tensors[f"{name}.y"]
        apart = max(difference(onnxruntime(path, x), y), difference(onnxruntime(path, x[:1]), y[:1]))
        same = tensors[f"{name}.same"][0] == 1
        failed = not (apart <= TOLERANCE and same)
        failures += failed
        largest = max(largest, apart)
        if failed or not name.startswith("random"):
            print(f"{name:28}{apart:12.1e}{TOLERANCE:11.0e}  {'yes' if same else 'NO'}" + ("  FAILED" if failed else ""), flush=True)
    print(f"all that were written: at most {largest:.1e}")
    return failures


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--nbrun", default=str(HERE.parents[1] / ".build/release/nbrun"))
    parser.add_argument("--only", default="", help="part of the name of networks to read")
    parser.add_argument("--skip-writing", action="store_true", help="only read the networks of the package")
    parser.add_argument("--pictures", type=pathlib.Path, help="a folder for pictures of the graphs")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        failures = read_light(arguments, folder)
        if not arguments.skip_writing and not arguments.only:
            failures += write_models(arguments, folder)
    print("failed:", failures)
    sys.exit(min(failures, 1))


if __name__ == "__main__":
    main()
