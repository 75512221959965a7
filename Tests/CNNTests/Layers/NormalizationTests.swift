import CNN
import Testing

/// Layer, group, instance and local response normalization.
@Suite struct NormalizationTests {
  @Test("the fast operations have the textbook's bits", arguments: [1, 2, 3, 6], SpecialNumbers.allCases)
  func standardization(groups: Int, special: SpecialNumbers) {
    let x = special.tensor([3, 6, 5, 7], name: "x", seed: 1)
    let dy = special.tensor([3, 6, 5, 7], name: "dy", seed: 1)
    let size = 6 * 5 * 7 / groups
    let y = Textbook.standardize(NDArray<Float>(x), size: size, epsilon: 1e-5)
    let dx = Textbook.standardizeBackward(NDArray<Float>(dy), x: NDArray(x), size: size, epsilon: 1e-5)
    for choice in KernelChoice.all {
      let (output, gradient) = choice {
        let group = GroupStandardization(x, size: size, epsilon: 1e-5)
        return (group.output, group.backward(dy))
      }
      #expect(haveSameBits(output, y), "\(choice)")
      #expect(haveSameBits(gradient, dx), "\(choice)")
    }
  }

  @Test(
    "on every level and number of threads, with several parts an image", arguments: [1, 2, 3, 5, 12],
    SpecialNumbers.allCases)
  func localResponses(size: Int, special: SpecialNumbers) {
    let x = special.tensor([2, 7, 20, 15], name: "x", seed: 2)
    let dy = special.tensor([2, 7, 20, 15], name: "dy", seed: 2)
    let y = Textbook.localResponseNorm(NDArray<Float>(x), size: size, alpha: 0.3, beta: 0.6, bias: 1.5)
    let dx = Textbook.localResponseNormBackward(
      NDArray<Float>(dy), x: NDArray(x), size: size, alpha: 0.3, beta: 0.6, bias: 1.5)
    for choice in KernelChoice.all {
      let (output, gradient) = choice {
        let pass = LocalResponseNorm(size, alpha: 0.3, beta: 0.6, bias: 1.5).forward(x, context: .inference)
        return (pass.output, pass.pullback(dy).input)
      }
      #expect(haveSameBits(output, y), "\(choice)")
      #expect(haveSameBits(gradient, dx), "\(choice)")
    }
  }

  @Test("groups of all channels are the last axes, and groups of one channel are instances")
  func relations() throws {
    let x = Tensor.randomNormal([2, 4, 3, 5], name: "x", seed: 3).map { 2 * $0 + 7 }
    let (one, four) = (GroupNorm(1, affine: false)(x), GroupNorm(4, affine: false)(x))
    #expect(one == LayerNorm(lastAxes: 3, affine: false)(x))
    #expect(four == InstanceNorm()(x))
    #expect(abs(four.mean(along: [2, 3])).max < 1e-5)
    #expect(abs(four.variance(along: [2, 3]) - 1).max < 1e-3)
    #expect(LayerNorm(affine: false)(x).shape == x.shape)
  }

  @Test("parameters have the sums that are documented")
  func parameters() throws {
    var layer = LayerNorm(lastAxes: 2)
    try layer.build(input: [3, 4, 5], seed: 1)
    let x = Tensor.randomNormal([20, 3, 4, 5], name: "x", seed: 4)
    let dy = Tensor.randomNormal([20, 3, 4, 5], name: "dy", seed: 4)
    let gradients = layer.forward(x, context: .training(seed: 1, step: 0)).pullback(dy).parameters
    let normalized = Textbook.standardize(NDArray<Float>(x), size: 20, epsilon: 1e-5)
    for i in 0..<20 {
      let rows = (0..<60).map { $0 * 20 + i }
      #expect(gradients[0].scalars[i] == Textbook.sum(rows.map { dy.scalars[$0] * normalized.scalars[$0] }))
      #expect(gradients[1].scalars[i] == Textbook.sum(rows.map { dy.scalars[$0] }))
    }
    #expect(layer.parameters.map(\.name) == ["weight", "bias"] && layer.parameters[0].value.shape == [4, 5])
  }

  @Test("an output depends on all of what it is normalized with")
  func receptiveFields() throws {
    let field = ReceptiveField(axes: 2).widened(window: [3, 3], stride: [1, 1], dilation: [1, 1])
    let whole: [any Layer] = [GroupNorm(2), InstanceNorm(), LayerNorm()]
    for layer in whole { #expect(layer.receptiveField(after: field, input: [4, 8, 8]).size == nil) }
    let alone: [any Layer] = [BatchNorm(), LocalResponseNorm(3)]
    for layer in alone { #expect(layer.receptiveField(after: field, input: [4, 8, 8]) == field) }
  }

  @Test("what cannot be normalized is told when it is built")
  func misuse() {
    #expect(throws: ShapeError.self) { try GroupNorm(3).outputShape(for: [4, 5, 5]) }
    #expect(throws: ShapeError.self) { try GroupNorm(4).outputShape(for: [4]) }
    #expect(throws: ShapeError.self) { try GroupNorm(2, epsilon: 0).outputShape(for: [4, 2]) }
    #expect(throws: ShapeError.self) { try InstanceNorm().outputShape(for: [4, 1, 1]) }
    #expect(throws: ShapeError.self) { try LayerNorm(lastAxes: 3).outputShape(for: [4, 2]) }
    #expect(throws: ShapeError.self) { try LayerNorm().outputShape(for: [4, 1]) }
    #expect(throws: ShapeError.self) { try LocalResponseNorm(0).outputShape(for: [4, 2]) }
    #expect(throws: ShapeError.self) { try LocalResponseNorm(3, bias: 0).outputShape(for: [4, 2]) }
    let error = #expect(throws: ShapeError.self) {
      try GroupNorm(3, name: "norm").outputShape(for: [4, 5, 5])
    }
    #expect(
      error?.description
        == "layer \"norm\": the number of groups must be a divisor of the 4 channels, got 3.")
  }
}
