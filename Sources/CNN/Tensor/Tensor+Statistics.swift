// Statistics of all elements. Sums are those of doubles in row-major order, by `Textbook.sum`.

extension Tensor {
  /// The Euclidean norm of all elements taken as one vector, `√Σx²`.
  public var norm: Float { gradientNorm([self]) }

  /// The standard deviation of all elements, `√(Σ(x − μ)² / count)`, where `μ` is their mean; NaN if there are none.
  ///
  /// It is that of a population, divided by the count, as in NumPy and for ``variance(along:keepingAxes:)``.
  public var standardDeviation: Float {
    Float((scalars.map(Double.init).squaredDeviations / Double(count)).squareRoot())
  }
}

extension [Double] {
  /// The mean of the numbers; NaN if there are none.
  var mean: Double { Textbook.sum(self) / Double(count) }

  /// The numbers less their mean.
  fileprivate var centered: [Double] {
    let mean = mean
    return map { $0 - mean }
  }

  /// The sum of the squared distances from the mean, `Σ(x − μ)²`.
  var squaredDeviations: Double { dot(centered, centered) }
}

/// Returns Pearson's correlation coefficient of the elements of two tensors at the same positions.
///
///     r = Σ(aᵢ − ā)(bᵢ − b̄) / √(Σ(aᵢ − ā)² · Σ(bᵢ − b̄)²)
///
/// It lies between −1 and 1, and is NaN if the elements of a tensor are all equal.
///
/// - Precondition: the tensors have the same number of elements; their shapes may differ.
public func correlationCoefficient(_ a: Tensor, _ b: Tensor) -> Double {
  checkCounts(a, b, "correlationCoefficient")
  return cosine(a.scalars.map(Double.init).centered, b.scalars.map(Double.init).centered)
}

/// Returns the cosine of the angle between two tensors taken as vectors, `Σaᵢbᵢ / (‖a‖ · ‖b‖)`.
///
/// It lies between −1 and 1, and is NaN if a tensor is zero.
///
/// - Precondition: the tensors have the same number of elements; their shapes may differ.
public func cosineSimilarity(_ a: Tensor, _ b: Tensor) -> Double {
  checkCounts(a, b, "cosineSimilarity")
  return cosine(a.scalars.map(Double.init), b.scalars.map(Double.init))
}

private func checkCounts(_ a: Tensor, _ b: Tensor, _ name: String) {
  require(
    a.count == b.count,
    "\(name) takes two tensors with the same number of elements, got the shapes \(a.shape) and \(b.shape)")
}

private func cosine(_ a: [Double], _ b: [Double]) -> Double {
  let value = dot(a, b) / (dot(a, a) * dot(b, b)).squareRoot()
  // Rounding may lead beyond the limits.
  return value.isNaN ? value : max(-1, min(1, value))
}

private func dot(_ a: [Double], _ b: [Double]) -> Double { Textbook.sum(zip(a, b).map { $0 * $1 }) }
