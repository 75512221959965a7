// Elements put in another order: axes exchanged, tensors joined and cut along an axis.

extension Tensor {
  /// Returns the tensor with its axes in another order: axis `i` of the result is axis `order[i]` of this one.
  ///
  /// `x.permuted(0, 2, 3, 1)` makes `[N, H, W, C]` of `[N, C, H, W]`. Negative axes count from the last, −1.
  ///
  /// - Precondition: each axis is named once.
  public func permuted(_ order: Int...) -> Tensor { permuted(order) }

  /// Returns the tensor with its axes in the given order.
  ///
  /// - Precondition: each axis is named once.
  public func permuted(_ order: [Int]) -> Tensor {
    let axes = order.map { shape.index(ofAxis: $0) }
    require(
      axes.count == rank && Set(axes).count == rank,
      "an order of axes names each of the \(rank) axes of \(shape) once, got \(order)")
    guard axes != Array(0..<rank) else { return self }
    let strides = shape.strides
    return view(Shape(axes.map { shape[$0] }), strides: axes.map { strides[$0] })
  }

  /// Returns the tensor with two axes exchanged.
  ///
  /// - Precondition: the axes exist.
  public func transposed(_ first: Int, _ second: Int) -> Tensor {
    var order = Array(0..<rank)
    order.swapAt(shape.index(ofAxis: first), shape.index(ofAxis: second))
    return permuted(order)
  }

  /// Creates a tensor from tensors put one after the other along `axis`.
  ///
  /// - Precondition: there is a part, and their shapes differ along the axis only.
  public init(concatenating parts: [Tensor], along axis: Int = 0) {
    require(!parts.isEmpty, "there is nothing to concatenate")
    let axis = parts[0].shape.index(ofAxis: axis)
    var sizes = parts[0].shape.dimensions
    for part in parts {
      var own = part.shape.dimensions
      if own.indices.contains(axis) { own[axis] = sizes[axis] }
      require(
        own == sizes,
        "parts differ in the size of axis \(axis) only, got shapes \(parts.map(\.shape.description))")
    }
    sizes[axis] = parts.reduce(0) { $0 + $1.shape[axis] }
    var scalars: [Float] = []
    scalars.reserveCapacity(parts.reduce(0) { $0 + $1.count })
    for outer in 0..<sizes[..<axis].reduce(1, *) {
      for part in parts {
        let size = part.shape.dimensions[axis...].reduce(1, *)
        scalars += part.scalars[outer * size..<(outer + 1) * size]
      }
    }
    self.init(shape: Shape(sizes), scalars: scalars)
  }

  /// Creates a tensor from equally shaped ones, put along a new axis `axis`; −1 makes it the last.
  ///
  /// - Precondition: all parts have the same shape, and the result has such an axis.
  public init(stacking parts: [Tensor], along axis: Int = 0) {
    let shape = parts.first?.shape ?? []
    for (index, part) in parts.enumerated() {
      require(
        part.shape == shape,
        "the parts of a tensor have one shape: part 0 has \(shape), part \(index) has \(part.shape)")
    }
    let stacked = Tensor(shape: shape.batched(parts.count), scalars: parts.flatMap(\.scalars))
    let position = stacked.shape.index(ofAxis: axis)
    self = stacked.permuted(Array(1..<position + 1) + [0] + Array(position + 1..<stacked.rank))
  }

  /// Returns the parts in `range` of `axis`, by default the first one.
  ///
  /// - Precondition: there is such an axis, and `range` lies within it.
  public func slices(_ range: Range<Int>, along axis: Int = 0) -> Tensor {
    let axis = shape.index(ofAxis: axis)
    require(
      range.lowerBound >= 0 && range.upperBound <= shape[axis],
      "\(range) is outside \(axis == 0 ? "the first axis" : "axis \(axis)") of shape \(shape)")
    var sizes = shape.dimensions
    let inner = sizes[(axis + 1)...].reduce(1, *)
    sizes[axis] = range.count
    var part: [Float] = []
    part.reserveCapacity(sizes.reduce(1, *))
    for outer in 0..<sizes[..<axis].reduce(1, *) {
      let start = outer * shape[axis]
      part += scalars[(start + range.lowerBound) * inner..<(start + range.upperBound) * inner]
    }
    return Tensor(shape: Shape(sizes), scalars: part)
  }

  /// Returns parts of the given sizes along `axis`, in order.
  ///
  /// - Precondition: the sizes are not negative, and add up to that of the axis.
  public func split(sizes: [Int], along axis: Int = 0) -> [Tensor] {
    require(
      sizes.allSatisfy { $0 >= 0 } && sizes.reduce(0, +) == shape[axis],
      "\(sizes) do not add up to the size of axis \(axis) of shape \(shape)")
    var start = 0
    return sizes.map { size in
      defer { start += size }
      return slices(start..<start + size, along: axis)
    }
  }

  /// Returns `count` equal parts along `axis`, in order.
  ///
  /// - Precondition: the count is positive and divides the size of the axis.
  public func split(into count: Int, along axis: Int = 0) -> [Tensor] {
    require(
      count > 0 && shape[axis] % count == 0, "axis \(axis) of shape \(shape) has no \(count) equal parts")
    return split(sizes: Array(repeating: shape[axis] / count, count: count), along: axis)
  }
}
