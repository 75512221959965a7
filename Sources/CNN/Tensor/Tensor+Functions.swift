// Functions of each element. Their bits are the same on every machine: `Elementary` has its own exponentials and
// logarithms. A NaN, given or computed, becomes the positive quiet one. The functions are disfavored, so that beside
// Foundation's `exp(2.0)` is a `Double` as ever.

/// Returns `e` to the power of each element; within 0.50001 ulp.
@_disfavoredOverload
public func exp(_ x: Tensor) -> Tensor { x.map { Elementary.exp($0).canonical } }

/// Returns the natural logarithm of each element: −∞ at 0, NaN below; within 0.50001 ulp.
@_disfavoredOverload
public func log(_ x: Tensor) -> Tensor { x.map { Elementary.log($0).canonical } }

/// Returns the square root of each element, correctly rounded; NaN below 0.
@_disfavoredOverload
public func sqrt(_ x: Tensor) -> Tensor { x.map { $0.squareRoot().canonical } }

/// Returns the magnitude of each element.
@_disfavoredOverload
public func abs(_ x: Tensor) -> Tensor { x.map { $0.magnitude.canonical } }

/// Returns each element of `x` to the power of the element of `exponent` at the same index, after broadcasting.
///
/// See ``Elementary/pow(_:_:)`` for the special cases.
///
/// - Precondition: the shapes broadcast.
@_disfavoredOverload
public func pow(_ x: Tensor, _ exponent: Tensor) -> Tensor {
  x.combined(with: exponent, "pow") { Elementary.pow($0, $1) }
}

/// Returns each element to the power `exponent`.
@_disfavoredOverload
public func pow(_ x: Tensor, _ exponent: some TensorScalar) -> Tensor {
  pow(x, Tensor(shape: [], scalars: [exponent.singlePrecision]))
}

extension Tensor {
  /// Returns the tensor with each element moved to the nearest number of `range`; NaN stays NaN.
  public func clamped(to range: ClosedRange<Float>) -> Tensor {
    map { $0 < range.lowerBound ? range.lowerBound : $0 > range.upperBound ? range.upperBound : $0.canonical }
  }
}
