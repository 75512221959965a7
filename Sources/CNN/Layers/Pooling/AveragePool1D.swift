/// Average pooling over one axis: each output is the mean of a window.
///
/// What ``AveragePool2D`` does, for a signal `[N, C, L]`.
public struct AveragePool1D: PoolingLayer {
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
    _ window: Int, padding: some PaddingConvertible = .valid, ceilMode: Bool = false,
    countsPadding: Bool = true,
    name: String = ""
  ) {
    options = PoolingOptions(
      axes: 1, window: [window], stride: nil, padding: padding.padding,
      ceilMode: ceilMode)
    self.countsPadding = countsPadding
    self.name = name
  }

  /// Creates a layer with windows `stride` apart.
  ///
  /// - Parameters:
  ///   - window: The size of the windows: an integer.
  ///   - ceilMode: Whether a last window that hangs over the edge counts; it must begin before the edge.
  ///   - countsPadding: Whether the mean is taken over the zeros around the signal too.
  public init(
    _ window: Int, stride: Int, padding: some PaddingConvertible = .valid, ceilMode: Bool = false,
    countsPadding: Bool = true,
    name: String = ""
  ) {
    options = PoolingOptions(
      axes: 1, window: [window], stride: [stride], padding: padding.padding,
      ceilMode: ceilMode)
    self.countsPadding = countsPadding
    self.name = name
  }
}
