internal import CKernels

/// Local response normalization of a batch `[N, C, …]`, with the bits of `Textbook.localResponseNorm`.
package struct LocalResponseNormalization {
  private let x: Tensor
  private let problem: ck_local_response
  /// What each element is divided by before the power is taken: `d = bias + (α / size) · Σ x²`.
  private let divisors: Tensor
  /// `d^−β`.
  private let powers: Tensor
  /// `x · d^−β`.
  package let output: Tensor

  /// Normalizes `x`.
  ///
  /// - Precondition: `x` has channels, and the size is at least 1.
  package init(_ x: Tensor, size: Int, alpha: Float, beta: Float, bias: Float) {
    require(x.rank > 1 && size > 0, "expected a batch [N, C, …] and a size, got shape \(x.shape) and \(size)")
    var problem = ck_local_response(
      batch: x.batch, before: (size - 1) / 2, after: size / 2, scale: alpha / Float(size), beta: beta,
      bias: bias)
    var (divisors, powers) = (Tensor.zeros([0]), Tensor.zeros([0]))
    output = Tensor(writing: x.shape) { y in
      powers = Tensor(writing: x.shape) { powers in
        divisors = Tensor(writing: x.shape) { ck_local_response(&problem, x.scalars, $0, powers, y) }
      }
    }
    (self.x, self.problem, self.divisors, self.powers) = (x, problem, divisors, powers)
  }

  /// Returns the gradient to the input.
  package func backward(_ dy: Tensor) -> Tensor {
    require(dy.shape == x.shape, "expected a gradient of shape \(x.shape), got \(dy.shape)")
    var problem = problem
    return Tensor(writing: x.shape) {
      ck_local_response_backward(&problem, x.scalars, dy.scalars, divisors.scalars, powers.scalars, $0)
    }
  }
}
