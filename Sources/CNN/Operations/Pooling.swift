internal import CKernels

/// Pooling in single precision, with the bits of `Textbook.maxPool` and `Textbook.meanPool`.
package enum Pooling {
  /// Returns each window's maximum, and where in its plane it lies; −1 where a window is empty.
  package static func maxForward(_ x: Tensor, geometry g: WindowGeometry) -> (y: Tensor, indices: [Int32]) {
    requireImages(x, g)
    var problem = g.problem(planes: x.shape[0] * x.shape[1])
    let shape = g.batch(x.shape[0], x.shape[1], \.output)
    var y = Tensor(shape: [0], scalars: [])
    let indices = [Int32](unsafeUninitializedCapacity: shape.count) { positions, count in
      y = Tensor(writing: shape) { y in
        if let positions = positions.baseAddress { ck_max_pool(&problem, x.scalars, y, positions) }
      }
      count = shape.count
    }
    return (y, indices)
  }

  /// Returns the gradient to the input: each window's gradient goes to its maximum.
  ///
  /// - Parameter reluMask: The maxima, if a ReLU has made the input and the gradient to its input is wanted. A
  ///   position that is a maximum has passed the ReLU just if the maximum is positive.
  package static func maxBackward(
    _ dy: Tensor, indices: [Int32], geometry g: WindowGeometry, reluMask: Tensor? = nil
  ) -> Tensor {
    requireGradient(dy, g)
    require(indices.count == dy.count, "expected \(dy.count) positions of maxima, got \(indices.count)")
    Convolution.requireReLUMask(reluMask, of: dy.shape)
    var problem = g.problem(planes: dy.shape[0] * dy.shape[1])
    return Tensor(writing: g.batch(dy.shape[0], dy.shape[1], \.input)) { dx in
      reluMask.withPointer { ck_max_pool_backward(&problem, dy.scalars, indices, $0, dx) }
    }
  }

  /// Returns each window's mean.
  package static func meanForward(_ x: Tensor, geometry g: WindowGeometry, countsPadding: Bool) -> Tensor {
    requireImages(x, g)
    let counts = Textbook.windowCounts(g, countsPadding: countsPadding).map { Float($0) }
    var problem = g.problem(planes: x.shape[0] * x.shape[1])
    return Tensor(writing: g.batch(x.shape[0], x.shape[1], \.output)) {
      ck_mean_pool(&problem, x.scalars, counts, $0)
    }
  }

  /// Returns the gradient to the input: each element of a window gets an equal part of its gradient.
  package static func meanBackward(
    _ dy: Tensor, geometry g: WindowGeometry, countsPadding: Bool
  ) -> Tensor {
    requireGradient(dy, g)
    let counts = Textbook.windowCounts(g, countsPadding: countsPadding).map { Float($0) }
    var problem = g.problem(planes: dy.shape[0] * dy.shape[1])
    return Tensor(writing: g.batch(dy.shape[0], dy.shape[1], \.input)) {
      ck_mean_pool_backward(&problem, dy.scalars, counts, $0)
    }
  }

  private static func requireImages(_ x: Tensor, _ g: WindowGeometry) {
    require(
      g.hasBatch(x.shape, \.input),
      "pooling takes images [N, C] + \(g.inputSizes), got shape \(x.shape)")
    require(x.count / max(1, x.shape[0]) <= Int(Int32.max), "pooling takes planes of up to 2³¹ positions")
  }

  private static func requireGradient(_ dy: Tensor, _ g: WindowGeometry) {
    require(
      g.hasBatch(dy.shape, \.output),
      "expected a gradient [N, C] + \(g.outputSizes), got shape \(dy.shape)")
  }
}

extension WindowGeometry {
  /// Returns the description that the kernels take; axes that are missing have one position.
  fileprivate func problem(planes: Int) -> ck_pooling {
    Kernels.check()
    func axis(_ axis: AxisGeometry) -> ck_axis {
      require(axis.sides.before >= 0, "a padding is at least 0, got \(axis.sides.before)")
      return ck_axis(
        input: axis.input, window: axis.window, output: axis.output, stride: axis.stride,
        dilation: axis.dilation, before: axis.sides.before)
    }
    return ck_pooling(planes: planes, axes: (axis(depth), axis(rows), axis(columns)))
  }
}
