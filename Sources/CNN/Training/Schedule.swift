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
  /// `η·(m + (1 − m)·(1 + cos(π·t/T))/2)` with the epochs t since the last restart and the epochs T between two, at
  /// first `every`, and times `growth` after each restart; t has fractions within an epoch.
  ///
  /// The paper of ``cosine(minimum:)``, equation 5; PyTorch's `CosineAnnealingWarmRestarts`.
  case cosineRestarts(every: Int, growth: Int = 1, minimum: Double = 0)
  /// From `η/division` up to η in the part `rising` of all steps, then down to `η/(division·finalDivision)` in the
  /// last one, each half of a cosine.
  ///
  /// Smith and Topin, "Super-convergence: very fast training of neural networks using large learning rates",
  /// arXiv:1708.07120; PyTorch's `OneCycleLR` with its defaults, without a cycle of the momentum.
  case oneCycle(rising: Double = 0.3, division: Double = 25, finalDivision: Double = 1e4)
  /// Times `factor` when for more than `patience` epochs the loss has not fallen below its best by the part
  /// `threshold` of it; then such epochs are counted from 0 again, after `cooldown` epochs. It ends at `minimum·η`.
  ///
  /// It is the validation loss, or without validation images the training loss. PyTorch's `ReduceLROnPlateau`.
  case plateau(
    factor: Double = 0.1, patience: Int = 10, threshold: Double = 1e-4, cooldown: Int = 0, minimum: Double = 0
  )
  /// `η·(s + 1)/W` in step s of the first W, those of the first `epochs`; then another schedule.
  ///
  /// The other schedule runs as if the first epochs had not been. Goyal et al., "Accurate, large minibatch
  /// SGD: training ImageNet in 1 hour", arXiv:1706.02677, section 2.2.
  case warmUp(epochs: Int, then: Schedule = .constant)

  /// Returns the factor in a step, counted from 0 over all epochs.
  ///
  /// - Parameter losses: The losses of the epochs so far, which ``plateau(factor:patience:threshold:cooldown:minimum:)``
  ///   looks at.
  public func factor(step: Int, stepsPerEpoch: Int, epochs: Int, losses: [Float] = []) -> Double {
    let epoch = step / max(1, stepsPerEpoch)
    switch self {
    case .constant: return 1
    case .step(let every, let factor): return power(factor, epoch / max(1, every))
    case .exponential(let factor): return power(factor, epoch)
    case .cosine(let minimum):
      let part = Double(step) / Double(max(1, stepsPerEpoch * epochs))
      return Self.between(1, minimum, part)
    case .cosineRestarts(let every, let growth, let minimum):
      var (steps, since) = (max(1, every * stepsPerEpoch), step)
      while since >= steps {
        since -= steps
        steps *= max(1, growth)
      }
      return Self.between(1, minimum, Double(since) / Double(steps))
    case .oneCycle(let rising, let division, let finalDivision):
      let last = Double(stepsPerEpoch * epochs - 1)
      let top = rising * Double(stepsPerEpoch * epochs) - 1
      let start = 1 / division
      return Double(step) <= top
        ? Self.between(start, 1, top > 0 ? Double(step) / top : 1)
        : Self.between(1, start / finalDivision, (Double(step) - top) / (last - top))
    case .plateau(let factor, let patience, let threshold, let cooldown, let minimum):
      var (current, best, bad, cooling) = (1.0, Double.infinity, 0, 0)
      for loss in losses.lazy.map(Double.init) {
        if loss < best * (1 - threshold) { (best, bad) = (loss, 0) } else { bad += 1 }
        if cooling > 0 { (cooling, bad) = (cooling - 1, 0) }
        if bad > patience { (current, bad, cooling) = (max(current * factor, minimum), 0, cooldown) }
      }
      return current
    case .warmUp(let first, let rest):
      let steps = first * stepsPerEpoch
      return step < steps
        ? Double(step + 1) / Double(steps)
        : rest.factor(
          step: step - steps, stepsPerEpoch: stepsPerEpoch, epochs: epochs - first,
          losses: Array(losses.dropFirst(first)))
    }
  }

  /// Returns the way from one number to another, half of a cosine, after the part `part` of it.
  private static func between(_ start: Double, _ end: Double, _ part: Double) -> Double {
    end + (start - end) * (1 + Elementary.cos(.pi * part)) / 2
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
    case .cosineRestarts(let every, let growth, let minimum):
      guard every > 0 else { throw .notPositive("every", every) }
      guard growth > 0 else { throw .notPositive("growth", growth) }
      try Self.check("minimum", minimum)
    case .oneCycle(let rising, let division, let finalDivision):
      try Self.check("rising", rising)
      for (setting, value) in [("division", division), ("finalDivision", finalDivision)] {
        guard value >= 1 && value.isFinite else {
          throw .outOfRange("\(setting) of the schedule", value: "\(value)", allowed: "1 or more, and finite")
        }
      }
    case .plateau(let factor, let patience, let threshold, let cooldown, let minimum):
      for (setting, value) in [("factor", factor), ("threshold", threshold), ("minimum", minimum)] {
        try Self.check(setting, value)
      }
      for (setting, value) in [("patience", patience), ("cooldown", cooldown)] {
        guard value >= 0 else {
          throw .outOfRange("\(setting) of the schedule", value: "\(value)", allowed: "0 or more")
        }
      }
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

  /// The epochs before the learning rate is first η, for a schedule that begins with a warm-up; else 0.
  var warmUpEpochs: Int {
    if case .warmUp(let epochs, let rest) = self { epochs + rest.warmUpEpochs } else { 0 }
  }

  /// Whether the factors depend on how many epochs there are in all.
  var dependsOnEpochs: Bool {
    switch self {
    case .cosine, .oneCycle: true
    case .warmUp(_, let rest): rest.dependsOnEpochs
    default: false
    }
  }
}
