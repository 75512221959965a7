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
    (GlobalAveragePool2D(), [2, 3, 4, 5]),
    (LearnablePool2D(.scaled), [2, 3, 4, 6]),
    (LearnablePool2D(.weighted, window: 2, stride: 1), [2, 2, 4, 4]),
    (LearnablePool2D(.generalizedMean), [2, 2, 4, 4]),
    (Downsample([2, 3]), [2, 2, 5, 7]), (ZeroUpsample([3, 2]), [2, 2, 3, 2]),
    (BatchNorm(), [4, 3]), (BatchNorm(affine: false), [2, 3, 3, 2]), (BatchNorm(), [2, 3, 2, 2, 2]),
    (Dropout(0.4), [3, 10]), (LeakyReLU(0.2), [3, 5]), (Sigmoid(), [2, 3, 4]), (Tanh(), [3, 5]),
    (Softmax(), [3, 5]), (Softmax(), [2, 4, 2, 3]),
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
