extension Textbook {
  /// Returns `x` `[N, C, …]` interpolated along its spatial axes, one axis after the other, the last one first.
  ///
  ///     y[…, o, …] = Σ w[o,t]·x[…, i[o,t], …]   over the taps t of output o along the axis, in order
  ///
  /// The first product starts the sum, and each product is rounded before it is added.
  public static func resize<Scalar: TextbookScalar>(
    _ x: NDArray<Scalar>, _ axes: [ResizedAxis]
  ) -> NDArray<Scalar> {
    var y = x
    for (offset, axis) in axes.enumerated().reversed() {
      let taps = axis.taps
      y = alongAxis(offset + 2, of: y, newSize: axis.output) {
        source, target, sourceStart, targetStart, inner in
        for (output, taps) in taps.enumerated() {
          for (number, tap) in taps.enumerated() {
            let weight = Scalar(tap.weight)
            for i in 0..<inner {
              let product = weight * source[sourceStart + tap.input * inner + i]
              let index = targetStart + output * inner + i
              target[index] = number == 0 ? product : target[index] + product
            }
          }
        }
      }
    }
    return y
  }

  /// Returns the gradient to `x` from that to `resize(x, axes)`: its transpose, axis after axis, the first one first.
  ///
  ///     dx[…, i, …] = Σ w[o,t]·dy[…, o, …]   over the outputs o with a tap t at i, in order of o, then of t
  public static func resizeBackward<Scalar: TextbookScalar>(
    _ dy: NDArray<Scalar>, _ axes: [ResizedAxis]
  ) -> NDArray<Scalar> {
    var dx = dy
    for (offset, axis) in axes.enumerated() {
      let taps = axis.taps
      dx = alongAxis(offset + 2, of: dx, newSize: axis.input) {
        source, target, sourceStart, targetStart, inner in
        for (output, taps) in taps.enumerated() {
          for tap in taps {
            let weight = Scalar(tap.weight)
            for i in 0..<inner {
              target[targetStart + tap.input * inner + i] += weight * source[sourceStart + output * inner + i]
            }
          }
        }
      }
    }
    return dx
  }

  /// Returns an array with `newSize` elements along `axis`, which `body` fills for each index of the axes before it.
  private static func alongAxis<Scalar: TextbookScalar>(
    _ axis: Int, of x: NDArray<Scalar>, newSize: Int,
    _ body: (
      _ source: [Scalar], _ target: inout [Scalar], _ sourceStart: Int, _ targetStart: Int, _ inner: Int
    ) -> Void
  ) -> NDArray<Scalar> {
    var sizes = x.shape.dimensions
    let (oldSize, inner) = (sizes[axis], sizes[(axis + 1)...].reduce(1, *))
    sizes[axis] = newSize
    var y = NDArray<Scalar>(zeros: Shape(sizes))
    for outer in 0..<sizes[..<axis].reduce(1, *) {
      body(x.scalars, &y.scalars, outer * oldSize * inner, outer * newSize * inner, inner)
    }
    return y
  }
}
