/// A claimed gradient beside the measured one, element by element.
public struct GradientComparison: Sendable, Equatable {
  /// What was claimed.
  public let claimed: Tensor
  /// What was measured, in the same shape.
  public let measured: Tensor
  /// The magnitude of the difference, as a part of the largest measured element (of 10⁻⁶ where that is less).
  public let errors: Tensor

  /// Returns the elements whose error is larger than `tolerance`, or no number, in row-major order.
  public func wrong(tolerance: Double = 1e-4) -> [Int] {
    errors.scalars.indices.filter { !(Double(errors.scalars[$0]) <= tolerance) }
  }
}

/// Measures a gradient by central differences, and compares a claimed one element by element.
///
///     (f(x + h·eᵢ) − f(x − h·eᵢ)) / 2h,   h = 2⁻¹⁷
///
/// with an error of order h²; a gradient check tells whether, this tells where.
///
/// - Parameters:
///   - claimed: What is to be checked, in the shape of `x`.
///   - x: Where.
///   - function: A number that depends on `x`, computed in double precision.
/// - Throws: `InterpretationError.shapes` when the gradient has another shape than `x`, `.nothing` when `x` is
///   empty.
/// - Complexity: two calls of the function for each element.
public func compareGradient(
  _ claimed: Tensor, at x: Tensor, of function: (NDArray<Double>) -> Double
) throws(InterpretationError) -> GradientComparison {
  guard claimed.shape == x.shape else { throw .shapes("the gradient", claimed.shape, "x", x.shape) }
  guard x.count > 0 else { throw .nothing("elements of x") }
  let step = 0x1p-17
  var moved = NDArray<Double>(x)
  let measured = x.scalars.indices.map { centralDifference(of: function, at: &moved, $0, step: step) }
  let largest = max(1e-6, measured.reduce(0) { max($0, $1.magnitude) })
  let errors = zip(measured, claimed.scalars).map { Float(($0 - Double($1)).magnitude / largest) }
  return GradientComparison(
    claimed: claimed, measured: Tensor(shape: x.shape, scalars: measured.map(Float.init)),
    errors: Tensor(shape: x.shape, scalars: errors))
}
