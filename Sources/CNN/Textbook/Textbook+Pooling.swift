extension Textbook {
  /// Visits the elements of each window that lie inside the image, window by window in row-major order.
  ///
  /// The body gets the window's number in its plane, and the position of the element in its plane.
  static func visitWindows(_ g: WindowGeometry, _ body: (_ window: Int, _ position: Int) -> Void) {
    let (depth, rows, columns) = (g.depth, g.rows, g.columns)
    for i in 0..<depth.output {
      for j in 0..<rows.output {
        for k in 0..<columns.output {
          for q in depth.elements(inside: i) {
            for r in rows.elements(inside: j) {
              for s in columns.elements(inside: k) {
                let row = depth.position(i, q) * rows.input + rows.position(j, r)
                body(
                  (i * rows.output + j) * columns.output + k, row * columns.input + columns.position(k, s))
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
      visitWindows(g) { window, position in
        let output = plane * g.outputCount + window
        let value = x.scalars[plane * g.pixelCount + position]
        if indices[output] < 0 || value > y[output] || (value.isNaN && !y[output].isNaN) {
          (y[output], indices[output]) = (value, position)
        }
      }
    }
    return (NDArray(shape: Shape([x.shape[0], x.shape[1]] + g.outputSizes), scalars: y), indices)
  }

  /// Returns the gradient to the input: each window hands its gradient to its maximum, and overlapping
  /// windows add up in the order of the outputs.
  public static func maxPoolBackward<Scalar: TextbookScalar>(
    _ dy: NDArray<Scalar>, indices: [Int], geometry g: WindowGeometry
  ) -> NDArray<Scalar> {
    var dx = NDArray<Scalar>(zeros: Shape([dy.shape[0], dy.shape[1]] + g.inputSizes))
    for (position, index) in indices.enumerated() {
      dx.scalars[position / g.outputCount * g.pixelCount + index] += dy.scalars[position]
    }
    return dx
  }

  /// Returns planes of zeros of the given size, with each of `maxima` `[N, C, …]` at its index in the plane.
  ///
  /// Of equal indices the last one counts.
  public static func maxUnpool<Scalar: TextbookScalar>(
    _ maxima: NDArray<Scalar>, indices: [Int], size: [Int]
  ) -> NDArray<Scalar> {
    var x = NDArray<Scalar>(zeros: Shape(maxima.shape.dimensions.prefix(2) + size))
    let (windows, positions) = (maxima.shape.dimensions.dropFirst(2).reduce(1, *), size.reduce(1, *))
    for (position, index) in indices.enumerated() {
      x.scalars[position / windows * positions + index] = maxima.scalars[position]
    }
    return x
  }

  /// Returns the gradient to the maxima: what stands at each one's index, or 0 where a later one has the same index.
  public static func maxUnpoolBackward<Scalar: TextbookScalar>(
    _ dx: NDArray<Scalar>, indices: [Int], maxima: Shape
  ) -> NDArray<Scalar> {
    let size = dx.shape.dimensions.dropFirst(2).reduce(1, *)
    let windows = maxima.dimensions.dropFirst(2).reduce(1, *)
    var last = [Int?](repeating: nil, count: dx.scalars.count)
    for (position, index) in indices.enumerated() { last[position / windows * size + index] = position }
    var gradient = NDArray<Scalar>(zeros: maxima)
    for (pixel, position) in last.enumerated() {
      if let position { gradient.scalars[position] = dx.scalars[pixel] }
    }
    return gradient
  }

  /// Returns the p-norm of each window of `x` `[N, C, …]`, `(Σ |x|ᵖ)^(1/p)`, summed in row-major order.
  ///
  /// Powers are computed as exponentials of logarithms, but for p = 1 and p = 2.
  public static func normPool<Scalar: TextbookScalar>(
    _ x: NDArray<Scalar>, p: Scalar, geometry g: WindowGeometry
  ) -> NDArray<Scalar> {
    let planes = x.shape[0] * x.shape[1]
    var y = NDArray<Scalar>(zeros: Shape([x.shape[0], x.shape[1]] + g.outputSizes))
    for plane in 0..<planes {
      visitWindows(g) { window, position in
        let size = x.scalars[plane * g.pixelCount + position].magnitude
        y.scalars[plane * g.outputCount + window] +=
          p == 1 ? size : p == 2 ? size * size : positivePower(size, p)
      }
    }
    for index in y.scalars.indices where p != 1 {
      y.scalars[index] = p == 2 ? y.scalars[index].squareRoot() : positivePower(y.scalars[index], 1 / p)
    }
    return y
  }

  /// Returns the gradient to the input, `∂L/∂y · sign(x) · (|x| / y)^(p−1)`, added up in the order of the outputs.
  ///
  /// A norm of 0 has no derivative; 0 stands for it.
  public static func normPoolBackward<Scalar: TextbookScalar>(
    _ dy: NDArray<Scalar>, x: NDArray<Scalar>, y: NDArray<Scalar>, p: Scalar, geometry g: WindowGeometry
  ) -> NDArray<Scalar> {
    var dx = NDArray<Scalar>(zeros: x.shape)
    for plane in 0..<x.shape[0] * x.shape[1] {
      visitWindows(g) { window, position in
        let (output, input) = (plane * g.outputCount + window, plane * g.pixelCount + position)
        let (value, norm) = (x.scalars[input], y.scalars[output])
        guard norm != 0, value != 0 else { return }
        let ratio = value.magnitude / norm
        let slope = p == 1 ? 1 : p == 2 ? ratio : positivePower(ratio, p - 1)
        dx.scalars[input] += dy.scalars[output] * (value < 0 ? -slope : slope)
      }
    }
    return dx
  }

  /// Returns `base` to the power `exponent`; 0 for a base of 0.
  private static func positivePower<Scalar: TextbookScalar>(_ base: Scalar, _ exponent: Scalar) -> Scalar {
    base == 0 ? 0 : power(base, exponent)
  }
}
