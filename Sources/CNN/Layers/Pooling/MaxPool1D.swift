/// Max pooling over one axis: each output is the largest of a window.
///
/// What ``MaxPool2D`` does, for a signal `[N, C, L]`.
public struct MaxPool1D: PoolingLayer {
  /// The name in summaries and messages.
  public var name: String
  /// How the windows lie.
  public let options: PoolingOptions
  /// The maximum.
  public var operation: PoolingOperation { .maximum }

  /// Creates a layer whose windows lie side by side.
  public init(
    _ window: Int, padding: some PaddingConvertible = .valid, dilation: Int = 1, ceilMode: Bool = false,
    name: String = ""
  ) {
    options = PoolingOptions(
      axes: 1, window: [window], stride: nil, padding: padding.padding, dilation: [dilation],
      ceilMode: ceilMode)
    self.name = name
  }

  /// Creates a layer with windows `stride` apart.
  ///
  /// - Parameters:
  ///   - window: The size of the windows: an integer.
  ///   - dilation: The distance of neighboring elements of a window.
  ///   - ceilMode: Whether a last window that hangs over the edge counts; it must begin before the edge.
  public init(
    _ window: Int, stride: Int, padding: some PaddingConvertible = .valid, dilation: Int = 1,
    ceilMode: Bool = false,
    name: String = ""
  ) {
    options = PoolingOptions(
      axes: 1, window: [window], stride: [stride], padding: padding.padding, dilation: [dilation],
      ceilMode: ceilMode)
    self.name = name
  }
}
