import CNN
import Testing

@Suite struct ActivationTests {
  static let all: [Activation] = [
    .relu, .leakyReLU(slope: 0.1), .sigmoid, .tanh, .elu(alpha: 1.5), .selu, .celu(alpha: 0.5), .gelu,
    .geluTanh,
    .silu, .mish, .softplus, .softsign, .hardSigmoid(slope: 0.25, offset: 0.5), .hardSwish,
    .clip(min: -0.5, max: 6),
  ]

  @Test("deck row 002-08: derivatives are measured", arguments: all)
  func derivatives(activation: Activation) {
    let x = Tensor([-30, -2.5, -0.7, -0.1, 0.2, 0.9, 3.5, 20] as [Float])
    let report = gradientCheck(activation.derivative(x), at: x) { values in
      values.scalars.reduce(0) { $0 + Textbook.activation(activation, $1) }
    }
    #expect(report.passed, "\(report)")
    let pass = layer(activation).forward(x.reshaped(2, 4), context: .inference)
    #expect(pass.output == activation(x).reshaped(2, 4))
    #expect(pass.pullback(.ones([2, 4])).input == activation.derivative(x).reshaped(2, 4))
  }

  private func layer(_ activation: Activation) -> any Layer {
    switch activation {
    case .relu: ReLU()
    case .leakyReLU(let slope): LeakyReLU(slope)
    case .sigmoid: Sigmoid()
    case .tanh: Tanh()
    case .elu(let alpha): ELU(alpha)
    case .selu: SELU()
    case .celu(let alpha): CELU(alpha)
    case .gelu: GELU()
    case .geluTanh: GELU(.tanh)
    case .silu: SiLU()
    case .mish: Mish()
    case .softplus: Softplus()
    case .softsign: Softsign()
    case .hardSigmoid(let slope, let offset): HardSigmoid(slope: slope, offset: offset)
    case .hardSwish: HardSwish()
    case .clip(let min, let max): Clip(min, max)
    }
  }

  @Test("deck rows 001-03 and 001-10: at 0 the derivative of ReLU counts as 0")
  func kinks() {
    #expect(relu([-1, 0, 2]) == [0, 0, 2])
    #expect(Activation.relu.derivative([-1, 0, 2]) == [0, 0, 1])
    #expect(ReLU().forward([[0]], context: .inference).pullback([[5]]).input == [[0]])
    #expect(Activation.leakyReLU(slope: 0.5).derivative([-1, 0, 2]) == [0.5, 0.5, 1])
    #expect(relu(Tensor([Float.nan])).scalars[0].isNaN)
  }

  @Test func extremesStayFinite() {
    #expect(sigmoid([-1000, 0, 1000]) == [0, 0.5, 1])
    #expect(CNN.tanh([-1000, 0, 1000]) == [-1, 0, 1])
    #expect(leakyReLU([-100, 100]) == [-1, 100])
    #expect(Activation.elu(alpha: 2)([-1000, 1000]) == [-2, 1000])
    #expect(Activation.celu(alpha: 2)([-1000, 1000]) == [-2, 1000])
    for function in [Activation.gelu, .geluTanh, .silu, .mish, .softplus] {
      #expect(function([-1000, 0, 1000]).scalars[2] == 1000, "\(function)")
      #expect(function([-1000, 0, 1000]).scalars[0] == 0, "\(function)")
    }
    let small: Float = 1e-6
    #expect(
      Activation.elu(alpha: 1)(Tensor([-small])).scalars == [-9.999995e-07], "no digits are lost near 0")
    #expect(Activation.softplus(Tensor([-30 as Float])).scalars == [9.357623e-14])
    let p = softmax([[1000, 0, -1000]])
    #expect(p == [[1, 0, 0]])
    #expect(logSoftmax([[1000, 0, -1000]]) == [[0, -1000, -2000]])
  }

  @Test(
    "the parametric ReLU has the textbook's bits", arguments: [false, true],
    [[4, 3], [2, 3, 5, 7]] as [Shape])
  func prelu(isShared: Bool, shape: Shape) throws {
    var layer = PReLU(shared: isShared)
    try layer.build(input: Shape(Array(shape.dimensions.dropFirst())), seed: 1)
    #expect(layer.parameters[0].value == (isShared ? [0.25] : [0.25, 0.25, 0.25]))
    if !isShared { layer.parameters[0].value = [0.25, -0.5, 0] }
    let slopes = layer.parameters[0].value.scalars
    let x = SpecialNumbers.small.tensor(shape, name: "x", seed: 1)
    let dy = SpecialNumbers.small.tensor(shape, name: "dy", seed: 1)
    let want = Textbook.preluBackward(NDArray<Float>(dy), x: NDArray(x), slopes: slopes)
    for choice in KernelChoice.all {
      let (y, gradients) = choice {
        let pass = layer.forward(x, context: .inference)
        return (pass.output, pass.pullback(dy))
      }
      #expect(haveSameBits(y, Textbook.prelu(NDArray<Float>(x), slopes: slopes)), "\(choice)")
      #expect(haveSameBits(gradients.input, want.dx), "\(choice)")
      #expect(haveSameBits(gradients.parameters[0].scalars, want.dslopes), "\(choice)")
    }
    #expect(try explainBackward(layer, at: x).agrees)
    #expect(throws: ShapeError.self) { try PReLU().outputShape(for: []) }
  }

  @Test func softmaxRunsOverTheChannels() {
    let s = Tensor.randomNormal([2, 3, 2, 2], name: "s", seed: 1)
    let p = Softmax()(s)
    for n in 0..<2 {
      for i in 0..<4 {
        let column = Tensor((0..<3).map { s.scalars[n * 12 + $0 * 4 + i] })
        #expect(softmax(column).scalars == (0..<3).map { p.scalars[n * 12 + $0 * 4 + i] })
      }
    }
    #expect(logSoftmax(s).map { Elementary.exp($0) }.largestDifference(from: p)! < 1e-6)
  }
}
