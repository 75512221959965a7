import CNN
import Testing

/// The small networks of the decks, computed by hand beside the model.
@Suite struct SmallNetworkTests {
  @Test("deck row 001-01: a filter is as deep as the image; an output is the product with one 5×5×3 chunk")
  func depth() throws {
    let x = wholeNumbers([3, 8, 8], name: "x"), f = wholeNumbers([1, 3, 5, 5], name: "f")
    let s = correlate(x, f)
    var chunk: [Float] = []
    for c in 0..<3 { for position in 0..<25 { chunk.append(x[c, 2 + position / 5, 1 + position % 5]) } }
    #expect(s[0, 2, 1] == zip(chunk, f.scalars).reduce(0) { $0 + $1.0 * $1.1 })
    var layer = Conv2D(1, kernel: 5)
    try layer.build(input: [3, 8, 8], seed: 1)
    let error = #expect(throws: ShapeError.self) { try layer.outputShape(for: [4, 8, 8]) }
    #expect("\(error as Any)".contains("3"), "the message tells how many planes are expected")
  }

  @Test("deck row 001-04: 32×32×3 → 28×28×6 → 26×26×10")
  func composition() throws {
    let model = Sequential {
      Conv2D(6, kernel: 5); ReLU(); Conv2D(10, kernel: 3); ReLU()
    }
    let plan = try model.plan(input: [3, 32, 32])
    #expect(plan.layers.map(\.output) == [[6, 28, 28], [6, 28, 28], [10, 26, 26], [10, 26, 26]])
    #expect(try model.summary(input: [3, 32, 32]).description.contains("[10, 26, 26]"))
  }

  @Test("deck row 001-05: S = X ⋆ F + b, H = max(0, S), s = W·vec(H) + b, p = softmax(s)")
  func oneConvolutionOneDense() throws {
    var model = Sequential {
      Conv2D(4, kernel: 5); ReLU(); Flatten(); Dense(10)
    }
    try model.build(input: [3, 32, 32], seed: 3)
    let x = Tensor.random([3, 32, 32], in: 0...1, name: "x", seed: 3)
    let (f, b, w, c) = (
      model.parameters[0].value, model.parameters[1].value, model.parameters[2].value,
      model.parameters[3].value
    )
    let s = correlate(x, f, bias: b)
    let h = s.map { max(0, $0) }
    let scores = w.matmul(h.flattened()) + c
    #expect(s.shape == [4, 28, 28] && w.shape == [10, 28 * 28 * 4])
    #expect(try model.predict(x).largestDifference(from: scores) ?? 1 < 1e-4)
    #expect((softmax(scores).sum - 1).magnitude < 1e-6)
  }

  @Test("deck row 001-25: the gradient to a bias is the sum over its map")
  func bias() throws {
    var layer = Conv2D(2, kernel: 3)
    try layer.build(input: [1, 5, 5], seed: 1)
    let pass = layer.forward(wholeNumbers([2, 1, 5, 5], name: "x"), context: .inference)
    let ds = wholeNumbers([2, 2, 3, 3], name: "ds")
    let db = pass.pullback(ds).parameters[1]
    for i in 0..<2 { #expect(db.scalars[i] == ds.slice(0).slice(i).sum + ds.slice(1).slice(i).sum) }
  }

  @Test("deck row 002-04: the gradient is folded up in the order in which the tensor was flattened")
  func unflatten() {
    let x = wholeNumbers([2, 3, 4, 5], name: "x")
    let pass = Flatten().forward(x, context: .inference)
    #expect(pass.output.shape == [2, 60])
    #expect(pass.output[1, (2 * 4 + 3) * 5 + 1] == x[1, 2, 3, 1], "planes outermost, then rows")
    let back = pass.pullback(pass.output).input
    #expect(back == x)
  }

  @Test("deck row 000-12: activation, input, filter: the chain by hand is what the model gives")
  func chain() throws {
    var model = Sequential {
      Conv2D(2, kernel: 3, name: "c"); Tanh(); Flatten(); Dense(3, name: "d")
    }
    try model.build(input: [1, 5, 5], seed: 2)
    let x = Tensor.random([1, 1, 5, 5], in: -1...1, name: "x", seed: 2)
    var passes: [ForwardPass] = []
    var output = x
    for layer in model.layers {
      passes.append(layer.forward(output, context: .inference))
      output = passes[passes.count - 1].output
    }
    let p = softmax(output)
    var gradient = Tensor(shape: [1, 3], scalars: p.scalars.enumerated().map { $1 - ($0 == 1 ? 1 : 0) })
    let dense = passes[3].pullback(gradient)
    gradient = passes[2].pullback(dense.input).input
    let derivative = passes[1].output.map { 1 - $0 * $0 }
    let dz = gradient * derivative
    let convolution = passes[0].pullback(dz)
    let whole = try model.gradients(for: x, labels: [1])
    func isClose(_ name: String, _ own: Tensor) -> Bool {
      (whole[name]?.largestDifference(from: own) ?? 1) < 1e-6
    }
    #expect(isClose("d.weight", dense.parameters[0]) && isClose("d.bias", dense.parameters[1]))
    #expect(isClose("c.weight", convolution.parameters[0]) && isClose("c.bias", convolution.parameters[1]))
    #expect(whole.input.largestDifference(from: convolution.input) ?? 1 < 1e-6)
  }

  @Test("deck row 003-19: every option of a convolution, with the size that it gives")
  func options() throws {
    let layer = Conv2D(
      8, kernel: [3, 5], stride: [2, 1], padding: .explicit(top: 2, left: 1, bottom: 2, right: 1),
      paddingMode: .reflect, dilation: [2, 1], groups: 2, bias: false)
    // ⌊(H + 2P − D·(K − 1) − 1) / S⌋ + 1 for rows and columns.
    let (rows, columns) = ((11 + 4 - 2 * 2 - 1) / 2 + 1, (9 + 2 - 1 * 4 - 1) / 1 + 1)
    #expect(try layer.outputShape(for: [4, 11, 9]) == [8, rows, columns])
    #expect(try layer.parameterShapes(for: [4, 11, 9]) == [ParameterShape("weight", [8, 2, 3, 5])])
    let defaults = Conv2D(8, kernel: 3)
    #expect(try defaults.outputShape(for: [4, 11, 9]) == [8, 9, 7] && defaults.hasBias)
    #expect(try defaults.parameterShapes(for: [4, 11, 9]).map(\.name) == ["weight", "bias"])
  }
}
