/// An analytic gradient beside the numeric one, element by element.
public struct GradientComparison: Sendable, Equatable {
  /// The gradient to be checked.
  public let analytic: Tensor
  /// The gradient by central differences, in the same shape.
  public let numeric: Tensor
  /// The magnitude of the difference, as a part of the largest numeric element (of 10⁻⁶ where that is less).
  public let errors: Tensor

  /// Returns the elements whose error is larger than `tolerance`, or no number, in row-major order.
  public func wrong(tolerance: Double = 1e-4) -> [Int] {
    errors.scalars.indices.filter { !(Double(errors.scalars[$0]) <= tolerance) }
  }
}

/// Measures a gradient by central differences, and compares an analytic one element by element.
///
///     (f(x + h·eᵢ) − f(x − h·eᵢ)) / 2h,   h = 2⁻¹⁷
///
/// with an error of order h²; a gradient check tells whether, this tells where.
///
/// - Parameters:
///   - analytic: What is to be checked, in the shape of `x`.
///   - x: Where.
///   - function: A number that depends on `x`, computed in double precision.
/// - Throws: `InterpretationError.shapes` when the gradient has another shape than `x`, `.nothing` when `x` is
///   empty.
/// - Complexity: two calls of the function for each element.
public func compareGradient(
  _ analytic: Tensor, at x: Tensor, of function: (NDArray<Double>) -> Double
) throws(InterpretationError) -> GradientComparison {
  guard analytic.shape == x.shape else { throw .shapes("the gradient", analytic.shape, "x", x.shape) }
  guard x.count > 0 else { throw .nothing("elements of x") }
  let step = 0x1p-17
  var moved = NDArray<Double>(x)
  let numeric = x.scalars.indices.map { centralDifference(of: function, at: &moved, $0, step: step) }
  let largest = max(1e-6, numeric.reduce(0) { max($0, $1.magnitude) })
  let errors = zip(numeric, analytic.scalars).map { Float(($0 - Double($1)).magnitude / largest) }
  return GradientComparison(
    analytic: analytic, numeric: Tensor(shape: x.shape, scalars: numeric.map(Float.init)),
    errors: Tensor(shape: x.shape, scalars: errors))
}
