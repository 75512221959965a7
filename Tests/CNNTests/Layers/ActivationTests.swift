import CNN
import Testing

@Suite struct ActivationTests {
  static let all: [Activation] = [.relu, .leakyReLU(slope: 0.1), .sigmoid, .tanh]

  @Test("deck row 002-08: derivatives are measured", arguments: all)
  func derivatives(activation: Activation) {
    let x = Tensor([-30, -2.5, -0.7, -0.1, 0.2, 0.9, 3, 20] as [Float])
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
    let p = softmax([[1000, 0, -1000]])
    #expect(p == [[1, 0, 0]])
    #expect(logSoftmax([[1000, 0, -1000]]) == [[0, -1000, -2000]])
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
