/// A rule that changes parameters by their gradients.
public protocol Optimizer: Sendable {
  /// Changes `parameters`, whose gradients are `gradients`, by one step.
  mutating func update(_ parameters: inout [Tensor], gradients: [Tensor])
}

/// Stochastic gradient descent with momentum.
///
/// With velocity `v`, which starts as the first gradient, learning rate η and momentum μ, each step does
/// `v ← μ·v + g`, then `θ ← θ − η·v`. Without momentum that is `θ ← θ − η·g`, deck row 000-10.
///
/// - SeeAlso: Polyak, "Some methods of speeding up the convergence of iteration methods", 1964, for momentum;
///   Sutskever et al., "On the importance of initialization and momentum in deep learning", ICML 2013.
public struct SGD: Optimizer {
  /// The learning rate η.
  public var learningRate: Float
  /// The momentum μ.
  public var momentum: Float
  private var velocities: [Tensor] = []

  /// Creates the rule.
  public init(_ learningRate: Float, momentum: Float = 0) {
    self.learningRate = learningRate
    self.momentum = momentum
  }

  /// Changes `parameters` by one step.
  public mutating func update(_ parameters: inout [Tensor], gradients: [Tensor]) {
    let isFirst = velocities.isEmpty
    if isFirst { velocities = gradients }
    for index in parameters.indices {
      for element in parameters[index].scalars.indices {
        if !isFirst {
          velocities[index].scalars[element] =
            momentum * velocities[index].scalars[element] + gradients[index].scalars[element]
        }
        parameters[index].scalars[element] -= learningRate * velocities[index].scalars[element]
      }
    }
  }
}

extension Optimizer where Self == SGD {
  /// Returns stochastic gradient descent with momentum.
  public static func sgd(_ learningRate: Float, momentum: Float = 0) -> SGD {
    SGD(learningRate, momentum: momentum)
  }
}
