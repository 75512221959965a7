// Sums, means and extremes, of all elements or along some axes. What is reduced together is taken in row-major order,
// and a sum has the order of `Textbook.sum`: 16 interleaved partial sums, then a pairwise tree. Along an axis of size 0
// a sum is 0, and a mean or a variance NaN.

/// One axis or several: an integer or an array of them; a negative one counts from the last axis, −1.
public protocol AxesConvertible {
  /// The axes.
  var axes: [Int] { get }
}

extension Int: AxesConvertible {
  /// This axis alone.
  public var axes: [Int] { [self] }
}

extension Array: AxesConvertible where Element == Int {
  /// The elements.
  public var axes: [Int] { self }
}

extension Tensor {
  /// The sum of all elements: 16 interleaved partial sums, then a pairwise tree (`Textbook.sum`).
  public var sum: Float { scalars.withUnsafeBufferPointer { longSum($0) } }

  /// The mean of all elements.
  public var mean: Float { (sum / Float(count)).canonical }

  /// The largest element; NaN if there is one.
  ///
  /// - Precondition: the tensor is not empty.
  public var max: Float { scalars.withUnsafeBufferPointer { extreme($0, >) } }

  /// The smallest element; NaN if there is one.
  ///
  /// - Precondition: the tensor is not empty.
  public var min: Float { scalars.withUnsafeBufferPointer { extreme($0, <) } }

  /// The index of the largest element in row-major order, the first one if several are equal; the first NaN if any.
  ///
  /// - Precondition: the tensor is not empty.
  public var argmax: Int { scalars.withUnsafeBufferPointer { indexOfExtreme($0, >) } }

  /// Returns the sums along `axes`.
  ///
  /// - Parameters:
  ///   - axes: An axis or an array of axes; negative ones count from the last, −1.
  ///   - keepingAxes: Whether the axes stay with the size 1, so that the result broadcasts against this tensor.
  /// - Precondition: the axes exist, and none is named twice.
  public func sum(along axes: some AxesConvertible, keepingAxes: Bool = false) -> Tensor {
    reduced(along: axes, keepingAxes) { longSum($0) }
  }

  /// Returns the means along `axes`: see ``sum(along:keepingAxes:)`` for the parameters.
  public func mean(along axes: some AxesConvertible, keepingAxes: Bool = false) -> Tensor {
    reduced(along: axes, keepingAxes) { (longSum($0) / Float($0.count)).canonical }
  }

  /// Returns the variances along `axes`: the means of `(x − μ)²`, where `μ` is the mean along the same axes.
  ///
  /// It is the biased variance, divided by the count `m`, as in NumPy and in batch normalization. Multiply by
  /// `m / (m − 1)` for the unbiased estimate, PyTorch's default. See ``sum(along:keepingAxes:)`` for the parameters.
  public func variance(along axes: some AxesConvertible, keepingAxes: Bool = false) -> Tensor {
    let distance = self - mean(along: axes, keepingAxes: true)
    return (distance * distance).mean(along: axes, keepingAxes: keepingAxes)
  }

  /// Returns the largest elements along `axes`, NaN where there is one: see ``sum(along:keepingAxes:)`` for the
  /// parameters.
  ///
  /// - Precondition: no size along the axes is 0.
  public func max(along axes: some AxesConvertible, keepingAxes: Bool = false) -> Tensor {
    reduced(along: axes, keepingAxes) { extreme($0, >) }
  }

  /// Returns the smallest elements along `axes`, NaN where there is one: see ``sum(along:keepingAxes:)`` for the
  /// parameters.
  ///
  /// - Precondition: no size along the axes is 0.
  public func min(along axes: some AxesConvertible, keepingAxes: Bool = false) -> Tensor {
    reduced(along: axes, keepingAxes) { extreme($0, <) }
  }

  /// Returns the index along `axis` of each largest element, the first one if several are equal; the first NaN if any.
  ///
  /// The indices are in row-major order of the other axes: for scores `[N, C]`, `argmax(along: 1)` has N classes.
  ///
  /// - Precondition: the axis exists, and its size is not 0.
  public func argmax(along axis: Int) -> [Int] {
    runs(along: [shape.index(ofAxis: axis)]) { indexOfExtreme($0, >) }
  }

  /// Returns what `reduce` makes of the elements along `axes`, in row-major order.
  private func reduced(
    along axes: some AxesConvertible, _ keepingAxes: Bool, _ reduce: (UnsafeBufferPointer<Float>) -> Float
  ) -> Tensor {
    let reduced = axes.axes.map { shape.index(ofAxis: $0) }
    require(
      Set(reduced).count == reduced.count, "an axis is reduced once, got \(axes.axes) for shape \(shape)")
    let sizes = shape.dimensions.enumerated().compactMap { axis, size in
      !reduced.contains(axis) ? size : keepingAxes ? 1 : nil
    }
    return Tensor(shape: Shape(sizes), scalars: runs(along: reduced.sorted(), reduce))
  }

  /// Returns `reduce` of the elements along `axes`, for each index of the other axes.
  private func runs<Result>(
    along axes: [Int], _ reduce: (UnsafeBufferPointer<Float>) -> Result
  ) -> [Result] {
    let others = shape.dimensions.indices.filter { !axes.contains($0) }
    let ordered = permuted(others + axes)
    let length = axes.reduce(1) { $0 * shape[$1] }
    return ordered.scalars.withUnsafeBufferPointer { elements in
      (0..<others.reduce(1) { $0 * shape[$1] }).map { run in
        reduce(UnsafeBufferPointer(rebasing: elements[run * length..<(run + 1) * length]))
      }
    }
  }
}

/// Returns the sum of `values` with the bits of `Textbook.sum`.
private func longSum(_ values: UnsafeBufferPointer<Float>) -> Float {
  var partial = SIMD16<Float>()
  let whole = values.count / 16 * 16
  for start in stride(from: 0, to: whole, by: 16) {
    partial += UnsafeRawPointer(values.baseAddress.unsafelyUnwrapped + start).loadUnaligned(
      as: SIMD16<Float>.self)
  }
  for index in whole..<values.count { partial[index - whole] += values[index] }
  let eight = partial.lowHalf + partial.highHalf
  let four = eight.lowHalf + eight.highHalf
  let two = four.lowHalf + four.highHalf
  return (two[0] + two[1]).canonical
}

/// Returns the first element that precedes all others, or NaN if there is one.
private func extreme(_ values: UnsafeBufferPointer<Float>, _ precedes: (Float, Float) -> Bool) -> Float {
  values[indexOfExtreme(values, precedes)].canonical
}

private func indexOfExtreme(_ values: UnsafeBufferPointer<Float>, _ precedes: (Float, Float) -> Bool) -> Int {
  require(!values.isEmpty, "an empty tensor has no largest or smallest element")
  var best = 0
  for index in values.indices where !values[best].isNaN {
    if values[index].isNaN || precedes(values[index], values[best]) { best = index }
  }
  return best
}
