internal import CKernels

/// A function of each number in single precision, with the bits of `Textbook.activation`.
package struct ActivationKernel {
  private let kind: Int32
  private let slope: Float

  /// Creates the kernel of a function.
  package init(_ activation: Activation) {
    switch activation {
    case .relu: (kind, slope) = (Int32(ck_relu.rawValue), 0)
    case .leakyReLU(let factor): (kind, slope) = (Int32(ck_leaky_relu.rawValue), factor)
    case .sigmoid: (kind, slope) = (Int32(ck_sigmoid_function.rawValue), 0)
    case .tanh: (kind, slope) = (Int32(ck_tanh_function.rawValue), 0)
    }
  }

  /// That of the rectifier.
  package static let relu = ActivationKernel(.relu)

  /// Returns the function of each number.
  package func forward(_ x: Tensor) -> Tensor {
    Kernels.check()
    return Tensor(writing: x.shape) { ck_activate(kind, slope, x.count, x.scalars, $0) }
  }

  /// Returns the gradient to the input: for the rectifier `dy` where `x > 0`, else 0, for the others `dy·f′(x)`.
  package func backward(_ dy: Tensor, x: Tensor) -> Tensor {
    require(dy.shape == x.shape, "expected a gradient of shape \(x.shape), got \(dy.shape)")
    return Tensor(writing: x.shape) { ck_activate_backward(kind, slope, x.count, x.scalars, dy.scalars, $0) }
  }
}
