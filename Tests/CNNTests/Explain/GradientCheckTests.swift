import CNN
import Foundation
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

/// An elementwise layer as a reader writes it, with a derivative of his own.
private struct Own: Layer {
  var name = ""
  var kind: String { "own" }
  let function: @Sendable (Float) -> Float
  let derivative: @Sendable (Float) -> Float
  func outputShape(for input: Shape) throws(ShapeError) -> Shape { input }
  func forward(_ x: Tensor, context: Context) -> ForwardPass {
    ForwardPass(x.map { function($0) }) { dy in LayerGradients(input: dy * x.map { derivative($0) }) }
  }

  static func sigmoid(_ x: Float) -> Float { 1 / (1 + Float(exp(-Double(x)))) }
  static var identity: Own { Own(function: { $0 }, derivative: { _ in 1 }) }
  static var swish: Own {
    Own(
      function: { $0 * sigmoid($0) },
      derivative: { sigmoid($0) + $0 * sigmoid($0) * (1 - sigmoid($0)) })
  }
  static var absolute: Own { Own(function: { $0.magnitude }, derivative: { $0 < 0 ? -1 : 1 }) }
}

@Suite struct GradientCheckOfOwnLayersTests {
  private func model(_ own: Own) -> Sequential {
    Sequential {
      Conv2D(4, kernel: 3, padding: .same); ReLU(); own; MaxPool2D(2); Flatten(); Dense(3)
    }
  }

  @Test("Right layers pass whatever the seed, with kinks before and behind them", arguments: [0, 1, 2])
  func right(kind: Int) throws {
    for seed in 0..<UInt64(20) {
      var model = model([Own.identity, .swish, .absolute][kind])
      try model.build(input: [1, 6, 6], seed: seed)
      let report = try gradientCheck(model, input: [2, 1, 6, 6], samples: 30, seed: seed)
      #expect(report.passed, "seed \(seed): \(report)")
    }
  }

  /// Ten mistakes of readers.
  private static let wrong: [(name: String, layer: Own)] = [
    ("sign", Own(function: { -$0 }, derivative: { _ in 1 })),
    ("factor", Own(function: { 2 * $0 }, derivative: { _ in 1 })),
    ("nothing", Own(function: { $0 }, derivative: { _ in 0 })),
    ("square", Own(function: { $0 * $0 }, derivative: { $0 })),
    ("cube", Own(function: { $0 * $0 * $0 }, derivative: { 2 * $0 * $0 })),
    ("swish without its factor", Own(function: { $0 * Own.sigmoid($0) }, derivative: { Own.sigmoid($0) })),
    (
      "sigmoid of the output",
      Own(function: Own.sigmoid, derivative: { Own.sigmoid(Own.sigmoid($0)) * (1 - Own.sigmoid($0)) })
    ),
    ("leaky slope", Own(function: { $0 > 0 ? $0 : 0.3 * $0 }, derivative: { $0 > 0 ? 1 : 0.1 })),
    ("other side", Own(function: { max($0, 0.5) }, derivative: { $0 > 0.5 ? 0 : 1 })),
    ("5 % off", Own(function: { $0 * Own.sigmoid($0) }, derivative: { 1.05 * Own.swish.derivative($0) })),
  ]

  @Test("Mistakes are found, and the layer is named", arguments: wrong.indices)
  func mistakes(index: Int) throws {
    for seed in 0..<UInt64(5) {
      var model = Sequential {
        Conv2D(4, kernel: 3, padding: .same); Self.wrong[index].layer; Flatten(); Dense(3)
      }
      try model.build(input: [1, 6, 6], seed: seed)
      let report = try gradientCheck(model, input: [2, 1, 6, 6], samples: 30, seed: seed)
      let bad = report.entries.filter { $0.relativeError > $0.tolerance }
      #expect(bad.map(\.name) == ["input of own1"], "\(Self.wrong[index].name), seed \(seed): \(report)")
    }
  }

  @Test("A kink is told from a mistake")
  func kinks() throws {
    let x = Tensor([-1, 0, 2])
    let kink = gradientCheck(Tensor([-1, 0.5, 1]), at: x) { $0.scalars.reduce(0) { $0 + $1.magnitude } }
    #expect(kink.passed && kink.entries[0].kinks == 1 && kink.description.contains("3 (1 kink)"))
    let wrong = gradientCheck(Tensor([-1, 1.5, 1]), at: x) { $0.scalars.reduce(0) { $0 + $1.magnitude } }
    #expect(!wrong.passed && wrong.entries[0].kinks == 0)
  }
}
