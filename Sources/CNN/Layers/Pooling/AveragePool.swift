/// Average pooling along one axis or several, as ``AveragePool2D`` describes it.
public protocol AveragePoolingLayer: PoolingLayer {
  /// Whether the mean is taken over the zeros of the padding too.
  var countsPadding: Bool { get }
  /// Creates a layer from its options.
  init(options: WindowOptions, countsPadding: Bool, name: String)
}

extension AveragePoolingLayer {
  /// The mean.
  public var operation: PoolingOperation { .mean(countsPadding: countsPadding) }

  /// Creates a layer.
  ///
  /// - Parameters:
  ///   - window: The size of the windows: an integer, or one for each axis, such as `[rows, columns]`.
  ///   - stride: The step between windows; without one they lie side by side.
  ///   - padding: How far each side is continued by zeros.
  ///   - dilation: The distance of neighboring elements of a window.
  ///   - ceilMode: Whether a last window that hangs over the edge counts; it must begin before the edge.
  ///   - countsPadding: Whether the mean is taken over the zeros of the padding too.
  public init(
    _ window: some SizesConvertible, stride: (any SizesConvertible)? = nil,
    padding: some PaddingConvertible = .valid, dilation: some SizesConvertible = 1, ceilMode: Bool = false,
    countsPadding: Bool = true,
    name: String = ""
  ) {
    let options = WindowOptions(
      axes: Self.axes, window: window, stride: stride, padding: padding.padding, dilation: dilation,
      roundsUp: ceilMode)
    self.init(options: options, countsPadding: countsPadding, name: name)
  }
}

/// Average pooling over one axis: each output is the mean of a window.
///
/// What ``AveragePool2D`` does, for a signal `[N, C, L]`.
public struct AveragePool1D: AveragePoolingLayer {
  /// One: windows step along a signal.
  public static var axes: Int { 1 }
  /// The name in summaries and messages.
  public var name: String
  /// How the windows lie.
  public let options: WindowOptions
  /// Whether the zeros of the padding count in the mean.
  public let countsPadding: Bool

  /// Creates a layer from its options.
  public init(options: WindowOptions, countsPadding: Bool, name: String) {
    self.options = options
    self.countsPadding = countsPadding
    self.name = name
  }
}

/// Average pooling over images: each output is the mean of a window.
///
/// For images `x` `[N, C, H, W]`:
///
///     y[n,c,i,j] = Σ x[n,c, i·stride+r·dilation−top, j·stride+s·dilation−left] / count   over r, s inside the image
///
/// giving `[N, C, H′, W′]`. Sizes are rounded down, so the last rows and columns may be dropped, or up with
/// `ceilMode`. In the backward pass each element of a window gets an equal part of its gradient; overlapping windows
/// add up. So backward is a convolution too, of the gradient with a filter of equal weights.
public struct AveragePool2D: AveragePoolingLayer {
  /// Two: windows step over the rows and columns of an image.
  public static var axes: Int { 2 }
  /// The name in summaries and messages.
  public var name: String
  /// How the windows lie.
  public let options: WindowOptions
  /// Whether the zeros of the padding count in the mean.
  public let countsPadding: Bool

  /// Creates a layer from its options.
  public init(options: WindowOptions, countsPadding: Bool, name: String) {
    self.options = options
    self.countsPadding = countsPadding
    self.name = name
  }
}

/// Average pooling over volumes: each output is the mean of a window.
///
/// What ``AveragePool2D`` does, for volumes `[N, C, D, H, W]`.
public struct AveragePool3D: AveragePoolingLayer {
  /// Three: windows step through a volume.
  public static var axes: Int { 3 }
  /// The name in summaries and messages.
  public var name: String
  /// How the windows lie.
  public let options: WindowOptions
  /// Whether the zeros of the padding count in the mean.
  public let countsPadding: Bool

  /// Creates a layer from its options.
  public init(options: WindowOptions, countsPadding: Bool, name: String) {
    self.options = options
    self.countsPadding = countsPadding
    self.name = name
  }
}
