extension Textbook {
  /// Visits the elements of each window that lie inside the image, window by window in row-major order.
  ///
  /// The body gets the window's number in its plane, and the place of the element in its plane.
  static func visitWindows(_ g: WindowGeometry, _ body: (_ window: Int, _ place: Int) -> Void) {
    let (depth, rows, columns) = (g.depth, g.rows, g.columns)
    for i in 0..<depth.output {
      for j in 0..<rows.output {
        for k in 0..<columns.output {
          for q in depth.elements(inside: i) {
            for r in rows.elements(inside: j) {
              for s in columns.elements(inside: k) {
                let row = depth.place(i, q) * rows.input + rows.place(j, r)
                body(
                  (i * rows.output + j) * columns.output + k, row * columns.input + columns.place(k, s))
              }
            }
          }
        }
      }
    }
  }

  /// Returns the maximum of each window of `x` `[N, C, …]`, and where in its plane each lies.
  ///
  ///     y[n,c,i,j] = max x[n,c, i·stride+r·dilation−top, j·stride+s·dilation−left]   over r, s inside
  ///
  /// The first maximum in row-major order counts, and a NaN counts as greater than any number.
  public static func maxPool<Scalar: TextbookScalar>(
    _ x: NDArray<Scalar>, geometry g: WindowGeometry
  ) -> (y: NDArray<Scalar>, indices: [Int]) {
    let planes = x.shape[0] * x.shape[1]
    var y = [Scalar](repeating: -.infinity, count: planes * g.outputCount)
    var indices = [Int](repeating: -1, count: y.count)
    for plane in 0..<planes {
      visitWindows(g) { window, place in
        let output = plane * g.outputCount + window
        let value = x.scalars[plane * g.pixelCount + place]
        if indices[output] < 0 || value > y[output] || (value.isNaN && !y[output].isNaN) {
          (y[output], indices[output]) = (value, place)
        }
      }
    }
    return (NDArray(shape: Shape([x.shape[0], x.shape[1]] + g.outputSizes), scalars: y), indices)
  }

  /// Returns the gradient to the input: each window hands its gradient to its maximum, and overlapping
  /// windows add up in the order of the outputs (deck row 002-05).
  public static func maxPoolBackward<Scalar: TextbookScalar>(
    _ dy: NDArray<Scalar>, indices: [Int], geometry g: WindowGeometry
  ) -> NDArray<Scalar> {
    var dx = NDArray<Scalar>(zeros: Shape([dy.shape[0], dy.shape[1]] + g.inputSizes))
    for (position, index) in indices.enumerated() {
      dx.scalars[position / g.outputCount * g.pixelCount + index] += dy.scalars[position]
    }
    return dx
  }
}
