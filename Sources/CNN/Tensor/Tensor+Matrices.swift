extension Tensor {
  /// Returns the matrix with rows and columns exchanged.
  ///
  /// - Precondition: the tensor has two axes.
  public func transposed() -> Tensor {
    require(rank == 2, "only a matrix can be transposed, got shape \(shape)")
    let (height, width) = (shape[0], shape[1])
    var result = [Float](repeating: 0, count: count)
    for row in 0..<height {
      for column in 0..<width { result[column * height + row] = scalars[row * width + column] }
    }
    return Tensor(shape: [width, height], scalars: result)
  }

  /// Returns the matrix product `self · other`.
  ///
  /// Matrices `[M, K]` and `[K, N]` give `[M, N]`; with a vector `[K]` on either side its axis goes.
  /// Each sum runs over the inner index in order, with fused multiply-add.
  ///
  /// - Precondition: the inner sizes agree.
  /// - Complexity: `M·K·N` multiply–adds.
  public func matmul(_ other: Tensor) -> Tensor {
    require(
      (1...2).contains(rank) && (1...2).contains(other.rank) && shape[-1] == other.shape[0],
      "matmul takes [M, K] and [K, N] with equal K, got \(shape) and \(other.shape)")
    let (height, inner) = (rank == 2 ? shape[0] : 1, shape[-1])
    let width = other.rank == 2 ? other.shape[1] : 1
    let product = MatrixProduct.multiply(scalars, other.scalars, rows: height, inner: inner, columns: width)
    let axes = (rank == 2 ? [height] : []) + (other.rank == 2 ? [width] : [])
    return Tensor(shape: Shape(axes), scalars: product)
  }
}

/// Returns the matrix product `left · right`: see ``Tensor/matmul(_:)``.
public func matmul(_ left: Tensor, _ right: Tensor) -> Tensor { left.matmul(right) }
