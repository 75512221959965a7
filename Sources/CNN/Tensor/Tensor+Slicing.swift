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
    let positions = Array(indices)
    for index in positions {
      require(index >= 0 && index < shape[0], "no part \(index) along the first axis of \(shape)")
    }
    return Tensor(writing: shape.droppingFirst.batched(positions.count)) { gathered in
      scalars.withUnsafeBufferPointer { parts in
        guard let start = parts.baseAddress else { return }
        // As every layer does it: then each thread has its images near.
        Kernels.parallel(positions.count, cost: Double(size) / 8) { n in
          (gathered + n * size).update(from: start + positions[n] * size, count: size)
        }
      }
    }
  }
}
