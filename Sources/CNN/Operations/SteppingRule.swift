internal import CKernels

/// A rule by which an optimizer lowers numbers θ, with its coefficients; `g = ∂L/∂θ + λ·θ` for the decay λ.
enum SteppingRule: Sendable {
  /// `v ← μ·v + g; θ ← θ − η·v`
  case momentum(rate: Float, momentum: Float)
  /// `v ← μ·v + g; θ ← θ − η·(g + μ·v)`
  case nesterov(rate: Float, momentum: Float)
  /// `s ← s + g²; θ ← θ − η·g / (√s + ε)`
  case adaGrad(rate: Float, epsilon: Float)
  /// `s ← α·s + (1 − α)·g²; θ ← θ − η·g / (√s + ε)`
  case rmsProp(rate: Float, smoothing: Float, epsilon: Float)
  /// `m ← β₁·m + (1 − β₁)·g; s ← β₂·s + (1 − β₂)·g²; θ ← θ·kept − size·m / (√s / correction + ε)`
  case adam(size: Float, betas: (Float, Float), correction: Float, epsilon: Float, kept: Float)

  /// Lowers `values`, and changes what the rule remembers of each, `first`; all have equally many numbers.
  func lower(
    _ values: inout [Float], by gradients: [Float], decay: Float, remembering first: inout [Float]
  ) {
    var step = step(count: values.count, decay: decay)
    values.withUnsafeMutableBufferPointer { values in
      first.withUnsafeMutableBufferPointer { first in
        gradients.withUnsafeBufferPointer { gradients in
          step.gradients = gradients.baseAddress
          step.values = values.baseAddress
          step.firsts = first.baseAddress
          ck_take_step(&step)
        }
      }
    }
  }

  /// The same for Adam, which remembers two numbers of each.
  func lower(
    _ values: inout [Float], by gradients: [Float], decay: Float, remembering first: inout [Float],
    _ second: inout [Float]
  ) {
    var step = step(count: values.count, decay: decay)
    values.withUnsafeMutableBufferPointer { values in
      first.withUnsafeMutableBufferPointer { first in
        second.withUnsafeMutableBufferPointer { second in
          gradients.withUnsafeBufferPointer { gradients in
            step.gradients = gradients.baseAddress
            step.values = values.baseAddress
            step.firsts = first.baseAddress
            step.seconds = second.baseAddress
            ck_take_step(&step)
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
    case .momentum(let rate, let momentum):
      (step.rule, step.rate, step.first_factor) = (Int32(ck_momentum.rawValue), rate, momentum)
    case .nesterov(let rate, let momentum):
      (step.rule, step.rate, step.first_factor) = (Int32(ck_nesterov.rawValue), rate, momentum)
    case .adaGrad(let rate, let epsilon):
      (step.rule, step.rate, step.epsilon) = (Int32(ck_adagrad.rawValue), rate, epsilon)
    case .rmsProp(let rate, let smoothing, let epsilon):
      (step.rule, step.rate, step.epsilon) = (Int32(ck_rmsprop.rawValue), rate, epsilon)
      step.first_factor = smoothing
    case .adam(let size, let betas, let correction, let epsilon, let kept):
      (step.rule, step.rate, step.epsilon) = (Int32(ck_adam.rawValue), size, epsilon)
      (step.first_factor, step.second_factor) = betas
      (step.correction, step.keep) = (correction, kept)
    }
    return step
  }
}
