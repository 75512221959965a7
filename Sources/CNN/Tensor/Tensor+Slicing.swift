extension Tensor {
  /// The element at `indices`, one for each axis.
  ///
  /// - Precondition: there is an index for each axis, and each lies within its axis.
  public subscript(indices: Int...) -> Float {
    get { scalars[offset(of: indices)] }
    set { scalars[offset(of: indices)] = newValue }
  }

  /// The element of a vector at `index`.
  public subscript(index: Int) -> Float {
    get { scalars[offset(of: [index])] }
    set { scalars[offset(of: [index])] = newValue }
  }

  private func offset(of indices: [Int]) -> Int {
    require(
      indices.count == rank, "a tensor of shape \(shape) takes \(rank) indices, got \(indices.count)")
    var offset = 0
    for (axis, index) in indices.enumerated() {
      require(
        index >= 0 && index < shape[axis],
        "index \(index) is outside axis \(axis) of shape \(shape)")
      offset = offset * shape[axis] + index
    }
    return offset
  }

  /// Returns the part at `index` of the first axis: a plane of an image, an image of a batch.
  ///
  /// - Precondition: the tensor has an axis and `index` lies within it.
  public func slice(_ index: Int) -> Tensor {
    let part = slices(index..<index + 1)
    return part.reshaped(shape.droppingFirst)
  }

  /// Returns the parts at `indices` of the first axis, in that order.
  ///
  /// - Precondition: each index lies within the first axis.
  public func gathering(_ indices: some Collection<Int>) -> Tensor {
    let size = shape.droppingFirst.count
    var gathered: [Float] = []
    gathered.reserveCapacity(indices.count * size)
    for index in indices {
      require(index >= 0 && index < shape[0], "no part \(index) along the first axis of \(shape)")
      gathered += scalars[index * size..<(index + 1) * size]
    }
    return Tensor(shape: shape.droppingFirst.batched(indices.count), scalars: gathered)
  }
}
