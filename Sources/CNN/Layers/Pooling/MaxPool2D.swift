/// Max pooling over images: each output is the largest of a window.
///
/// For images `x` `[N, C, H, W]`:
///
///     y[n,c,i,j] = max x[n,c, i·stride+r·dilation−top, j·stride+s·dilation−left]   over r, s inside the image
///
/// giving `[N, C, H′, W′]`. Sizes are rounded down, so the last rows and columns may be dropped, or up with
/// `ceilMode`. In the backward pass each window's gradient goes to its maximum, the first one in row-major order if
/// several are equal; overlapping windows add up. NaN propagates.
///
/// - SeeAlso: deck row 002-05.
public struct MaxPool2D: PoolingLayer {
  /// The name in summaries and messages.
  public var name: String
  /// How the windows lie.
  public let options: PoolingOptions
  /// The maximum.
  public var operation: PoolingOperation { .maximum }

  /// Creates a layer whose windows lie side by side.
  public init(
    _ window: some AxisSizesConvertible, padding: some PaddingConvertible = .valid,
    dilation: some AxisSizesConvertible = 1, ceilMode: Bool = false,
    name: String = ""
  ) {
    options = PoolingOptions(
      axes: 2, window: window.axisSizes, stride: nil, padding: padding.padding, dilation: dilation.axisSizes,
      ceilMode: ceilMode)
    self.name = name
  }

  /// Creates a layer with windows `stride` apart.
  ///
  /// - Parameters:
  ///   - window: The size of the windows: an integer or `[rows, columns]`.
  ///   - dilation: The distance of neighboring elements of a window.
  ///   - ceilMode: Whether a last window that hangs over the edge counts; it must begin before the edge.
  public init(
    _ window: some AxisSizesConvertible, stride: some AxisSizesConvertible,
    padding: some PaddingConvertible = .valid, dilation: some AxisSizesConvertible = 1,
    ceilMode: Bool = false,
    name: String = ""
  ) {
    options = PoolingOptions(
      axes: 2, window: window.axisSizes, stride: stride.axisSizes, padding: padding.padding,
      dilation: dilation.axisSizes,
      ceilMode: ceilMode)
    self.name = name
  }
}
