/// Returns `w` with every plane turned by 180°: rows and columns reversed.
///
/// - Precondition: there are at least two axes.
public func rot180(_ w: Tensor) -> Tensor {
  w.mapPlanes("rot180", to: w.rank < 2 ? Size2D(rows: 0, columns: 0) : w.planeSize) { row, column, size in
    (size.rows - 1 - row, size.columns - 1 - column)
  }
}

/// Returns `x` with `factor − 1` rows and columns of zeros between neighbors.
///
/// A plane of `H` rows gets `(H − 1)·factor + 1`. For the backward pass of a stride that does not divide
/// evenly use ``upsample(_:by:size:)``, which fills up the full map.
///
/// - Precondition: there are at least two axes, and the factor is at least 1.
public func dilate(_ x: Tensor, by factor: some SizesConvertible) -> Tensor {
  require(x.rank >= 2, "dilate takes at least two axes, got shape \(x.shape)")
  let factor = factor.size2D
  return upsample(
    x, by: factor,
    size: Size2D(
      rows: max(0, (x.shape[-2] - 1) * factor.rows + 1),
      columns: max(0, (x.shape[-1] - 1) * factor.columns + 1)))
}

/// Returns every `factor`-th row and column of `x`, from the first.
///
/// - Precondition: there are at least two axes, and the factor is at least 1.
public func downsample(_ x: Tensor, by factor: some SizesConvertible) -> Tensor {
  let factor = factor.size2D
  require(factor.rows > 0 && factor.columns > 0, "a factor is at least 1, got \(factor)")
  require(x.rank >= 2, "downsample takes at least two axes, got shape \(x.shape)")
  let size = Size2D(
    rows: (x.shape[-2] + factor.rows - 1) / factor.rows,
    columns: (x.shape[-1] + factor.columns - 1) / factor.columns)
  return x.mapPlanes("downsample", to: size) { row, column, _ in (row * factor.rows, column * factor.columns)
  }
}

/// Returns `x` spread out over planes of `size`, zeros between and after.
///
/// Row `r` goes to row `r·factor`. It is the transpose of ``downsample(_:by:)`` on planes of `size`.
///
/// - Precondition: there are at least two axes, and all elements find a position.
public func upsample(_ x: Tensor, by factor: some SizesConvertible, size: some SizesConvertible) -> Tensor {
  let (factor, size) = (factor.size2D, size.size2D)
  require(factor.rows > 0 && factor.columns > 0, "a factor is at least 1, got \(factor)")
  require(x.rank >= 2, "upsample takes at least two axes, got shape \(x.shape)")
  require(
    (x.shape[-2] - 1) * factor.rows < size.rows && (x.shape[-1] - 1) * factor.columns < size.columns,
    "\(x.planeSize) spread by \(factor) does not fit \(size)")
  return x.mapPlanes("upsample", to: size) { row, column, _ in
    guard row % factor.rows == 0, column % factor.columns == 0 else { return (-1, -1) }
    return (row / factor.rows, column / factor.columns)
  }
}

extension Tensor {
  /// Returns planes of `size` whose element (row, column) comes from the source's position that `source` names,
  /// or is 0 if that lies outside.
  fileprivate func mapPlanes(
    _ operation: String, to size: Size2D, _ source: (Int, Int, Size2D) -> (row: Int, column: Int)
  ) -> Tensor {
    require(rank >= 2, "\(operation) takes at least two axes, got shape \(shape)")
    let own = planeSize
    let planes = Shape(Array(shape.dimensions.dropLast(2)))
    var result: [Float] = []
    result.reserveCapacity(planes.count * size.rows * size.columns)
    for plane in 0..<planes.count {
      for row in 0..<size.rows {
        for column in 0..<size.columns {
          let from = source(row, column, own)
          let isInside = (0..<own.rows).contains(from.row) && (0..<own.columns).contains(from.column)
          result.append(isInside ? scalars[(plane * own.rows + from.row) * own.columns + from.column] : 0)
        }
      }
    }
    return Tensor(shape: Shape(planes.dimensions + [size.rows, size.columns]), scalars: result)
  }
}
