/// Makes large gradients smaller before a step.
///
/// - SeeAlso: Pascanu, Mikolov, Bengio, "On the difficulty of training recurrent neural networks", ICML 2013,
///   algorithm 1, for the norm.
public enum GradientClipping: Sendable, Equatable {
  /// Scales all gradients together, if need be, so that their Euclidean norm is at most this: `g·c/‖g‖`.
  case byNorm(Float)
  /// Cuts each element to the range from −c to c, which changes the direction of the step.
  case byValue(Float)

  /// Clips the gradients.
  public func clip(_ gradients: inout [Tensor]) {
    switch self {
    case .byNorm(let limit):
      let norm = gradientNorm(gradients)
      guard norm > limit else { return }
      let factor = limit / norm
      for index in gradients.indices { gradients[index] = gradients[index].map { $0 * factor } }
    case .byValue(let limit):
      for index in gradients.indices {
        // A NaN stays one: it must be noticed, not hidden.
        gradients[index] = gradients[index].map { $0 > limit ? limit : $0 < -limit ? -limit : $0 }
      }
    }
  }

  /// Throws unless the limit is positive and finite.
  func check() throws(TrainingError) {
    switch self {
    case .byNorm(let limit), .byValue(let limit):
      guard limit > 0 && limit.isFinite else {
        throw .outOfRange("the limit of clipping", value: "\(limit)", allowed: "positive and finite")
      }
    }
  }
}

/// Returns the Euclidean norm of all gradients taken as one vector: `√Σ g²`, summed in double precision.
public func gradientNorm(_ gradients: [Tensor]) -> Float { Float(norm(of: gradients)) }

/// Returns the Euclidean norm of tensors taken as one vector.
func norm(of tensors: [Tensor]) -> Double {
  Textbook.sum(tensors.map { Textbook.sum($0.scalars.lazy.map { Double($0) * Double($0) }) }).squareRoot()
}
