import CNN
import Testing

/// The first three steps of each rule, against numbers computed by its formula in double precision.
@Suite struct OptimizerTests {
  /// Takes three steps from (1, −2) with fixed gradients.
  private func steps(_ rule: some Optimizer, name: String = "fc.weight") -> [[Double]] {
    var rule = rule
    var parameters = [Parameter(name, [[1, -2]])]
    return [[[0.5, -1]], [[0.25, 0.5]], [[-1, 2]]].map { (gradient: Tensor) in
      rule.update(&parameters, gradients: [gradient])
      return parameters[0].value.rows[0]
    }
  }

  private func agree(_ got: [[Double]], _ want: [[Double]]) -> Bool {
    zip(got, want).allSatisfy { zip($0, $1).allSatisfy { ($0 - $1).magnitude < 2e-6 } }
  }

  @Test func gradientDescent() {
    #expect(agree(steps(.sgd(0.1)), [[0.95, -1.9], [0.925, -1.95], [1.025, -2.15]]))
  }

  @Test func momentumWithDecay() {
    #expect(
      agree(
        steps(.sgd(0.1, momentum: 0.9, weightDecay: 0.01)),
        [[0.949, -1.898], [0.877151, -1.854302], [0.911609749, -2.013119498]]))
  }

  @Test func nesterovWithDecay() {
    #expect(
      agree(
        steps(.nesterov(0.1, momentum: 0.9, weightDecay: 0.01)),
        [[0.9031, -1.8062], [0.81257411, -1.81514822], [0.942869708, -2.156378416]]))
  }

  @Test func adaGradWithDecay() {
    #expect(
      agree(
        steps(.adaGrad(0.1, weightDecay: 0.01)),
        [[0.9, -1.9], [0.854720072, -1.942652287], [0.941338427, -2.029552715]]))
  }

  @Test func rmsPropWithDecay() {
    #expect(
      agree(
        steps(.rmsProp(0.1, smoothing: 0.9, weightDecay: 0.01)),
        [[0.683772254, -1.683772244], [0.535500677, -1.825037748], [0.815780373, -2.105857254]]))
  }

  @Test("Adam divides by 1 − βᵗ: its first step is η in the direction of the gradient's sign")
  func adam() {
    let got = steps(.adam(0.1))
    #expect(agree([got[0]], [[0.9, -1.9]]))
    #expect(
      agree(got, [[0.900000002, -1.900000001], [0.80678204, -1.873366297], [0.827417743, -1.919099476]]))
    #expect(
      agree(
        steps(.adam(0.1, weightDecay: 0.01)),
        [[0.900000002, -1.900000001], [0.806555041, -1.871152434], [0.82584777, -1.915659672]]))
  }

  @Test func adamWShrinksTheWeightBesideTheGradient() {
    #expect(
      agree(
        steps(.adamW(0.1, weightDecay: 0.1)),
        [[0.890000002, -1.880000001], [0.78788204, -1.834566297], [0.800638922, -1.861953813]]))
    // Without a gradient the weight shrinks by 1 − η·λ in each step, which an L2 penalty in Adam does not do.
    var rule = AdamW(0.1, weightDecay: 0.5)
    var values: [Tensor] = [[[2]]]
    rule.update(&values, gradients: [[[0]]])
    #expect(values[0][0, 0] == 2 * 0.95)
  }

  @Test("the options of the rules have PyTorch's steps")
  func options() throws {
    let reference = try TrainingReference()
    func check(_ name: String, _ rule: some Optimizer) {
      var rule = rule
      var parameters = [Parameter("fc.weight", [[1, -2]])]
      let got = reference.gradients.map { gradient in
        rule.update(&parameters, gradients: [Tensor([gradient])])
        return parameters[0].value.rows[0]
      }
      #expect(agree(got, reference.optimizers[name] ?? []), "\(name)")
    }
    check("sgd_dampening", .sgd(0.1, momentum: 0.9, weightDecay: 0.01, dampening: 0.5))
    check("adam_amsgrad", .adam(0.1, weightDecay: 0.01, amsgrad: true))
    check("adamw_amsgrad", .adamW(0.1, weightDecay: 0.1, amsgrad: true))
    check("rmsprop_momentum", .rmsProp(0.1, smoothing: 0.9, weightDecay: 0.01, momentum: 0.5))
    check("rmsprop_centered", .rmsProp(0.1, smoothing: 0.9, weightDecay: 0.01, centered: true))
    check(
      "rmsprop_centered_momentum",
      .rmsProp(0.1, smoothing: 0.9, weightDecay: 0.01, momentum: 0.5, centered: true))
  }

  @Test("with equal gradients the variance is 0 up to rounding, and its root stays a number")
  func centeredWithoutVariance() {
    var rule = RMSprop(0.001, smoothing: 0.9, epsilon: 1, centered: true)
    var values: [Tensor] = [[1, 1, 1]]
    for _ in 0..<300 { rule.update(&values, gradients: [[0.1, 0.3, 1e-3]]) }
    #expect(values[0].isFinite && values[0][0] < 1)
  }

  @Test("plain numbers all decay; biases of a model do so if the rule is told")
  func decayOfAll() {
    var rule = SGD(0.1, weightDecay: 1)
    var values: [Tensor] = [3, [1, 1], [[1, 1]]]
    rule.update(&values, gradients: values.map { .zeros($0.shape) })
    #expect(values == [3 - 0.1 * 3, [0.9, 0.9], [[0.9, 0.9]]])
    func after(_ rule: some Optimizer) -> Float {
      var rule = rule
      var parameters = [Parameter("fc.bias", [1])]
      rule.update(&parameters, gradients: [[0]])
      return parameters[0].value[0]
    }
    #expect(after(.sgd(0.1, weightDecay: 0.5, decaysBiases: true)) == 0.95)
    #expect(after(.nesterov(0.1, weightDecay: 0.5, decaysBiases: true)) < 1)
    #expect(after(.adaGrad(0.1, weightDecay: 0.5, decaysBiases: true)) < 1)
    #expect(after(.rmsProp(0.1, weightDecay: 0.5, decaysBiases: true)) < 1)
    #expect(after(.adam(0.1, weightDecay: 0.5, decaysBiases: true)) < 1)
    #expect(after(.adamW(0.1, weightDecay: 0.5, decaysBiases: true)) == 0.95)
  }

  @Test("weight decay pulls weights, and leaves biases and normalizations alone")
  func decayedParameters() {
    #expect(Parameter("conv1.weight", .zeros([4, 2, 3, 3])).isDecayed)
    #expect(Parameter("fc.weight", .zeros([2, 3])).isDecayed)
    #expect(!Parameter("fc.bias", .zeros([2])).isDecayed)
    #expect(!Parameter("bn1.weight", .zeros([4])).isDecayed, "the scale of a normalization")
    #expect(!Parameter("local.bias", .zeros([4, 5, 5])).isDecayed, "a bias for each position")
    func afterTwo(_ rule: some Optimizer) -> [Tensor] {
      var rule = rule
      var parameters = [
        Parameter("fc.weight", [[1]]), Parameter("fc.bias", [1]), Parameter("bn.weight", [1]),
      ]
      for _ in 0..<2 { rule.update(&parameters, gradients: [[[0]], [0], [0]]) }
      return parameters.map(\.value)
    }
    func check(_ values: [Tensor]) { #expect(values[0][0, 0] < 1 && values[1] == [1] && values[2] == [1]) }
    check(afterTwo(.sgd(0.1, weightDecay: 0.1)))
    check(afterTwo(.nesterov(0.1, weightDecay: 0.1)))
    check(afterTwo(.adaGrad(0.1, weightDecay: 0.1)))
    check(afterTwo(.rmsProp(0.1, weightDecay: 0.1)))
    check(afterTwo(.adam(0.1, weightDecay: 0.1)))
    check(afterTwo(.adamW(0.1, weightDecay: 0.1)))
  }

  @Test func settingsOutOfRangeAreRefused() {
    func message(_ rule: some Optimizer) -> String {
      do {
        try rule.checkSettings()
        return ""
      } catch { return error.description }
    }
    #expect(message(.sgd(-1)) == "learningRate must be 0 or more, and finite, got -1.0.")
    #expect(message(.sgd(.nan)).hasPrefix("learningRate"))
    #expect(message(.sgd(0.1, momentum: 1)) == "momentum must be at least 0 and less than 1, got 1.0.")
    #expect(message(.nesterov(0.1, momentum: -0.1)).hasPrefix("momentum"))
    #expect(message(.nesterov(0.1, weightDecay: -1)).hasPrefix("weightDecay"))
    #expect(message(.adaGrad(0.1, epsilon: -1)).hasPrefix("epsilon"))
    #expect(message(.rmsProp(0.1, smoothing: 1.5)).hasPrefix("smoothing"))
    #expect(message(.rmsProp(0.1, momentum: 1)).hasPrefix("momentum"))
    #expect(message(.sgd(0.1, dampening: -1)).hasPrefix("dampening"))
    #expect(message(.adam(0.1, betas: (1, 0.9))).hasPrefix("the first of betas"))
    #expect(message(.adamW(0.1, betas: (0.9, 1))).hasPrefix("the second of betas"))
    #expect(message(.adam()).isEmpty && message(.adamW()).isEmpty && message(.rmsProp()).isEmpty)
  }

  @Test func aRuleOfOnesOwnNeedsLittle() {
    struct SignDescent: Optimizer {
      var learningRate: Float = 0.5
      mutating func update(_ parameters: inout [Parameter], gradients: [Tensor]) {
        for (index, gradient) in gradients.enumerated() {
          let step = gradient.map { $0 > 0 ? 1 : $0 < 0 ? -1 : 0 }
          parameters[index].value = parameters[index].value - learningRate * step
        }
      }
    }
    #expect(steps(SignDescent()) == [[0.5, -1.5], [0, -2], [0.5, -2.5]])
    #expect(SignDescent().state == OptimizerState())
  }
}
