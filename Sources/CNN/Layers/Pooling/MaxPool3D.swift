/// Max pooling over volumes: each output is the largest of a window.
///
/// What ``MaxPool2D`` does, for volumes `[N, C, D, H, W]`.
public struct MaxPool3D: PoolingLayer {
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
      axes: 3, window: window.axisSizes, stride: nil, padding: padding.padding, dilation: dilation.axisSizes,
      ceilMode: ceilMode)
    self.name = name
  }

  /// Creates a layer with windows `stride` apart.
  ///
  /// - Parameters:
  ///   - window: The size of the windows: an integer or `[depth, rows, columns]`.
  ///   - dilation: The distance of neighboring elements of a window.
  ///   - ceilMode: Whether a last window that hangs over the edge counts; it must begin before the edge.
  public init(
    _ window: some AxisSizesConvertible, stride: some AxisSizesConvertible,
    padding: some PaddingConvertible = .valid, dilation: some AxisSizesConvertible = 1,
    ceilMode: Bool = false,
    name: String = ""
  ) {
    options = PoolingOptions(
      axes: 3, window: window.axisSizes, stride: stride.axisSizes, padding: padding.padding,
      dilation: dilation.axisSizes,
      ceilMode: ceilMode)
    self.name = name
  }
}
