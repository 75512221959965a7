extension Textbook {
  /// Returns the maximum of each window of `x` `[N, C, H, W]`, and where in its plane each lies.
  ///
  ///     y[n,c,i,j] = max x[n,c, i·stride+r−top, j·stride+s−left]   over r, s inside the image
  ///
  /// The first maximum in row-major order counts, and a NaN counts as greater than any number.
  public static func maxPool<Scalar: TextbookScalar>(
    _ x: NDArray<Scalar>, geometry g: WindowGeometry
  ) -> (y: NDArray<Scalar>, indices: [Int]) {
    var y = NDArray<Scalar>(zeros: [x.shape[0], x.shape[1], g.output.rows, g.output.columns])
    var indices: [Int] = []
    for n in 0..<x.shape[0] {
      for c in 0..<x.shape[1] {
        for i in 0..<g.output.rows {
          for j in 0..<g.output.columns {
            var best: (value: Scalar, index: Int)?
            for r in 0..<g.window.rows {
              for s in 0..<g.window.columns {
                let (row, column) = g.pixel(i, j, r, s)
                guard g.isInside(row, column) else { continue }
                let value = x[n, c, row, column]
                if best.map({ value > $0.value || (value.isNaN && !$0.value.isNaN) }) ?? true {
                  best = (value, row * g.input.columns + column)
                }
              }
            }
            y[n, c, i, j] = best?.value ?? -.infinity
            indices.append(best?.index ?? 0)
          }
        }
      }
    }
    return (y, indices)
  }

  /// Returns the gradient to the input: each window hands its gradient to its maximum, and overlapping
  /// windows add up in the order of the outputs.
  public static func maxPoolBackward<Scalar: TextbookScalar>(
    _ dy: NDArray<Scalar>, indices: [Int], geometry g: WindowGeometry
  ) -> NDArray<Scalar> {
    var dx = NDArray<Scalar>(zeros: [dy.shape[0], dy.shape[1], g.input.rows, g.input.columns])
    let outputs = g.output.rows * g.output.columns
    for (position, index) in indices.enumerated() {
      let plane = position / outputs
      dx.scalars[plane * g.input.rows * g.input.columns + index] += dy.scalars[position]
    }
    return dx
  }
}
