/// A function that is applied to each element, with its derivative: what a layer such as ``Sigmoid`` computes.
///
/// Forward `y = f(x)`, backward `∂L/∂x = ∂L/∂y · f′(x)`, element by element. An activation is called
/// like a function: `Activation.gelu(x)`.
public enum Activation: Sendable, Hashable {
  /// `max(x, 0)`; its derivative at 0, where there is none, counts as 0.
  case relu
  /// `x` where `x > 0`, else `slope · x`; its derivative at 0 counts as the slope.
  ///
  /// Maas, Hannun, Ng, "Rectifier nonlinearities improve neural network acoustic models", 2013.
  case leakyReLU(slope: Float)
  /// `1 / (1 + e⁻ˣ)`, with the derivative `y · (1 − y)`.
  case sigmoid
  /// `(eˣ − e⁻ˣ) / (eˣ + e⁻ˣ)`, with the derivative `1 − y²`.
  case tanh
  /// `x` where `x > 0`, else `α · (eˣ − 1)`; its derivative at 0 counts as α.
  ///
  /// Clevert, Unterthiner, Hochreiter, "Fast and accurate deep network learning by exponential linear units", 2016.
  case elu(alpha: Float)
  /// `λ·x` where `x > 0`, else `λ·α·(eˣ − 1)`, with `λ = 1.0507…` and `α = 1.6732…`, which keep mean 0 and variance 1.
  ///
  /// Klambauer, Unterthiner, Mayr, Hochreiter, "Self-normalizing neural networks", 2017.
  case selu
  /// `x` where `x > 0`, else `α · (e^(x/α) − 1)`, whose derivative has no jump.
  ///
  /// Barron, "Continuously differentiable exponential linear units", 2017.
  case celu(alpha: Float)
  /// `x · Φ(x)` with the standard normal distribution function Φ; the derivative is `Φ(x) + x·e^(−x²/2)/√(2π)`.
  ///
  /// Hendrycks, Gimpel, "Gaussian error linear units", 2016.
  case gelu
  /// The approximation of GELU by `x/2 · (1 + tanh(√(2/π)·(x + 0.044715·x³)))`, computed as `x · σ(2√(2/π)·(…))`.
  case geluTanh
  /// `x · σ(x)` with the logistic function σ, also known as swish; the derivative is `σ · (1 + x·(1 − σ))`.
  ///
  /// Ramachandran, Zoph, Le, "Searching for activation functions", 2017.
  case silu
  /// `x · tanh(ln(1 + eˣ))`.
  ///
  /// Misra, "Mish: a self regularized non-monotonic activation function", 2019.
  case mish
  /// `ln(1 + eˣ)`, with the derivative `1 / (1 + e⁻ˣ)`.
  case softplus
  /// `x / (1 + |x|)`, with the derivative `1 / (1 + |x|)²`.
  case softsign
  /// `slope·x + offset`, at least 0 and at most 1; its derivative at both ends counts as 0.
  case hardSigmoid(slope: Float, offset: Float)
  /// `x · (x/6 + 1/2)` with the second factor at least 0 and at most 1; the derivative at −3 and 3 counts as 0 and 1.
  ///
  /// Howard et al., "Searching for MobileNetV3", 2019.
  case hardSwish
  /// `x`, at least `min` and at most `max`; its derivative at both ends counts as 0.
  case clip(min: Float, max: Float)

  /// Returns the function of each element.
  public func callAsFunction(_ x: Tensor) -> Tensor { ActivationKernel(self).forward(x) }

  /// Returns the derivative at each element.
  public func derivative(_ x: Tensor) -> Tensor { x.map { Textbook.activationDerivative(self, $0) } }

  /// Returns the gradient `∂L/∂y · f′(x)` to the input from that to the output.
  func backward(_ dy: Tensor, x: Tensor) -> Tensor {
    self == .relu ? dy * derivative(x) : ActivationKernel(self).backward(dy, x: x)
  }
}

/// Returns `max(x, 0)` for each element; NaN stays NaN.
public func relu(_ x: Tensor) -> Tensor { Activation.relu(x) }

/// Returns `x` where it is positive, else `slope · x`.
public func leakyReLU(_ x: Tensor, slope: Float = 0.01) -> Tensor { Activation.leakyReLU(slope: slope)(x) }

/// Returns `1 / (1 + e⁻ˣ)` for each element; no element overflows.
public func sigmoid(_ x: Tensor) -> Tensor { Activation.sigmoid(x) }

/// Returns the hyperbolic tangent of each element.
public func tanh(_ x: Tensor) -> Tensor { Activation.tanh(x) }
