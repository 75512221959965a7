import CNN
import Foundation

/// A training that has to give the same bits on any number of ranks.
struct RankCase: Sendable, CustomStringConvertible {
  let name: String
  var batchSizes = [8, 13]
  /// The images; there are few, so that the last batch has fewer than some runs have ranks.
  let data: @Sendable () throws -> Dataset
  let model: @Sendable () -> Sequential
  var loss = Loss.softmaxCrossEntropy
  var optimizer = SGD(0.05, momentum: 0.9)
  var until = Stopping.lastEpoch
  var clipping: GradientClipping?
  var accumulation = GradientAccumulation.batched
  var augmentation: [Augmentation] = []
  var frozen: [String] = []

  var description: String { name }

  /// All that a training gives.
  struct Outcome: Equatable, Sendable {
    var parameters: [Parameter]
    var buffers: [Parameter]
    var history: History
    var steps: [TrainingStep]
    var evaluation: Evaluation
    var checkpoint: Data?
  }

  /// Trains, and evaluates the model.
  func train(batchSize: Int, checkpoint: String, epochs: Int = 2) throws -> Outcome {
    let data = try data()
    var model = model()
    try model.build(input: data.imageShape, seed: 5)
    for name in frozen { try model.freeze(name) }
    var steps: [TrainingStep] = []
    let history = try model.fit(
      data, validation: data[0..<5], epochs: epochs, batchSize: batchSize, loss: loss, optimizer: optimizer,
      until: until, clipping: clipping, accumulation: accumulation, augmentation: augmentation,
      checkpoint: Checkpoint(checkpoint), seed: 5, onStep: { steps.append($0) })
    return Outcome(
      parameters: model.parameters, buffers: model.buffers, history: history, steps: steps,
      evaluation: try model.evaluate(data, loss: loss),
      checkpoint: FileManager.default.contents(atPath: checkpoint))
  }
}

/// A layer of a notebook's own with parameters: `y = x·s`, whose gradient is summed up last image first.
private struct OwnFactor: Layer {
  var name = ""
  let kind = "factor"
  var parameters: [Parameter] = []

  mutating func build(input: Shape, seed: UInt64) { parameters = [Parameter("s", [1.5])] }
  func outputShape(for input: Shape) -> Shape { input }
  func forward(_ x: Tensor, context: Context) -> ForwardPass {
    let factor = parameters[0].value[0]
    return ForwardPass(factor * x) { dy in
      let sum = zip(dy.scalars, x.scalars).reversed().reduce(Float(0)) { $0 + $1.0 * $1.1 }
      return LayerGradients(input: factor * dy, parameters: [Tensor([sum])])
    }
  }
}

/// A layer of a notebook's own that mixes images: it takes the mean over the batch away.
private struct OwnCentering: Layer {
  var name = ""
  let kind = "centering"

  func outputShape(for input: Shape) -> Shape { input }
  func forward(_ x: Tensor, context: Context) -> ForwardPass {
    ForwardPass(x - x.mean(along: 0, keepingAxes: true)) { dy in
      LayerGradients(input: dy - dy.mean(along: 0, keepingAxes: true))
    }
  }
}

/// A group of a notebook's own.
private struct OwnSum: LayerGroup {
  var name = ""
  let kind = "sum"
  var members: [any Layer]
}

extension RankCase {
  static let leNet = RankCase(
    name: "LeNet-5", batchSizes: [8, 9], data: { try Datasets.digits(count: 19, seed: 3) },
    model: { Models.leNet5() })

  static let cifarNet = RankCase(
    name: "CIFAR net", batchSizes: [7],
    data: {
      try Dataset(
        images: .randomNormal([8, 3, 32, 32], name: "images", seed: 3), labels: (0..<8).map { $0 % 4 },
        classes: ["a", "b", "c", "d"])
    },
    model: {
      Sequential {
        Conv2D(32, kernel: 3, padding: 1); ReLU(); Conv2D(32, kernel: 3, padding: 1); ReLU(); MaxPool2D(2)
        Conv2D(64, kernel: 3, padding: 1); ReLU(); Conv2D(64, kernel: 3, padding: 1); ReLU(); MaxPool2D(2)
        Flatten(); Dense(128); ReLU(); Dense(10)
      }
    })

  /// Small images of four classes.
  private static let shapes: @Sendable () throws -> Dataset = { try Datasets.shapes(count: 28, seed: 3) }

  /// Small images with a class of two and two numbers as targets.
  private static let boxes: @Sendable () throws -> Dataset = {
    let classes = Tensor(shape: [28, 1], scalars: (0..<28).map { Float($0 % 2) })
    let sizes = Tensor.random([28, 2], in: 0...1, name: "sizes", seed: 2)
    return try Dataset(
      images: shapes().images, targets: Tensor(concatenating: [classes, sizes], along: 1))
  }

  static let residual = RankCase(
    name: "residual blocks, batch norm, dropout, augmentation, clipping, early stopping", data: shapes,
    model: {
      Sequential {
        Conv2D(6, kernel: 3, padding: 1, bias: false); BatchNorm(); ReLU(); Dropout(0.2)
        Residual(projection: 10, stride: 2) {
          Conv2D(10, kernel: 3, stride: 2, padding: 1); BatchNorm(affine: false); ReLU()
          Conv2D(10, kernel: 3, padding: 1); BatchNorm()
        }
        Residual {
          Conv2D(10, kernel: 3, padding: 1); Dropout(0.3)
        }
        GlobalAveragePool2D(); Dense(7); BatchNorm(); Dense(4)
      }
    }, until: .early(patience: 1), clipping: .byNorm(0.5),
    augmentation: [.flip(), .shift(by: 2), .noise(deviation: 0.1)])

  static let convolutions = RankCase(
    name: "convolutions", data: shapes,
    model: {
      Sequential {
        DepthwiseConv2D(kernel: 3, multiplier: 4); LeakyReLU()
        Conv2D(6, kernel: 3, padding: 2, paddingMode: .reflect, dilation: 2, groups: 2); ChannelShuffle(2)
        TransposedConv2D(4, kernel: 3, stride: 2, groups: 2); Scale(); LpPool2D(2)
        Parallel {
          Conv2D(3, kernel: 1)
          Sequential {
            Conv2D(2, kernel: 3, padding: 1); MaxPool2D(3, stride: 1, padding: 1)
          }
        }
        Flatten(); Dense(4)
      }
    }, optimizer: SGD(0.001, momentum: 0.9))

  static let signals = RankCase(
    name: "signals", data: { try Datasets.signals(count: 18, length: 32, seed: 3) },
    model: {
      Sequential {
        Conv1D(5, kernel: 5); ReLU(); MaxPool1D(2); TransposedConv1D(3, kernel: 3); BatchNorm(); Flatten();
        Dense(6)
      }
    })

  static let volumes = RankCase(
    name: "volumes", data: { try Datasets.volumes(count: 11, size: 8, seed: 3) },
    model: {
      Sequential {
        Conv3D(4, kernel: 3); ReLU(); TransposedConv3D(2, kernel: 2, stride: 2); MaxPool3D(2); Flatten();
        Dense(4)
      }
    })

  static let gathered = RankCase(
    name: "layers that compute the whole batch on every rank", data: shapes,
    model: {
      Sequential {
        LocallyConnected2D(4, kernel: 3, stride: 2); GroupNorm(2); PReLU()
        LearnablePool2D(.scaled); LayerNorm(lastAxes: 3); Flatten(); Dense(4)
      }
    })

  static let own = RankCase(
    name: "layers of a notebook's own", data: shapes,
    model: {
      Sequential {
        OwnCentering(); Conv2D(4, kernel: 3, stride: 2); OwnFactor(); ReLU()
        OwnSum(members: [Conv2D(3, kernel: 1), Conv2D(3, kernel: 3, padding: 1)]); OwnCentering(); ReLU()
        Flatten(); OwnFactor(); Dense(4)
      }
    })

  static let labelMaps = RankCase(
    name: "label maps",
    data: {
      let images = try shapes().images
      return try Dataset(
        images: images, labelMaps: images.reshaped([28, 16, 16]).map { $0 > 0.5 ? 1 : 0 },
        classes: ["ground", "shape"])
    },
    model: {
      Sequential {
        Conv2D(5, kernel: 3, padding: 1); BatchNorm(); ReLU(); Conv2D(2, kernel: 1)
      }
    }, augmentation: [.flip()])

  static let heads = RankCase(
    name: "several heads", data: boxes,
    model: {
      Sequential {
        Conv2D(4, kernel: 5, stride: 3); ReLU(); Flatten(); Dense(4)
      }
    }, loss: .heads([Loss.Head(2, .softmaxCrossEntropy), Loss.Head(2, .huber(delta: 0.5))]))

  static let numbers = RankCase(
    name: "numbers", data: boxes,
    model: {
      Sequential {
        Flatten(); Dense(9); Sigmoid(); Dense(3)
      }
    }, loss: .meanSquaredError)

  static let frozen = RankCase(
    name: "frozen layers", data: shapes,
    model: {
      Sequential {
        Conv2D(4, kernel: 3, name: "first"); BatchNorm(name: "norm"); ReLU()
        Conv2D(4, kernel: 3, stride: 3); BatchNorm(); Flatten(); Dense(5, name: "fc"); ReLU(); Dense(4)
      }
    }, frozen: ["first", "norm", "fc"])

  static let samples = RankCase(
    name: "sample by sample", data: shapes,
    model: {
      Sequential {
        Conv2D(4, kernel: 3, stride: 2); ReLU(); Dropout(0.4); OwnFactor(); Flatten(); Dense(4)
      }
    }, accumulation: .perSample, augmentation: [.shift(by: 1)])

  static let samplesWithBuffers = RankCase(
    name: "sample by sample, with running statistics", data: shapes,
    model: {
      Sequential {
        Conv2D(4, kernel: 3, stride: 2); BatchNorm(); ReLU(); Flatten(); Dense(4)
      }
    }, accumulation: .perSample)

  static let all = [
    leNet, cifarNet, residual, convolutions, signals, volumes, gathered, own, labelMaps, heads, numbers,
    frozen, samples, samplesWithBuffers,
  ]
}
