// Order along an axis. Sorting is stable: equal elements, also zeros of both signs, stay in order. A NaN counts as
// greater than every number, so it comes last in ascending order and first in descending order, as in PyTorch.

extension Tensor {
  /// Returns the tensor with the elements along `axis` in ascending or descending order.
  ///
  /// - Precondition: there is such an axis.
  /// - Complexity: O(*n* log *n*) along an axis of *n* elements.
  public func sorted(along axis: Int = -1, descending: Bool = false) -> Tensor {
    ordered(along: axis, descending, count: shape[axis]).values
  }

  /// Returns for each element of `sorted(along:descending:)` its index along `axis` in this tensor.
  ///
  /// The indices are in row-major order of the result.
  ///
  /// - Precondition: there is such an axis.
  public func argsort(along axis: Int = -1, descending: Bool = false) -> [Int] {
    ordered(along: axis, descending, count: shape[axis]).indices
  }

  /// Returns the `count` largest elements along `axis`, the largest first, and their indices along it.
  ///
  /// Of equal elements the first ones are taken. The indices are in row-major order of the values: for scores `[N, C]`,
  /// those of row `n` are `indices[n * count..<(n + 1) * count]`.
  ///
  /// - Precondition: there is such an axis, and it has so many elements.
  public func topK(_ count: Int, along axis: Int = -1) -> (values: Tensor, indices: [Int]) {
    require(
      (0...shape[axis]).contains(count), "axis \(axis) of shape \(shape) has no \(count) largest elements")
    return ordered(along: axis, true, count: count)
  }

  /// Returns the first `count` elements along an axis in order, and their indices.
  private func ordered(along axis: Int, _ descending: Bool, count: Int) -> (values: Tensor, indices: [Int]) {
    let axis = shape.index(ofAxis: axis)
    var sizes = shape.dimensions
    let (size, inner) = (sizes[axis], sizes[(axis + 1)...].reduce(1, *))
    sizes[axis] = count
    var values = Tensor.zeros(Shape(sizes))
    var indices = [Int](repeating: 0, count: values.count)
    for run in 0..<sizes[..<axis].reduce(inner, *) {
      let (outer, first) = (run / inner, run % inner)
      let elements = (0..<size).map { scalars[(outer * size + $0) * inner + first] }
      func precedes(_ left: Int, _ right: Int) -> Bool {
        let (less, more) = descending ? (elements[right], elements[left]) : (elements[left], elements[right])
        return less < more || (more.isNaN && !less.isNaN)
      }
      let order = elements.indices.sorted { precedes($0, $1) || (!precedes($1, $0) && $0 < $1) }
      for (rank, index) in order.prefix(count).enumerated() {
        let position = (outer * count + rank) * inner + first
        values.scalars[position] = elements[index]
        indices[position] = index
      }
    }
    return (values, indices)
  }
}
