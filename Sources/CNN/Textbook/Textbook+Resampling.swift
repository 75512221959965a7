extension Textbook {
  /// Returns every `factor`-th row and column of `x` `[N, C, H, W]`, from the first.
  ///
  ///     z[n,c,i,j] = x[n,c, i·factor, j·factor]
  public static func downsample<Scalar: TextbookScalar>(
    _ x: NDArray<Scalar>, by factor: Size2D
  ) -> NDArray<Scalar> {
    let rows = (x.shape[2] + factor.rows - 1) / factor.rows
    let columns = (x.shape[3] + factor.columns - 1) / factor.columns
    var z = NDArray<Scalar>(zeros: [x.shape[0], x.shape[1], rows, columns])
    for n in 0..<x.shape[0] {
      for c in 0..<x.shape[1] {
        for i in 0..<rows {
          for j in 0..<columns { z[n, c, i, j] = x[n, c, i * factor.rows, j * factor.columns] }
        }
      }
    }
    return z
  }

  /// Returns `x` `[N, C, H, W]` spread out over planes of `size`, with zeros elsewhere.
  ///
  ///     z[n,c, i·factor, j·factor] = x[n,c,i,j]
  public static func upsample<Scalar: TextbookScalar>(
    _ x: NDArray<Scalar>, by factor: Size2D, size: Size2D
  ) -> NDArray<Scalar> {
    var z = NDArray<Scalar>(zeros: [x.shape[0], x.shape[1], size.rows, size.columns])
    for n in 0..<x.shape[0] {
      for c in 0..<x.shape[1] {
        for i in 0..<x.shape[2] {
          for j in 0..<x.shape[3] { z[n, c, i * factor.rows, j * factor.columns] = x[n, c, i, j] }
        }
      }
    }
    return z
  }
}
