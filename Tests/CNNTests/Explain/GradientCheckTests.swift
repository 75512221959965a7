import CNN
import Testing

/// A layer whose backward pass is right or forgets a factor.
private struct Doubling: Layer {
  var name = ""
  var factor: Float = 2
  var kind: String { "doubling" }
  func outputShape(for input: Shape) throws(ShapeError) -> Shape { input }
  func forward(_ x: Tensor, context: Context) -> ForwardPass {
    ForwardPass(x + x) { LayerGradients(input: factor * $0) }
  }
}

@Suite struct GradientCheckTests {
  @Test(arguments: [Padding.valid, .same, .explicit(top: 0, left: 1, bottom: 2, right: 0)])
  func convolutionPasses(padding: Padding) throws {
    for stride in 1...3 {
      let layer = Conv2D(2, kernel: [3, 2], stride: stride, padding: padding)
      let report = try gradientCheck(layer, input: [2, 3, 6, 5], seed: 4)
      #expect(report.entries.map(\.name) == ["x", "weight", "bias"])
      #expect(report.passed && report.largestError < 2e-6, "\(report)")
    }
  }

  @Test func otherLayersPass() throws {
    #expect(try gradientCheck(MaxPool2D(3, stride: 2, padding: 1), input: [2, 2, 7, 6], seed: 4).passed)
    #expect(try gradientCheck(Dense(4, bias: false), input: [3, 5], seed: 4).passed)
    #expect(try gradientCheck(ReLU(), input: [3, 5], seed: 4).passed)
    #expect(try gradientCheck(Flatten(), input: [3, 2, 2, 2], seed: 4).passed)
  }

  @Test func wholeModelPasses() throws {
    var model = Sequential {
      Conv2D(3, kernel: 3); ReLU(); MaxPool2D(2); Flatten(); Dense(4)
    }
    try model.build(input: [1, 8, 8], seed: 3)
    let report = try gradientCheck(model, input: [2, 1, 8, 8], seed: 3)
    #expect(report.passed && report.entries.count == 5, "\(report)")
    #expect(report.table.rows[1][0] == "conv1.weight")
  }

  @Test func aWrongGradientIsFound() throws {
    #expect(try gradientCheck(Doubling(), input: [2, 3], seed: 1).passed)
    let report = try gradientCheck(Doubling(factor: 2.1), input: [2, 3], seed: 1)
    #expect(!report.passed && report.description.contains("FAILED"))
    #expect((report.largestError - 0.05).magnitude < 0.01)
  }

  @Test func functionsAreChecked() {
    let x: Tensor = [0.5, -1, 2]
    let square: (NDArray<Double>) -> Double = { $0.scalars.reduce(0) { $0 + $1 * $1 } }
    #expect(gradientCheck(2 * x, at: x, of: square).passed)
    #expect(!gradientCheck(3 * x, at: x, of: square).passed)
    #expect(!gradientCheck(Tensor([Float.nan, -2, 4]), at: x, of: square).passed)
  }
}
