/// A number that arithmetic combines with every element of a tensor: `Float`, `Double` or `Int`.
public protocol TensorScalar {
  /// The number rounded to single precision.
  var singlePrecision: Float { get }
  /// The number in double precision.
  var doublePrecision: Double { get }
}

extension Float: TensorScalar {
  /// The number itself.
  public var singlePrecision: Float { self }
  /// The number in double precision.
  public var doublePrecision: Double { Double(self) }
}

extension Double: TensorScalar {
  /// The number rounded to single precision.
  public var singlePrecision: Float { Float(self) }
  /// The number itself.
  public var doublePrecision: Double { self }
}

extension Int: TensorScalar {
  /// The number rounded to single precision.
  public var singlePrecision: Float { Float(self) }
  /// The number rounded to double precision.
  public var doublePrecision: Double { Double(self) }
}

extension Float {
  /// The number itself, and for every NaN the positive quiet one, as the kernels write it.
  ///
  /// The sign of a computed NaN depends on the processor and on the order of the operands.
  @inline(__always)
  var canonical: Float { isNaN ? .nan : self }
}

extension Shape {
  /// Returns the shape to which this shape and `other` broadcast by NumPy's rule; nil if they do not.
  ///
  /// The shapes are aligned at their last axes, and the shorter one is continued with sizes of 1 in front. Along each
  /// axis the sizes are equal, or one of them is 1 and its elements repeat.
  public func broadcast(with other: Shape) -> Shape? {
    let rank = Swift.max(rank, other.rank)
    var sizes: [Int] = []
    for (left, right) in zip(leadingOnes(to: rank), other.leadingOnes(to: rank)) {
      guard left == right || left == 1 || right == 1 else { return nil }
      sizes.append(left == 1 ? right : left)
    }
    return Shape(sizes)
  }

  /// The sizes, after as many sizes of 1 as make up `rank` axes.
  func leadingOnes(to rank: Int) -> [Int] {
    Array(repeating: 1, count: Swift.max(0, rank - self.rank)) + dimensions
  }

  /// How far apart the elements along each axis lie in row-major order.
  var strides: [Int] {
    var strides = dimensions
    var next = 1
    for axis in dimensions.indices.reversed() {
      strides[axis] = next
      next *= dimensions[axis]
    }
    return strides
  }

  /// Returns the index from 0 of `axis`, which counts from the last one, −1, if it is negative.
  ///
  /// - Precondition: there is such an axis.
  func index(ofAxis axis: Int) -> Int {
    let index = axis < 0 ? axis + rank : axis
    require(dimensions.indices.contains(index), "shape \(self) has no axis \(axis)")
    return index
  }
}

extension Tensor {
  /// Returns the tensor repeated along missing axes and axes of size 1, so that it has the shape `shape`.
  ///
  /// - Precondition: this tensor's shape broadcasts to `shape` by NumPy's rule.
  public func broadcast(to shape: Shape) -> Tensor {
    guard self.shape != shape else { return self }
    require(
      self.shape.broadcast(with: shape) == shape,
      "cannot broadcast \(self.shape) to \(shape): from the last axis on, sizes are equal or the tensor's is 1"
    )
    let sizes = self.shape.leadingOnes(to: shape.rank)
    return view(shape, strides: zip(sizes, Shape(sizes).strides).map { $0 == 1 ? 0 : $1 })
  }

  /// Returns the tensor of `shape` whose element at `(i, j, …)` is the one at `i·strides[0] + j·strides[1] + …` here.
  func view(_ shape: Shape, strides: [Int]) -> Tensor {
    let sizes = shape.dimensions
    guard let width = sizes.last, let step = strides.last, shape.count > 0 else {
      return Tensor(shape: shape, scalars: shape.count == 0 ? [] : [scalars[0]])
    }
    return Tensor(writing: shape) { result in
      scalars.withUnsafeBufferPointer { source in
        var index = [Int](repeating: 0, count: sizes.count - 1)
        var start = 0
        for row in 0..<shape.count / width {
          for column in 0..<width { result[row * width + column] = source[start + column * step] }
          // The next row's index, with a carry from axis to axis.
          for axis in index.indices.reversed() {
            index[axis] += 1
            start += strides[axis]
            if index[axis] < sizes[axis] { break }
            start -= strides[axis] * sizes[axis]
            index[axis] = 0
          }
        }
      }
    }
  }

  /// Combines elements at the same index after broadcasting; a NaN that comes out is the positive quiet one.
  @inline(__always)
  func combined(with other: Tensor, _ symbol: String, _ operation: (Float, Float) -> Float) -> Tensor {
    guard let shape = shape.broadcast(with: other.shape) else {
      fatalError(
        "\(symbol) takes shapes whose sizes, from the last axis on, are equal or 1, got \(self.shape) and \(other.shape)"
      )
    }
    if other.count == 1 && shape == self.shape {
      let right = other.scalars[0]
      return map { operation($0, right).canonical }
    }
    if count == 1 && shape == other.shape {
      let left = scalars[0]
      return other.map { operation(left, $0).canonical }
    }
    let (left, right) = (broadcast(to: shape), other.broadcast(to: shape))
    return Tensor(writing: shape) { result in
      left.scalars.withUnsafeBufferPointer { left in
        right.scalars.withUnsafeBufferPointer { right in
          for index in left.indices { result[index] = operation(left[index], right[index]).canonical }
        }
      }
    }
  }
}
