internal import CKernels

/// A function of each number in single precision, with the bits of `Textbook.activation`.
package struct ActivationKernel {
  private let kind: Int32
  private let parameters: (Float, Float)

  /// Creates the kernel of a function.
  package init(_ activation: Activation) {
    let kind: ck_activation
    switch activation {
    case .relu: (kind, parameters) = (ck_relu, (0, 0))
    case .leakyReLU(let slope): (kind, parameters) = (ck_leaky_relu, (slope, 0))
    case .sigmoid: (kind, parameters) = (ck_sigmoid_function, (0, 0))
    case .tanh: (kind, parameters) = (ck_tanh_function, (0, 0))
    case .elu(let alpha): (kind, parameters) = (ck_elu, (alpha, 0))
    case .selu: (kind, parameters) = (ck_selu, (0, 0))
    case .celu(let alpha): (kind, parameters) = (ck_celu, (alpha, 0))
    case .gelu: (kind, parameters) = (ck_gelu, (0, 0))
    case .geluTanh: (kind, parameters) = (ck_gelu_tanh, (0, 0))
    case .silu: (kind, parameters) = (ck_silu, (0, 0))
    case .mish: (kind, parameters) = (ck_mish, (0, 0))
    case .softplus: (kind, parameters) = (ck_softplus, (0, 0))
    case .softsign: (kind, parameters) = (ck_softsign, (0, 0))
    case .hardSigmoid(let slope, let offset): (kind, parameters) = (ck_hard_sigmoid, (slope, offset))
    case .hardSwish: (kind, parameters) = (ck_hard_swish, (0, 0))
    case .clip(let min, let max): (kind, parameters) = (ck_clip, (min, max))
    }
    self.kind = Int32(kind.rawValue)
  }

  /// That of the ReLU.
  package static let relu = ActivationKernel(.relu)

  /// Returns the function of each number.
  package func forward(_ x: Tensor) -> Tensor {
    Kernels.check()
    return Tensor(writing: x.shape) { ck_activate(kind, parameters.0, parameters.1, x.count, x.scalars, $0) }
  }

  /// Returns the gradient to the input: for the ReLU `dy` where `x > 0`, else 0, for the others `dy·f′(x)`.
  package func backward(_ dy: Tensor, x: Tensor) -> Tensor {
    require(dy.shape == x.shape, "expected a gradient of shape \(x.shape), got \(dy.shape)")
    return Tensor(writing: x.shape) {
      ck_activate_backward(kind, parameters.0, parameters.1, x.count, x.scalars, dy.scalars, $0)
    }
  }
}
