import CNN
import Testing

/// Every layer's backward pass against central differences of the textbook in double precision.
@Suite struct LayerGradientTests {
  static let cases: [(any Layer, Shape)] = [
    (MaxPool1D(3, stride: 2, padding: 1), [2, 3, 9]),
    (MaxPool2D(2, stride: 1, dilation: 2, ceilMode: true), [2, 2, 6, 7]),
    (MaxPool3D(2, stride: 1), [1, 2, 3, 4, 3]),
    (AveragePool1D(3, stride: 2, padding: 1, countsPadding: false), [2, 2, 8]),
    (AveragePool2D([2, 3], stride: [1, 2], padding: 1, ceilMode: true), [2, 2, 5, 6]),
    (AveragePool3D(2, padding: 1), [1, 2, 3, 4, 4]),
    (GlobalAveragePool1D(), [2, 3, 4]), (GlobalAveragePool2D(), [2, 3, 4, 5]),
    (GlobalAveragePool3D(), [1, 2, 2, 3, 2]), (GlobalMaxPool1D(), [2, 3, 6]),
    (GlobalMaxPool2D(), [2, 3, 4, 5]),
    (GlobalMaxPool3D(), [1, 2, 2, 3, 2]), (LpPool1D(3, stride: 1, dilation: 2), [2, 2, 8]),
    (LpPool2D(2, p: 3, stride: 1, padding: 1), [2, 2, 4, 5]), (LpPool3D(2, p: 1), [1, 2, 3, 4, 4]),
    (AveragePool2D(2, stride: 1, padding: 1, dilation: [1, 2]), [2, 2, 5, 6]),
    (LearnablePool2D(.scaled), [2, 3, 4, 6]),
    (LearnablePool2D(.weighted, window: 2, stride: 1), [2, 2, 4, 4]),
    (LearnablePool2D(.generalizedMean), [2, 2, 4, 4]),
    (Downsample([2, 3]), [2, 2, 5, 7]), (ZeroUpsample([3, 2]), [2, 2, 3, 2]),
    (BatchNorm(), [4, 3]), (BatchNorm(affine: false), [2, 3, 3, 2]), (BatchNorm(), [2, 3, 2, 2, 2]),
    (Dropout(0.4), [3, 10]), (LeakyReLU(0.2), [3, 5]), (Sigmoid(), [2, 3, 4]), (Tanh(), [3, 5]),
    (Softmax(), [3, 5]), (Softmax(), [2, 4, 2, 3]), (LogSoftmax(), [3, 5]), (LogSoftmax(), [2, 4, 2, 3]),
    (Scale(), [2, 3, 2, 4]), (Scale(shifts: false), [4, 3]), (Scale(scales: false), [2, 3, 4]),
    (ChannelShuffle(3), [2, 6, 2, 3]), (Reshape([2, 6]), [2, 3, 4]),
    (
      Wired(
        Wiring(
          sources: [.input, .member(0), .member(0)], outputs: [.input, .member(1), .member(2)],
          joint: .concatenation)
      ) {
        Conv2D(2, kernel: 1); Tanh(); Conv2D(3, kernel: 3, padding: 1)
      }, [2, 2, 4, 4]
    ),
    (ELU(1.5), [3, 5]), (SELU(), [3, 5]), (CELU(0.5), [3, 5]), (GELU(), [2, 3, 4]), (GELU(.tanh), [3, 5]),
    (SiLU(), [3, 5]), (Mish(), [3, 5]), (Softplus(), [3, 5]), (Softsign(), [3, 5]), (HardSigmoid(), [3, 5]),
    (HardSwish(), [3, 5]), (Clip(-0.5, 0.75), [3, 5]), (PReLU(), [2, 3, 2, 2]),
    (PReLU(0.1, shared: true), [3, 5]),
    (LayerNorm(), [4, 6]), (LayerNorm(lastAxes: 2), [2, 3, 2, 4]), (LayerNorm(affine: false), [2, 3, 4]),
    (GroupNorm(2), [2, 4, 3, 2]), (GroupNorm(2, affine: false), [3, 6]), (InstanceNorm(), [2, 3, 7]),
    (InstanceNorm(affine: true), [2, 2, 2, 3, 2]),
    (LocalResponseNorm(3, alpha: 0.9, beta: 0.6), [2, 6, 2, 2]),
    (LocalResponseNorm(4, alpha: 2, bias: 0.5), [2, 5]),
    (Flatten(from: 1), [2, 3, 2, 2]), (Pad([1, 2], value: 3), [1, 2, 3, 4]),
    (Pad(2, mode: .reflect), [1, 2, 5]),
    (SpaceToDepth(2), [1, 2, 4, 6]), (DepthToSpace(2, order: .crd), [1, 8, 2, 3]),
    (Resize(scale: 1.6), [1, 2, 5, 4]), (Resize(size: [3, 7, 2], .linear), [1, 1, 4, 3, 5]),
    (Resize(scale: 0.7, .cubic(coefficient: -0.5), coordinates: .asymmetric), [1, 2, 5, 6]),
    (Resize(size: 9, .linear, coordinates: .alignCorners), [1, 2, 4]),
    (
      Residual {
        // A bias in front of a batch normalization has no effect, so there is no gradient to measure.
        Conv2D(2, kernel: 3, padding: 1, bias: false); BatchNorm(); ReLU()
      }, [2, 2, 4, 4]
    ),
    (
      Residual(projection: 3, stride: 2) {
        Conv2D(3, kernel: 3, stride: 2, padding: 1)
      }, [2, 2, 5, 5]
    ),
    (
      Parallel {
        Conv2D(2, kernel: 1)
        Sequential {
          Conv2D(2, kernel: 1); Tanh(); Conv2D(3, kernel: 3, padding: .same)
        }
        MaxPool2D(3, stride: 1, padding: 1)
      }, [2, 2, 4, 4]
    ),
  ]

  @Test(arguments: cases.indices, [Mode.inference, .training])
  func gradientsAreTheMeasuredOnes(index: Int, mode: Mode) throws {
    let (layer, input) = Self.cases[index]
    let report = try check(layer, input, mode)
    #expect(report.passed && report.largestError < 1e-4, "\(type(of: layer)): \(report)")
  }

  private func check(_ layer: some Layer, _ input: Shape, _ mode: Mode) throws -> GradientReport {
    try gradientCheck(layer, input: input, mode: mode, seed: 5)
  }

  @Test func aWholeModelPassesInTraining() throws {
    var model = Models.miniResNet(classes: 3, width: 2)
    try model.build(input: [1, 8, 8], seed: 2)
    let report = try gradientCheck(model, input: [3, 1, 8, 8], samples: 8, mode: .training, seed: 2)
    #expect(report.passed, "\(report)")
    #expect(report.entries.count == 1 + model.parameters.count)
  }
}
