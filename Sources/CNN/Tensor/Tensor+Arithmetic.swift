extension Tensor {
  /// Returns the sums of elements at the same place.
  public static func + (left: Tensor, right: Tensor) -> Tensor { left.combined(with: right, "+", +) }

  /// Returns the differences of elements at the same place.
  public static func - (left: Tensor, right: Tensor) -> Tensor { left.combined(with: right, "-", -) }

  /// Returns the products of elements at the same place.
  public static func * (left: Tensor, right: Tensor) -> Tensor { left.combined(with: right, "*", *) }

  /// Returns the quotients of elements at the same place.
  public static func / (left: Tensor, right: Tensor) -> Tensor { left.combined(with: right, "/", /) }

  /// Returns the tensor with each element negated.
  public static prefix func - (tensor: Tensor) -> Tensor { tensor.map { -$0 } }

  /// Combines elements at the same place; a tensor without axes goes with every element of the other.
  private func combined(with other: Tensor, _ symbol: String, _ operation: (Float, Float) -> Float) -> Tensor
  {
    if other.rank == 0 { return map { operation($0, other.scalars[0]) } }
    if rank == 0 { return other.map { operation(scalars[0], $0) } }
    require(shape == other.shape, "\(symbol) takes equal shapes, got \(shape) and \(other.shape)")
    var result = self
    for index in result.scalars.indices {
      result.scalars[index] = operation(result.scalars[index], other.scalars[index])
    }
    return result
  }

  /// Returns each element times `factor`.
  @_disfavoredOverload  // A literal factor is a tensor without axes: one reading, no ambiguity.
  public static func * (factor: Float, tensor: Tensor) -> Tensor { tensor.map { factor * $0 } }

  /// Returns each element times `factor`.
  @_disfavoredOverload
  public static func * (tensor: Tensor, factor: Float) -> Tensor { tensor.map { $0 * factor } }

  /// The sum of all elements: 16 interleaved partial sums, then a pairwise tree (`Textbook.sum`).
  public var sum: Float { Textbook.sum(scalars) }

  /// The mean of all elements.
  public var mean: Float { sum / Float(count) }

  /// The largest element; NaN if there is one.
  ///
  /// - Precondition: the tensor is not empty.
  public var max: Float { extreme { $0 > $1 } }

  /// The smallest element; NaN if there is one.
  ///
  /// - Precondition: the tensor is not empty.
  public var min: Float { extreme { $0 < $1 } }

  private func extreme(_ precedes: (Float, Float) -> Bool) -> Float {
    require(!scalars.isEmpty, "an empty tensor has no largest or smallest element")
    return scalars.dropFirst().reduce(scalars[0]) { best, value in
      value.isNaN || precedes(value, best) ? value : best
    }
  }

  /// The index of the largest element in row-major order, the first one if several are equal.
  ///
  /// - Precondition: the tensor is not empty.
  public var argmax: Int {
    require(!scalars.isEmpty, "an empty tensor has no largest element")
    return scalars.indices.dropFirst().reduce(0) { scalars[$1] > scalars[$0] ? $1 : $0 }
  }
}
