import CNN
import Testing

/// A layer is shown as it is written.
@Suite struct LayerDescriptionTests {
  /// A layer of one's own.
  private struct Own: Layer {
    var name = ""
    var kind: String { "own" }
    var parameters = [Parameter("weight", [1, 2, 3])]
    func outputShape(for input: Shape) throws(ShapeError) -> Shape { input }
    func forward(_ x: Tensor, context: Context) -> ForwardPass {
      ForwardPass(x) { LayerGradients(input: $0) }
    }
  }

  static let cases: [(layer: any Layer, text: String)] = [
    (Conv1D(4, kernel: 3), "Conv1D(4, kernel: 3)"),
    (
      Conv2D(8, kernel: [3, 5], padding: .same, name: "conv1"),
      "Conv2D(8, kernel: [3, 5], padding: .same, name: \"conv1\")"
    ),
    (
      Conv2D(
        8, kernel: 3, stride: 2, padding: [1, 2], paddingMode: .reflect, dilation: 2, groups: 4, bias: false,
        initializer: .glorot, stridePolicy: .strict),
      "Conv2D(8, kernel: 3, stride: 2, padding: [1, 2], paddingMode: .reflect, dilation: 2, groups: 4, bias: false, "
        + "initializer: .glorot, stridePolicy: .strict)"
    ),
    (Conv3D(2, kernel: [1, 3, 3], padding: 1), "Conv3D(2, kernel: [1, 3, 3], padding: 1)"),
    (DepthwiseConv2D(kernel: 3, multiplier: 2), "DepthwiseConv2D(kernel: 3, multiplier: 2)"),
    (LocallyConnected2D(2, kernel: 3, bias: false), "LocallyConnected2D(2, kernel: 3, bias: false)"),
    (
      TransposedConv2D(3, kernel: 4, stride: 2, padding: 1, outputPadding: 1),
      "TransposedConv2D(3, kernel: 4, stride: 2, padding: 1, outputPadding: 1)"
    ),
    (
      TransposedConv1D(3, kernel: 4, stride: 2, outputSize: 9),
      "TransposedConv1D(3, kernel: 4, stride: 2, outputSize: 9)"
    ),
    (MaxPool2D(2), "MaxPool2D(2)"), (MaxPool2D(3, stride: 2), "MaxPool2D(3, stride: 2)"),
    (
      AveragePool2D([2, 3], padding: 1, ceilMode: true, countsPadding: false),
      "AveragePool2D([2, 3], padding: 1, ceilMode: true, countsPadding: false)"
    ),
    (LpPool3D(2), "LpPool3D(2)"), (LpPool1D(2, p: 3), "LpPool1D(2, p: 3.0)"),
    (LearnablePool2D(.scaled), "LearnablePool2D(.scaled)"),
    (
      LearnablePool2D(.generalizedMean, window: 3, stride: 1),
      "LearnablePool2D(.generalizedMean, window: 3, stride: 1)"
    ),
    (GlobalAveragePool2D(), "GlobalAveragePool2D()"), (GlobalMaxPool1D(), "GlobalMaxPool1D()"),
    (Downsample(2), "Downsample(2)"), (Downsample([1, 2]), "Downsample([1, 2])"),
    (
      ZeroUpsample(2, size: Size2D(rows: 4, columns: 5)),
      "ZeroUpsample(2, size: Size2D(rows: 4, columns: 5))"
    ),
    (Pad(1, value: 2), "Pad(1, value: 2.0)"), (Pad([1, 2], mode: .reflect), "Pad([1, 2], mode: .reflect)"),
    (Resize(scale: 2), "Resize(scale: 2.0)"),
    (
      Resize(scales: [1, 2], .nearest(rounding: .floor), coordinates: .asymmetric),
      "Resize(scales: [1.0, 2.0], .nearest(rounding: .floor), coordinates: .asymmetric)"
    ),
    (Resize(size: [4, 5], .cubic()), "Resize(size: [4, 5], .cubic())"),
    (SpaceToDepth(2), "SpaceToDepth(2)"), (DepthToSpace(2, order: .crd), "DepthToSpace(2, order: .crd)"),
    (BatchNorm(), "BatchNorm()"), (BatchNorm(momentum: 0.2), "BatchNorm(momentum: 0.2)"),
    (GroupNorm(4, affine: false), "GroupNorm(4, affine: false)"),
    (InstanceNorm(affine: true), "InstanceNorm(affine: true)"),
    (LayerNorm(lastAxes: 3), "LayerNorm(lastAxes: 3)"),
    (LocalResponseNorm(5, beta: 0.5), "LocalResponseNorm(5, beta: 0.5)"), (Dropout(0.25), "Dropout(0.25)"),
    (Dense(10), "Dense(10)"), (Dense(3, bias: false, name: "fc"), "Dense(3, bias: false, name: \"fc\")"),
    (Flatten(), "Flatten()"), (Flatten(from: 1), "Flatten(from: 1)"), (ReLU(), "ReLU()"),
    (LeakyReLU(0.2), "LeakyReLU(0.2)"), (PReLU(shared: true), "PReLU(shared: true)"), (ELU(2), "ELU(2.0)"),
    (CELU(), "CELU()"), (GELU(.tanh), "GELU(.tanh)"), (HardSigmoid(slope: 0.2), "HardSigmoid(slope: 0.2)"),
    (Clip(0, 6), "Clip(0.0, 6.0)"), (Scale(), "Scale()"), (Scale(scales: false), "Scale(scales: false)"),
    (ChannelShuffle(2), "ChannelShuffle(2)"), (Reshape([4, 3, 3]), "Reshape([4, 3, 3])"),
    (LogSoftmax(), "LogSoftmax()"),
    (
      Wired(
        Wiring(sources: [.input, .member(0)], outputs: [.input, .member(1)], joint: .concatenation),
        name: "dense1"
      ) {
        BatchNorm(); Conv2D(32, kernel: 3)
      },
      "Wired(Wiring(sources: [.input, .member(0)], outputs: [.input, .member(1)], joint: .concatenation), "
        + "name: \"dense1\") { BatchNorm(); Conv2D(32, kernel: 3) }"
    ),
    (HardSwish(), "HardSwish()"), (Softmax(name: "p"), "Softmax(name: \"p\")"), (Own(), "Own()"),
    (
      Residual(name: "block") {
        Conv2D(8, kernel: 3, padding: .same); ReLU()
      }, "Residual(name: \"block\") { Conv2D(8, kernel: 3, padding: .same); ReLU() }"
    ),
    (
      Residual {
        ReLU()
      } shortcut: {
        Sequential {
          Conv2D(2, kernel: 1); Tanh()
        }
      }, "Residual { ReLU() } shortcut: { Sequential { Conv2D(2, kernel: 1); Tanh() } }"
    ),
    (
      Parallel {
        ReLU(); Tanh(name: "t")
      }, "Parallel { ReLU(); Tanh(name: \"t\") }"
    ),
  ]

  @Test(arguments: cases.indices) func aLayerIsShownAsItIsWritten(_ index: Int) {
    #expect("\(Self.cases[index].layer)" == Self.cases[index].text)
  }

  /// Weights are no part of it.
  @Test func aBuiltLayerIsShownWithItsName() throws {
    var model = Sequential {
      Conv2D(2, kernel: 3); Residual { ReLU() }
    }
    try model.build(input: [1, 5, 5], seed: 1)
    #expect(
      model.layers.map(\.description) == [
        "Conv2D(2, kernel: 3, name: \"conv1\")", "Residual(name: \"residual1\") { ReLU(name: \"relu1\") }",
      ])
  }
}
