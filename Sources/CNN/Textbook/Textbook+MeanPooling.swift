extension Textbook {
  /// Returns the mean of each window of `x` `[N, C, …]`: the sum in row-major order, then divided.
  ///
  ///     y[n,c,i,j] = (Σ x[n,c, i·stride+r−top, j·stride+s−left] over r, s inside the image) / count
  ///
  /// - Parameter countsPadding: Whether `count` includes the zeros around the image.
  public static func meanPool<Scalar: TextbookScalar>(
    _ x: NDArray<Scalar>, geometry g: WindowGeometry, countsPadding: Bool
  ) -> NDArray<Scalar> {
    let planes = x.shape[0] * x.shape[1]
    let counts = windowCounts(g, countsPadding: countsPadding)
    var y = NDArray<Scalar>(zeros: Shape([x.shape[0], x.shape[1]] + g.outputSizes))
    for plane in 0..<planes {
      visitWindows(g) { window, position in
        y.scalars[plane * g.outputCount + window] += x.scalars[plane * g.pixelCount + position]
      }
      for window in 0..<g.outputCount { y.scalars[plane * g.outputCount + window] /= Scalar(counts[window]) }
    }
    return y
  }

  /// Returns the gradient to the input: each element of a window gets an equal part, and overlapping windows
  /// add up in the order of the outputs.
  public static func meanPoolBackward<Scalar: TextbookScalar>(
    _ dy: NDArray<Scalar>, geometry g: WindowGeometry, countsPadding: Bool
  ) -> NDArray<Scalar> {
    let planes = dy.shape[0] * dy.shape[1]
    let counts = windowCounts(g, countsPadding: countsPadding)
    var dx = NDArray<Scalar>(zeros: Shape([dy.shape[0], dy.shape[1]] + g.inputSizes))
    for plane in 0..<planes {
      visitWindows(g) { window, position in
        dx.scalars[plane * g.pixelCount + position] +=
          dy.scalars[plane * g.outputCount + window] / Scalar(counts[window])
      }
    }
    return dx
  }

  /// Returns by how much each window's sum is divided.
  static func windowCounts(_ g: WindowGeometry, countsPadding: Bool) -> [Int] {
    let (depth, rows, columns) = (g.depth, g.rows, g.columns)
    func counts(_ axis: AxisGeometry) -> [Int] {
      (0..<axis.output).map { countsPadding ? axis.paddedCount($0) : axis.elements(inside: $0).count }
    }
    let (down, across) = (counts(rows), counts(columns))
    return counts(depth).flatMap { d in down.flatMap { r in across.map { d * r * $0 } } }
  }
}
