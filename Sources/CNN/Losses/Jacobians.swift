/// Returns the derivatives of the softmax `p` to its scores, `∂p/∂s = diag(p) − p·pᵀ`, `[C, C]`.
///
/// - Precondition: `p` is a vector.
public func softmaxJacobian(_ p: Tensor) -> Tensor {
  require(p.rank == 1, "the Jacobian of a softmax takes probabilities [C], got \(p.shape)")
  var jacobian = Tensor.zeros([p.count, p.count])
  for i in 0..<p.count {
    for j in 0..<p.count { jacobian[i, j] = (i == j ? p[i] : 0) - p[i] * p[j] }
  }
  return jacobian
}

/// Returns the row `∂l/∂p = −yᵀ / (yᵀ·p)` of the loss `l = −ln(yᵀ·p)`, for a one-hot `y`.
///
/// Times ``softmaxJacobian(_:)`` it gives the gradient to the scores, `(p − y)ᵀ`.
///
/// - Precondition: both are vectors of the same size.
public func crossEntropyJacobian(_ p: Tensor, target y: Tensor) -> Tensor {
  require(
    p.rank == 1 && p.shape == y.shape,
    "the derivative takes probabilities and a target of one shape [C], got \(p.shape) and \(y.shape)")
  let probability = (y * p).sum
  return y.map { -$0 / probability }
}

/// Returns the derivatives of ReLU, `∂h/∂s = diag(s > 0)`, for a vector `s`.
///
/// - Precondition: `s` is a vector; others are to be flattened first.
public func reluJacobian(_ s: Tensor) -> Tensor {
  require(s.rank == 1, "the Jacobian of ReLU takes a vector, got \(s.shape): use flattened()")
  var jacobian = Tensor.zeros([s.count, s.count])
  for i in 0..<s.count where s[i] > 0 { jacobian[i, i] = 1 }
  return jacobian
}
