import CNN
import Testing

/// Initial weights, and the size of what layers make of them.
@Suite struct InitializerTests {
  @Test func variances() {
    let he = Initializer.he.tensor([50_000], fanIn: 8, fanOut: 1, name: "w", seed: 1)
    #expect(((he * he).mean - 0.25).magnitude < 0.01)
    let glorot = Initializer.glorot.tensor([50_000], fanIn: 4, fanOut: 2, name: "w", seed: 1)
    #expect(((glorot * glorot).mean - 1 / 3).magnitude < 0.01)
    #expect(glorot.max <= 1 && glorot.min >= -1)
  }

  static let transposed: [(any Layer, Shape)] = [
    (TransposedConv1D(64, kernel: 3, padding: .same), [64, 100]),
    (TransposedConv1D(64, kernel: 4, stride: 2, padding: .same), [64, 100]),
    (TransposedConv1D(64, kernel: 7, stride: 3, padding: .same, groups: 2), [128, 100]),
    (TransposedConv2D(32, kernel: 3, padding: .same), [32, 24, 24]),
    (TransposedConv2D(32, kernel: 2, stride: 2), [64, 16, 16]),
    (TransposedConv2D(32, kernel: 3, stride: 2, padding: .same, groups: 4), [128, 16, 16]),
    (TransposedConv2D(32, kernel: [3, 6], stride: [1, 3], padding: .same, groups: 2), [64, 24, 16]),
    (TransposedConv3D(16, kernel: 3, stride: 3), [32, 5, 5, 5]),
    (TransposedConv3D(16, kernel: [2, 4, 2], stride: 2, padding: .same, groups: 2), [32, 8, 8, 8]),
  ]

  /// Sums of fan-in products of standard normal numbers and weights of variance 2/fan-in.
  ///
  /// There are at least 30 products in a sum and 300 weights a filter phase, so the mean square is known to a few
  /// percent. Counting every product at stride 1 would give 1/2 to 1/27 of it.
  @Test(arguments: transposed.indices)
  func `the outputs of a transposed convolution have variance 2 at any stride`(index: Int) throws {
    var (layer, input) = Self.transposed[index]
    try layer.build(input: input, seed: 1)
    let x = Tensor.randomNormal(Shape([2] + input.dimensions), name: "x", seed: 2)
    let y = layer.forward(x, context: .inference).output
    #expect((0.85...1.15).contains((y * y).mean / 2), "\(type(of: layer)): \((y * y).mean)")
  }

  @Test func `a transposed convolution starts as wide as the convolution whose backward pass it is`() throws {
    func largest(_ layer: some Layer, _ input: Shape) throws -> Float {
      var layer = layer
      try layer.build(input: input, seed: 1)
      return layer.parameters[0].value.max
    }
    let limit = (6 / Float(8 * 9 + 8 * 9 / 4)).squareRoot()
    let down = try largest(
      Conv2D(16, kernel: 3, stride: 2, padding: 1, groups: 2, initializer: .glorot), [16, 9, 9])
    let up = try largest(
      TransposedConv2D(16, kernel: 3, stride: 2, padding: 1, groups: 2, initializer: .glorot), [16, 5, 5])
    for weight in [down, up] { #expect((0.99...1).contains(weight / limit), "\(weight), limit \(limit)") }
  }
}
