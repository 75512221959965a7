extension Textbook {
  /// Returns `x` `[N, C, H, W]` resampled to planes of `size`, first along each row, then along each column.
  ///
  ///     t[n,c,q,j] = Σ_p w(j, p) x[n,c,q,p]      y[n,c,i,j] = Σ_q w(i, q) t[n,c,q,j]
  ///
  /// Each sum runs over the window of ``ResizeAxis``.
  public static func resize<Scalar: TextbookScalar>(
    _ x: NDArray<Scalar>, to size: Size2D
  ) -> NDArray<Scalar> {
    let rows = ResizeAxis(input: x.shape[2], output: size.rows)
    let columns = ResizeAxis(input: x.shape[3], output: size.columns)
    var t = NDArray<Scalar>(zeros: [x.shape[0], x.shape[1], x.shape[2], size.columns])
    var y = NDArray<Scalar>(zeros: [x.shape[0], x.shape[1], size.rows, size.columns])
    for n in 0..<x.shape[0] {
      for c in 0..<x.shape[1] {
        for q in 0..<x.shape[2] {
          for j in 0..<size.columns {
            for (p, weight) in columns.window(j) {
              t[n, c, q, j].addProduct(Scalar(weight), x[n, c, q, p])
            }
          }
        }
        for i in 0..<size.rows {
          for j in 0..<size.columns {
            for (q, weight) in rows.window(i) { y[n, c, i, j].addProduct(Scalar(weight), t[n, c, q, j]) }
          }
        }
      }
    }
    return y
  }
}

/// Which pixels along one axis make a pixel of a resized image, and their weights.
///
/// Bilinear interpolation between the centers of pixels, with a filter that widens as an image shrinks, so that
/// every pixel counts (antialiasing). With `s` = input / output, pixel `i` takes pixel `p` with the weight
///
///     w(i, p) = f(i, p) / Σ_p f(i, p),   f(i, p) = max(0, 1 − |p + ½ − (i + ½)·s| / max(1, s)).
///
/// - SeeAlso: `torch.nn.functional.interpolate` with `mode="bilinear", antialias=True`, which has the same weights.
public struct ResizeAxis: Sendable {
  private let input: Int
  private let scale: Double

  /// Creates the windows that make `output` pixels of `input`.
  ///
  /// - Precondition: both are at least 1.
  public init(input: Int, output: Int) {
    require(input > 0 && output > 0, "an axis of \(input) pixels cannot be resized to \(output)")
    self.input = input
    scale = Double(input) / Double(output)
  }

  /// Returns the pixels that make pixel `i`, in order, with their weights.
  public func window(_ i: Int) -> [(pixel: Int, weight: Double)] {
    let support = max(1, scale)
    let center = (Double(i) + 0.5) * scale
    let first = max(0, Int((center - support - 0.5).rounded(.down)) + 1)
    let last = min(input - 1, Int((center + support - 0.5).rounded(.up)) - 1)
    let values = (first...last).map { 1 - (Double($0) + 0.5 - center).magnitude / support }
    let sum = values.reduce(0, +)
    return zip(first...last, values).map { ($0, $1 / sum) }
  }
}
