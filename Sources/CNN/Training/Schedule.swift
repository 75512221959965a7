/// How the learning rate changes while a model is trained.
///
/// Each schedule gives a factor, by which the optimizer's own learning rate η is multiplied.
public indirect enum Schedule: Sendable, Equatable {
  /// Always η.
  case constant
  /// `η·γ^⌊e/k⌋` in the epoch with e epochs before it: times γ (`factor`) after every k epochs.
  case step(every: Int, factor: Double)
  /// `η·γ^e` in the epoch with e epochs before it.
  case exponential(factor: Double)
  /// `η·(m + (1 − m)·(1 + cos(π·t))/2)` after the part t of all steps: from η down to m·η (`minimum`).
  ///
  /// Loshchilov and Hutter, "SGDR: stochastic gradient descent with warm restarts", arXiv:1608.03983,
  /// equation 5, without restarts.
  case cosine(minimum: Double = 0)
  /// `η·(s + 1)/W` in step s of the first W, those of the first `epochs`; then another schedule.
  ///
  /// The other schedule runs as if the first epochs had not been. Goyal et al., "Accurate, large minibatch
  /// SGD: training ImageNet in 1 hour", arXiv:1706.02677, section 2.2.
  case warmUp(epochs: Int, then: Schedule = .constant)

  /// Returns the factor in a step, counted from 0 over all epochs.
  public func factor(step: Int, stepsPerEpoch: Int, epochs: Int) -> Double {
    let epoch = step / max(1, stepsPerEpoch)
    switch self {
    case .constant: return 1
    case .step(let every, let factor): return power(factor, epoch / max(1, every))
    case .exponential(let factor): return power(factor, epoch)
    case .cosine(let minimum):
      let part = Double(step) / Double(max(1, stepsPerEpoch * epochs))
      return minimum + (1 - minimum) * (1 + Elementary.cos(.pi * part)) / 2
    case .warmUp(let first, let rest):
      let steps = first * stepsPerEpoch
      return step < steps
        ? Double(step + 1) / Double(steps)
        : rest.factor(step: step - steps, stepsPerEpoch: stepsPerEpoch, epochs: epochs - first)
    }
  }

  /// Throws unless all settings make sense.
  func check() throws(TrainingError) {
    switch self {
    case .constant: break
    case .step(let every, let factor):
      guard every > 0 else { throw .notPositive("every", every) }
      try Self.check("factor", factor)
    case .exponential(let factor): try Self.check("factor", factor)
    case .cosine(let minimum): try Self.check("minimum", minimum)
    case .warmUp(let epochs, let rest):
      guard epochs > 0 else { throw .notPositive("the epochs of warmUp", epochs) }
      try rest.check()
    }
  }

  private static func check(_ setting: String, _ value: Double) throws(TrainingError) {
    guard value >= 0 && value <= 1 else {
      throw .outOfRange("\(setting) of the schedule", value: "\(value)", allowed: "between 0 and 1")
    }
  }

  /// Whether the factors depend on how many epochs there are in all.
  var dependsOnEpochs: Bool {
    switch self {
    case .cosine: true
    case .warmUp(_, let rest): rest.dependsOnEpochs
    default: false
    }
  }
}
