extension Tensor {
  /// Returns the matrix with rows and columns exchanged.
  ///
  /// - Precondition: the tensor has two axes.
  public func transposed() -> Tensor {
    require(rank == 2, "only a matrix can be transposed without naming axes, got shape \(shape)")
    return transposed(0, 1)
  }

  /// Returns the matrix product `self · other`, of single matrices or of batches of them, by the rule of `numpy.matmul`.
  ///
  /// Matrices `[M, K]` and `[K, N]` give `[M, N]`. With a vector `[K]` on either side its axis goes. Axes before the
  /// last two are those of a batch: `[…, M, K]` and `[…, K, N]` give `[…, M, N]`, where the batch axes broadcast.
  /// Each sum runs over the inner index in order, with fused multiply-add.
  ///
  /// - Precondition: the inner sizes agree, and the batch axes broadcast.
  /// - Complexity: `M·K·N` multiply–adds for each matrix of the batch.
  public func matmul(_ other: Tensor) -> Tensor {
    require(
      rank > 0 && other.rank > 0 && shape[-1] == other.shape[other.rank == 1 ? 0 : -2],
      "matmul takes [M, K] and [K, N] with equal K, got \(shape) and \(other.shape)")
    let left = rank == 1 ? reshaped(shape.batched(1)) : self
    let right = other.rank == 1 ? other.reshaped(Shape(other.shape.dimensions + [1])) : other
    let sizes = (rows: left.shape[-2], inner: shape[-1], columns: right.shape[-1])
    guard let batch = left.shape.droppingLast(2).broadcast(with: right.shape.droppingLast(2)) else {
      fatalError(
        "matmul takes batches of matrices whose leading axes broadcast, got \(shape) and \(other.shape)")
    }
    var product: [Float] = []
    if right.rank == 2 {
      product = MatrixProduct.multiply(
        left.scalars, right.scalars, rows: batch.count * sizes.rows, inner: sizes.inner,
        columns: sizes.columns)
    } else {
      let lefts = left.broadcast(to: Shape(batch.dimensions + [sizes.rows, sizes.inner])).scalars
      let rights = right.broadcast(to: Shape(batch.dimensions + [sizes.inner, sizes.columns])).scalars
      let (leftSize, rightSize) = (sizes.rows * sizes.inner, sizes.inner * sizes.columns)
      for index in 0..<batch.count {
        product += MatrixProduct.multiply(
          Array(lefts[index * leftSize..<(index + 1) * leftSize]),
          Array(rights[index * rightSize..<(index + 1) * rightSize]), rows: sizes.rows, inner: sizes.inner,
          columns: sizes.columns)
      }
    }
    let axes = batch.dimensions + (rank == 1 ? [] : [sizes.rows]) + (other.rank == 1 ? [] : [sizes.columns])
    return Tensor(shape: Shape(axes), scalars: product)
  }
}

extension Shape {
  /// Returns this shape without its last `count` axes.
  fileprivate func droppingLast(_ count: Int) -> Shape { Shape(dimensions.dropLast(count)) }
}

/// Returns the matrix product `left · right`: see ``Tensor/matmul(_:)``.
public func matmul(_ left: Tensor, _ right: Tensor) -> Tensor { left.matmul(right) }
