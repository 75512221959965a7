extension Textbook {
  /// Returns `x` `[N, C, …]` continued along its last axes: each position asks the mode where it comes from.
  ///
  ///     y[n,c,i,j] = x[n,c, source(i − top), source(j − left)], or `value` where there is no source
  public static func pad<Scalar: TextbookScalar>(
    _ x: NDArray<Scalar>, _ sides: [Sides], mode: PaddingMode, value: Scalar = 0
  ) -> NDArray<Scalar> {
    let g = padGeometry(x.shape.dimensions.dropFirst(2).map(\.self), sides)
    var y = NDArray<Scalar>(zeros: Shape([x.shape[0], x.shape[1]] + g.outputSizes))
    for n in 0..<x.shape[0] {
      for c in 0..<x.shape[1] {
        for position in g.outputs {
          y[n, c, position] = g.source(of: position, mode: mode).map { x[n, c, $0] } ?? value
        }
      }
    }
    return y
  }

  /// Returns the gradient to `x`: each position of the padded map hands its gradient to where it came from.
  ///
  ///     dx[n,c, source(i − top), source(j − left)] += dy[n,c,i,j]   in the order of i, j
  public static func padBackward<Scalar: TextbookScalar>(
    _ dy: NDArray<Scalar>, _ sides: [Sides], mode: PaddingMode
  ) -> NDArray<Scalar> {
    let sizes = zip(dy.shape.dimensions.dropFirst(2), sides).map { $0 - $1.before - $1.after }
    let g = padGeometry(sizes, sides)
    var dx = NDArray<Scalar>(zeros: Shape([dy.shape[0], dy.shape[1]] + sizes))
    for n in 0..<dy.shape[0] {
      for c in 0..<dy.shape[1] {
        for position in g.outputs {
          if let source = g.source(of: position, mode: mode) { dx[n, c, source] += dy[n, c, position] }
        }
      }
    }
    return dx
  }

  /// A window of one element stops at every position of the padded map.
  private static func padGeometry(_ sizes: [Int], _ sides: [Sides]) -> WindowGeometry {
    WindowGeometry(
      axes: zip(sizes, sides).map {
        AxisGeometry(input: $0, window: 1, stride: 1, dilation: 1, sides: $1)
      })
  }
}

extension WindowGeometry {
  /// Returns the pixel that stands at a position of the padded map; nil where there is a zero.
  fileprivate func source(of position: Position, mode: PaddingMode) -> Position? {
    let pixel = pixel(position, Position(column: 0))
    guard let d = mode.source(of: pixel.depth, size: depth.input),
      let row = mode.source(of: pixel.row, size: rows.input),
      let column = mode.source(of: pixel.column, size: columns.input)
    else { return nil }
    return Position(depth: d, row: row, column: column)
  }
}
