import CNN
import Testing

/// Optimizers have the bits of their formulas, number by number, on every instruction set and number of threads.
@Suite struct OptimizerLevelTests {
  /// What a rule remembers of one number, and how it lowers it by the gradient `g`; `t` counts steps from 1.
  struct Plain {
    var first: Float = 0
    var second: Float = 0
    let lower: (_ value: Float, _ g: Float, _ first: inout Float, _ second: inout Float, _ t: Int) -> Float

    init(lower: @escaping (Float, Float, inout Float, inout Float, Int) -> Float) { self.lower = lower }

    /// The same for a rule that remembers a third number, from 0 as well.
    init(_ lower: @escaping (Float, Float, inout Float, inout Float, inout Float, Int) -> Float) {
      var third: Float = 0
      self.init { value, g, first, second, t in
        if t == 1 { third = 0 }
        return lower(value, g, &first, &second, &third, t)
      }
    }
  }

  // Several slices of threads, with a rest that fills no register.
  static let shape: Shape = [3, 7001]

  private func check(
    _ rule: some Optimizer, decay: Float, _ special: SpecialNumbers, _ plain: Plain,
    location: SourceLocation = #_sourceLocation
  ) {
    let start = Tensor.randomNormal(Self.shape, name: "value", seed: 1)
    let gradients = (0..<3).map { special.tensor(Self.shape, name: "gradient \($0)", seed: 2) }
    var want = start.scalars
    for index in want.indices {
      var (first, second) = (plain.first, plain.second)
      for (step, gradient) in gradients.enumerated() {
        let g = decay == 0 ? gradient.scalars[index] : gradient.scalars[index] + decay * want[index]
        want[index] = plain.lower(want[index], g, &first, &second, step + 1)
      }
    }
    for choice in KernelChoice.all {
      let got = choice {
        var rule = rule
        var parameters = [Parameter("fc.weight", start)]
        for gradient in gradients { rule.update(&parameters, gradients: [gradient]) }
        return parameters[0].value.scalars
      }
      #expect(haveSameBits(got, want), "\(choice) \(special)", sourceLocation: location)
    }
  }

  @Test(arguments: SpecialNumbers.allCases, [0, 0.01] as [Float])
  func momentum(special: SpecialNumbers, decay: Float) {
    check(
      .sgd(0.1, momentum: 0.9, weightDecay: decay), decay: decay, special,
      Plain { value, g, v, _, _ in
        v = 0.9 * v + g
        return value - 0.1 * v
      })
    check(
      .nesterov(0.1, momentum: 0.9, weightDecay: decay), decay: decay, special,
      Plain { value, g, v, _, _ in
        v = 0.9 * v + g
        return value - 0.1 * (g + 0.9 * v)
      })
  }

  @Test(arguments: SpecialNumbers.allCases, [0, 0.01] as [Float])
  func dividedByRoots(special: SpecialNumbers, decay: Float) {
    check(
      .adaGrad(0.1, weightDecay: decay), decay: decay, special,
      Plain { value, g, s, _, _ in
        s += g * g
        return value - 0.1 * g / (s.squareRoot() + 1e-10)
      })
    check(
      .rmsProp(0.1, smoothing: 0.9, weightDecay: decay), decay: decay, special,
      Plain { value, g, s, _, _ in
        s = 0.9 * s + (1 - 0.9) * g * g
        return value - 0.1 * g / (s.squareRoot() + 1e-8)
      })
  }

  @Test(arguments: SpecialNumbers.allCases, [0, 0.01] as [Float])
  func dampenedMomentum(special: SpecialNumbers, decay: Float) {
    check(
      .sgd(0.1, momentum: 0.9, weightDecay: decay, dampening: 0.25), decay: decay, special,
      Plain { value, g, v, _, t in
        v = 0.9 * v + (t == 1 ? 1 : 0.75) * g
        return value - 0.1 * v
      })
  }

  @Test(arguments: SpecialNumbers.allCases, [0, 0.01] as [Float])
  func dividedByRootsWithMomentum(special: SpecialNumbers, decay: Float) {
    check(
      .rmsProp(0.1, smoothing: 0.9, weightDecay: decay, momentum: 0.5), decay: decay, special,
      Plain { value, g, s, v, _ in
        s = 0.9 * s + (1 - 0.9) * g * g
        v = 0.5 * v + g / (s.squareRoot() + 1e-8)
        return value - 0.1 * v
      })
    check(
      .rmsProp(0.1, smoothing: 0.9, weightDecay: decay, momentum: 0.5, centered: true), decay: decay, special,
      Plain { value, g, s, v, a, _ in
        s = 0.9 * s + (1 - 0.9) * g * g
        a = 0.9 * a + (1 - 0.9) * g
        let variance = s - a * a
        v = 0.5 * v + g / ((variance < 0 ? 0 : variance).squareRoot() + 1e-8)
        return value - 0.1 * v
      })
  }

  @Test(arguments: SpecialNumbers.allCases, [0, 0.01] as [Float])
  func amsgrad(special: SpecialNumbers, decay: Float) {
    func step(
      _ value: Float, _ g: Float, _ m: inout Float, _ s: inout Float, _ h: inout Float, _ t: Int
    ) -> Float {
      let (first, second): (Float, Float) = (0.9, 0.999)
      m = first * m + (1 - first) * g
      s = second * s + (1 - second) * g * g
      h = h > s ? h : s
      func power(_ base: Float) -> Double {
        (1..<t).reduce(Double(base)) { product, _ in product * Double(base) }
      }
      let size = Float(Double(Float(0.1)) / (1 - power(first)))
      return value - size * m / (h.squareRoot() / Float((1 - power(second)).squareRoot()) + 1e-8)
    }
    check(.adam(0.1, weightDecay: decay, amsgrad: true), decay: decay, special, Plain(step))
    check(
      .adamW(0.1, weightDecay: decay, amsgrad: true), decay: 0, special,
      Plain { value, g, m, s, h, t in step(value * (1 - 0.1 * decay), g, &m, &s, &h, t) })
  }

  @Test(arguments: SpecialNumbers.allCases, [0, 0.01] as [Float])
  func adam(special: SpecialNumbers, decay: Float) {
    func moments(_ g: Float, _ m: inout Float, _ s: inout Float, _ t: Int) -> Float {
      let (first, second): (Float, Float) = (0.9, 0.999)
      m = first * m + (1 - first) * g
      s = second * s + (1 - second) * g * g
      func power(_ base: Float) -> Double {
        (1..<t).reduce(Double(base)) { product, _ in product * Double(base) }
      }
      let size = Float(Double(Float(0.1)) / (1 - power(first)))
      return size * m / (s.squareRoot() / Float((1 - power(second)).squareRoot()) + 1e-8)
    }
    check(
      .adam(0.1, weightDecay: decay), decay: decay, special,
      Plain { value, g, m, s, t in value - moments(g, &m, &s, t) })
    check(
      .adamW(0.1, weightDecay: decay), decay: 0, special,
      Plain { value, g, m, s, t in value * (1 - 0.1 * decay) - moments(g, &m, &s, t) })
  }
}
