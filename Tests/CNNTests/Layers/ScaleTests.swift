import CNN
import Testing

/// The layers that move, scale and clip elements, and groups that are wired at will.
@Suite struct ScaleTests {
  @Test("what a batch normalization does after it has normalized")
  func scale() throws {
    let x = Tensor.randomNormal([2, 3, 2, 4], name: "x", seed: 1)
    let dy = Tensor.randomNormal([2, 3, 2, 4], name: "dy", seed: 1)
    var layer = Scale()
    try layer.build(input: [3, 2, 4], seed: 1)
    #expect(layer(x) == x && layer.parameters.map(\.name) == ["weight", "bias"])
    layer.parameters[0].value = [2, -1, 0.5]
    layer.parameters[1].value = [0, 1, 3]
    let pass = layer.forward(x, context: .inference)
    for index in x.scalars.indices {
      let c = index / 8 % 3
      let (w, b) = (layer.parameters[0].value.scalars[c], layer.parameters[1].value.scalars[c])
      #expect(pass.output.scalars[index] == w * x.scalars[index] + b)
    }
    let gradients = pass.pullback(dy)
    for c in 0..<3 {
      let planes = (0..<2).map { n in (n * 3 + c) * 8..<(n * 3 + c + 1) * 8 }
      let products = planes.map { Textbook.sum($0.map { dy.scalars[$0] * x.scalars[$0] }) }
      #expect(gradients.parameters[0].scalars[c] == products[0] + products[1])
      let sums = planes.map { Textbook.sum($0.map { dy.scalars[$0] }) }
      #expect(gradients.parameters[1].scalars[c] == sums[0] + sums[1])
    }
    #expect(throws: ShapeError.self) { try layer.outputShape(for: [4, 2]) }
    #expect(throws: ShapeError.self) { try Scale(scales: false, shifts: false).outputShape(for: [3]) }
  }

  @Test("deck row 002-24: channels of groups are mixed, and come back")
  func shuffle() {
    let x = Tensor((0..<12).map { Float($0) }).reshaped(1, 6, 2)
    let y = ChannelShuffle(2)(x)
    #expect(y.scalars == [0, 1, 6, 7, 2, 3, 8, 9, 4, 5, 10, 11])
    #expect(ChannelShuffle(3)(y) == x && ChannelShuffle(1)(x) == x)
    #expect(ChannelShuffle(2).forward(x, context: .inference).pullback(y).input == x)
    #expect(throws: ShapeError.self) { try ChannelShuffle(4).outputShape(for: [6, 2]) }
    #expect(throws: ShapeError.self) { try ChannelShuffle(0).outputShape(for: [6, 2]) }
  }

  @Test func shapes() {
    let x = Tensor.randomNormal([2, 12], name: "x", seed: 2)
    #expect(Flatten()(Reshape([3, 2, 2])(x)) == x && Reshape([3, 2, 2])(x).shape == [2, 3, 2, 2])
    #expect(throws: ShapeError.self) { try Reshape([5]).outputShape(for: [12]) }
  }

  @Test("the logarithm of the softmax has the textbook's bits")
  func logSoftmaxes() {
    let x = Tensor.randomNormal([3, 5, 2, 3], name: "x", seed: 3).map { 20 * $0 }
    let dy = Tensor.randomNormal([3, 5, 2, 3], name: "dy", seed: 3)
    let pass = LogSoftmax().forward(x, context: .inference)
    #expect(pass.output == Tensor(Textbook.logSoftmax(NDArray<Float>(x))))
    let p = Textbook.softmax(NDArray<Float>(x))
    #expect(pass.pullback(dy).input == Tensor(Textbook.logSoftmaxBackward(NDArray<Float>(dy), p: p)))
  }

  @Test func clips() {
    #expect(Clip(0, 6)([[-1, 0, 3, 7]]) == [[0, 0, 3, 6]])
    #expect(Clip(0, 6)(Tensor([[Float.nan]])).scalars[0].isNaN)
    #expect(throws: ShapeError.self) { try Clip(1, 0).outputShape(for: [3]) }
  }

  @Test("a wiring for another number of layers is told when the group is built")
  func wired() throws {
    var block = Wired(.branches(2, joint: .sum)) { Tanh() }
    #expect(throws: ShapeError.self) { try block.build(input: [3], seed: 1) }
    var dense = Wired(Wiring(sources: [.input], outputs: [.input, .member(0)], joint: .concatenation)) {
      Conv2D(2, kernel: 1)
    }
    try dense.build(input: [3, 4, 4], seed: 1)
    let x = Tensor.randomNormal([1, 3, 4, 4], name: "x", seed: 2)
    #expect(dense(x).shape == [1, 5, 4, 4] && dense(x).slices(0..<3, along: 1) == x)
  }
}
