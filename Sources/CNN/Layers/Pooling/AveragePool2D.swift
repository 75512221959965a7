/// Average pooling over images: each output is the mean of a window.
///
/// For images `x` `[N, C, H, W]`:
///
///     y[n,c,i,j] = Σ x[n,c, i·stride+r−top, j·stride+s−left] / count   over r, s inside the image
///
/// giving `[N, C, H′, W′]`. Sizes are rounded down, so the last rows and columns may be dropped, or up with
/// `ceilMode`. In the backward pass each element of a window gets an equal part of its gradient; overlapping windows
/// add up. So backward is a convolution too, of the gradient with a filter of equal weights.
///
/// - SeeAlso: deck rows 002-06 and 002-07.
public struct AveragePool2D: PoolingLayer {
  /// The name in summaries and messages.
  public var name: String
  /// How the windows lie.
  public let options: PoolingOptions
  /// Whether the zeros around the image count in the mean.
  public let countsPadding: Bool
  /// The mean.
  public var operation: PoolingOperation { .mean(countsPadding: countsPadding) }

  /// Creates a layer whose windows lie side by side.
  public init(
    _ window: some AxisSizesConvertible, padding: some PaddingConvertible = .valid, ceilMode: Bool = false,
    countsPadding: Bool = true,
    name: String = ""
  ) {
    options = PoolingOptions(
      axes: 2, window: window.axisSizes, stride: nil, padding: padding.padding,
      ceilMode: ceilMode)
    self.countsPadding = countsPadding
    self.name = name
  }

  /// Creates a layer with windows `stride` apart.
  ///
  /// - Parameters:
  ///   - window: The size of the windows: an integer or `[rows, columns]`.
  ///   - ceilMode: Whether a last window that hangs over the edge counts; it must begin before the edge.
  ///   - countsPadding: Whether the mean is taken over the zeros around the image too.
  public init(
    _ window: some AxisSizesConvertible, stride: some AxisSizesConvertible,
    padding: some PaddingConvertible = .valid, ceilMode: Bool = false, countsPadding: Bool = true,
    name: String = ""
  ) {
    options = PoolingOptions(
      axes: 2, window: window.axisSizes, stride: stride.axisSizes, padding: padding.padding,
      ceilMode: ceilMode)
    self.countsPadding = countsPadding
    self.name = name
  }
}
