// Elements at the same index are combined, after broadcasting: see `Shape.broadcast(with:)`. A NaN that is computed is
// the positive quiet one. A number beside a tensor is rounded to single precision first.

extension Tensor {
  /// Returns the sums of elements at the same index, after broadcasting.
  public static func + (left: Tensor, right: Tensor) -> Tensor { left.combined(with: right, "+", +) }

  /// Returns the differences of elements at the same index, after broadcasting.
  public static func - (left: Tensor, right: Tensor) -> Tensor { left.combined(with: right, "-", -) }

  /// Returns the products of elements at the same index, after broadcasting.
  public static func * (left: Tensor, right: Tensor) -> Tensor { left.combined(with: right, "*", *) }

  /// Returns the quotients of elements at the same index, after broadcasting.
  public static func / (left: Tensor, right: Tensor) -> Tensor { left.combined(with: right, "/", /) }

  /// Returns the tensor with each element negated.
  public static prefix func - (tensor: Tensor) -> Tensor { tensor.map { (-$0).canonical } }
}

// A literal number is a tensor without axes, which is one reading of `2 * x`; so these are disfavored.
extension Tensor {
  /// Returns each element plus `number`.
  @_disfavoredOverload
  public static func + (tensor: Tensor, number: some TensorScalar) -> Tensor { tensor + Tensor(number) }

  /// Returns `number` plus each element.
  @_disfavoredOverload
  public static func + (number: some TensorScalar, tensor: Tensor) -> Tensor { Tensor(number) + tensor }

  /// Returns each element less `number`.
  @_disfavoredOverload
  public static func - (tensor: Tensor, number: some TensorScalar) -> Tensor { tensor - Tensor(number) }

  /// Returns `number` less each element.
  @_disfavoredOverload
  public static func - (number: some TensorScalar, tensor: Tensor) -> Tensor { Tensor(number) - tensor }

  /// Returns each element times `factor`.
  @_disfavoredOverload
  public static func * (tensor: Tensor, factor: some TensorScalar) -> Tensor { tensor * Tensor(factor) }

  /// Returns `factor` times each element.
  @_disfavoredOverload
  public static func * (factor: some TensorScalar, tensor: Tensor) -> Tensor { Tensor(factor) * tensor }

  /// Returns each element divided by `divisor`.
  @_disfavoredOverload
  public static func / (tensor: Tensor, divisor: some TensorScalar) -> Tensor { tensor / Tensor(divisor) }

  /// Returns `number` divided by each element.
  @_disfavoredOverload
  public static func / (number: some TensorScalar, tensor: Tensor) -> Tensor { Tensor(number) / tensor }
}

// Masks: 1 where a comparison holds, else 0. With NaN every comparison is false but `.!=`.
extension Tensor {
  /// Returns 1 where the left element is less than the right one, else 0, after broadcasting.
  public static func .< (left: Tensor, right: Tensor) -> Tensor { left.mask(right, ".<", <) }

  /// Returns 1 where the left element is at most the right one, else 0, after broadcasting.
  public static func .<= (left: Tensor, right: Tensor) -> Tensor { left.mask(right, ".<=", <=) }

  /// Returns 1 where the left element is greater than the right one, else 0, after broadcasting.
  public static func .> (left: Tensor, right: Tensor) -> Tensor { left.mask(right, ".>", >) }

  /// Returns 1 where the left element is at least the right one, else 0, after broadcasting.
  public static func .>= (left: Tensor, right: Tensor) -> Tensor { left.mask(right, ".>=", >=) }

  /// Returns 1 where the elements are equal, else 0, after broadcasting.
  public static func .== (left: Tensor, right: Tensor) -> Tensor { left.mask(right, ".==", ==) }

  /// Returns 1 where the elements differ, else 0, after broadcasting.
  public static func .!= (left: Tensor, right: Tensor) -> Tensor { left.mask(right, ".!=", !=) }

  /// Returns 1 where the element is less than `number`, else 0.
  @_disfavoredOverload
  public static func .< (tensor: Tensor, number: some TensorScalar) -> Tensor { tensor .< Tensor(number) }

  /// Returns 1 where the element is at most `number`, else 0.
  @_disfavoredOverload
  public static func .<= (tensor: Tensor, number: some TensorScalar) -> Tensor { tensor .<= Tensor(number) }

  /// Returns 1 where the element is greater than `number`, else 0.
  @_disfavoredOverload
  public static func .> (tensor: Tensor, number: some TensorScalar) -> Tensor { tensor .> Tensor(number) }

  /// Returns 1 where the element is at least `number`, else 0.
  @_disfavoredOverload
  public static func .>= (tensor: Tensor, number: some TensorScalar) -> Tensor { tensor .>= Tensor(number) }

  /// Returns 1 where the element equals `number`, else 0.
  @_disfavoredOverload
  public static func .== (tensor: Tensor, number: some TensorScalar) -> Tensor { tensor .== Tensor(number) }

  /// Returns 1 where the element differs from `number`, else 0.
  @_disfavoredOverload
  public static func .!= (tensor: Tensor, number: some TensorScalar) -> Tensor { tensor .!= Tensor(number) }

  private init(_ number: some TensorScalar) { self.init(shape: [], scalars: [number.singlePrecision]) }

  @inline(__always)
  private func mask(_ other: Tensor, _ symbol: String, _ holds: (Float, Float) -> Bool) -> Tensor {
    combined(with: other, symbol) { holds($0, $1) ? 1 : 0 }
  }

  /// Returns the tensor with the elements of `other` where `mask` is not 0, after broadcasting all three.
  ///
  /// NumPy's `where(mask, other, self)`. Elements are chosen, not computed with: `0 * .nan` would be NaN.
  ///
  /// - Precondition: the shapes broadcast.
  public func replacing(with other: Tensor, where mask: Tensor) -> Tensor {
    guard let shape = shape.broadcast(with: other.shape)?.broadcast(with: mask.shape) else {
      fatalError("replacing takes shapes that broadcast, got \(self.shape), \(other.shape) and \(mask.shape)")
    }
    var result = broadcast(to: shape)
    let (other, mask) = (other.broadcast(to: shape), mask.broadcast(to: shape))
    for index in result.scalars.indices where mask.scalars[index] != 0 {
      result.scalars[index] = other.scalars[index]
    }
    return result
  }

  /// Returns the elements at which `mask` is not 0, in row-major order: NumPy's `x[mask]`.
  ///
  /// - Precondition: the mask's shape broadcasts to that of the tensor.
  public func elements(where mask: Tensor) -> Tensor {
    Tensor(zip(scalars, mask.broadcast(to: shape).scalars).filter { $0.1 != 0 }.map(\.0))
  }
}
