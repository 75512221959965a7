internal import CKernels

/// A rule by which an optimizer updates parameters θ, with its coefficients; `g = ∂L/∂θ + λ·θ` for the decay λ.
enum UpdateRule: Sendable {
  /// `v ← μ·v + share·g; θ ← θ − η·v`
  case momentum(rate: Float, momentum: Float, share: Float)
  /// `v ← μ·v + g; θ ← θ − η·(g + μ·v)`
  case nesterov(rate: Float, momentum: Float)
  /// `s ← s + g²; θ ← θ − η·g / (√s + ε)`
  case adaGrad(rate: Float, epsilon: Float)
  /// `s ← α·s + (1 − α)·g²; θ ← θ − η·g / (√s + ε)`
  case rmsProp(rate: Float, smoothing: Float, epsilon: Float)
  /// `s ← α·s + (1 − α)·g²; v ← μ·v + g / (√s + ε); θ ← θ − η·v`; centered, `a ← α·a + (1 − α)·g`, and √(s − a²).
  case rmsPropMomentum(rate: Float, smoothing: Float, momentum: Float, epsilon: Float, isCentered: Bool)
  /// `m ← β₁·m + (1 − β₁)·g; s ← β₂·s + (1 − β₂)·g²; θ ← θ − size·m / (√s / correction + ε)`
  ///
  /// With a decoupled rate η, θ first becomes `θ·(1 − η·λ)`, and λ is not in g. With the largest square, √s is
  /// that of the largest s so far.
  case adam(
    size: Float, betas: (Float, Float), correction: Float, epsilon: Float, decoupledRate: Float?,
    usesLargestSquare: Bool)

  /// Updates `values` and the state of each; a slot that the rule does not have is empty.
  func apply(
    _ values: inout [Float], by gradients: [Float], decay: Float, slots first: inout [Float],
    _ second: inout [Float], _ third: inout [Float]
  ) {
    var step = step(count: values.count, decay: decay)
    values.withUnsafeMutableBufferPointer { values in
      first.withUnsafeMutableBufferPointer { first in
        second.withUnsafeMutableBufferPointer { second in
          third.withUnsafeMutableBufferPointer { third in
            gradients.withUnsafeBufferPointer { gradients in
              step.gradients = gradients.baseAddress
              step.values = values.baseAddress
              step.firsts = first.baseAddress
              step.seconds = second.isEmpty ? nil : second.baseAddress
              step.thirds = third.isEmpty ? nil : third.baseAddress
              ck_apply_step(&step)
            }
          }
        }
      }
    }
  }

  private func step(count: Int, decay: Float) -> ck_step {
    Kernels.check()
    var step = ck_step()
    step.count = count
    step.decay = decay
    switch self {
    case .momentum(let rate, let momentum, let share):
      (step.rule, step.rate, step.first_factor) = (Int32(ck_momentum.rawValue), rate, momentum)
      step.keep = share
    case .nesterov(let rate, let momentum):
      (step.rule, step.rate, step.first_factor) = (Int32(ck_nesterov.rawValue), rate, momentum)
    case .adaGrad(let rate, let epsilon):
      (step.rule, step.rate, step.epsilon) = (Int32(ck_adagrad.rawValue), rate, epsilon)
    case .rmsProp(let rate, let smoothing, let epsilon):
      (step.rule, step.rate, step.epsilon) = (Int32(ck_rmsprop.rawValue), rate, epsilon)
      step.first_factor = smoothing
    case .rmsPropMomentum(let rate, let smoothing, let momentum, let epsilon, let isCentered):
      let rule = isCentered ? ck_rmsprop_centered : ck_rmsprop_momentum
      (step.rule, step.rate, step.epsilon) = (Int32(rule.rawValue), rate, epsilon)
      (step.first_factor, step.second_factor) = (smoothing, momentum)
    case .adam(let size, let betas, let correction, let epsilon, let decoupledRate, let usesLargest):
      let rule = usesLargest ? ck_amsgrad : ck_adam
      (step.rule, step.rate, step.epsilon) = (Int32(rule.rawValue), size, epsilon)
      (step.first_factor, step.second_factor) = betas
      (step.correction, step.keep) = (correction, 1)
      if let decoupledRate { (step.decay, step.keep) = (0, 1 - decoupledRate * decay) }
    }
    return step
  }
}
