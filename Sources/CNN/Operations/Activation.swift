/// A function that is applied to each element, with its derivative: what a layer such as ``Sigmoid`` computes.
///
/// Forward `y = f(x)`, backward `∂L/∂x = ∂L/∂y · f′(x)`, element by element (deck row 002-08).
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
