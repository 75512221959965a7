extension Textbook {
  /// Returns the transposed convolution of `x` `[N, K, H′, W′]` with filters `w` `[K, C/groups, R, S]`.
  ///
  /// Every pixel of `x` stamps the filter, times its value, on the output `[N, C, H, W]`; stamps lie `stride`
  /// apart and add up. As a sum for each output pixel, with the stamp's position (i, j) that holds it:
  ///
  ///     y[n,c,row,column] = (Σ w[k,c,r,s] · x[n,k,i,j]   over k, r, s) + b[c]
  ///
  /// This is the backward pass of a correlation taken as a forward pass, and the other way around: its gradient to
  /// the input is `correlate(dy, w)`, that to the filters `correlateBackwardFilter(x, dy)`.
  public static func correlateTransposed<Scalar: TextbookScalar>(
    _ x: NDArray<Scalar>, _ w: NDArray<Scalar>, bias: NDArray<Scalar>? = nil,
    geometry g: WindowGeometry
  ) -> NDArray<Scalar> {
    var y = correlateBackwardInput(x, w, geometry: g)
    guard let bias else { return y }
    for n in 0..<y.shape[0] {
      for c in 0..<y.shape[1] {
        for pixel in g.pixels { y[n, c, pixel] += bias[c] }
      }
    }
    return y
  }
}
