/// Max pooling along one axis or several, as ``MaxPool2D`` describes it.
public protocol MaxPoolingLayer: PoolingLayer {
  /// Creates a layer from its options.
  init(options: WindowOptions, name: String)
}

extension MaxPoolingLayer {
  /// The maximum.
  public var operation: PoolingOperation { .maximum }

  /// Creates a layer.
  ///
  /// - Parameters:
  ///   - window: The size of the windows: an integer, or one for each axis, such as `[rows, columns]`.
  ///   - stride: The step between windows; without one they lie side by side.
  ///   - padding: How far each side is continued; what it is continued by never is a maximum.
  ///   - dilation: The distance of neighboring elements of a window.
  ///   - ceilMode: Whether a last window that hangs over the edge counts; it must begin before the edge.
  public init(
    _ window: some SizesConvertible, stride: (any SizesConvertible)? = nil,
    padding: some PaddingConvertible = .valid, dilation: some SizesConvertible = 1, ceilMode: Bool = false,
    name: String = ""
  ) {
    let options = WindowOptions(
      axes: Self.axes, window: window, stride: stride, padding: padding.padding, dilation: dilation,
      roundsUp: ceilMode)
    self.init(options: options, name: name)
  }
}

/// Max pooling over one axis: each output is the largest element of a window.
///
/// What ``MaxPool2D`` does, for a signal `[N, C, L]`.
public struct MaxPool1D: MaxPoolingLayer {
  /// One: windows step along a signal.
  public static var axes: Int { 1 }
  /// The name in summaries and messages.
  public var name: String
  /// How the windows lie.
  public let options: WindowOptions

  /// Creates a layer from its options.
  public init(options: WindowOptions, name: String) {
    self.options = options
    self.name = name
  }
}

/// Max pooling over images: each output is the largest element of a window.
///
/// For images `x` `[N, C, H, W]`:
///
///     y[n,c,i,j] = max x[n,c, i·stride+r·dilation−top, j·stride+s·dilation−left]   over r, s inside the image
///
/// giving `[N, C, H′, W′]`. Sizes are rounded down, so the last rows and columns may be dropped, or up with
/// `ceilMode`. In the backward pass each window's gradient goes to its maximum, the first one in row-major order if
/// several are equal; overlapping windows add up. NaN propagates.
public struct MaxPool2D: MaxPoolingLayer {
  /// Two: windows step over the rows and columns of an image.
  public static var axes: Int { 2 }
  /// The name in summaries and messages.
  public var name: String
  /// How the windows lie.
  public let options: WindowOptions

  /// Creates a layer from its options.
  public init(options: WindowOptions, name: String) {
    self.options = options
    self.name = name
  }
}

/// Max pooling over volumes: each output is the largest element of a window.
///
/// What ``MaxPool2D`` does, for volumes `[N, C, D, H, W]`.
public struct MaxPool3D: MaxPoolingLayer {
  /// Three: windows step through a volume.
  public static var axes: Int { 3 }
  /// The name in summaries and messages.
  public var name: String
  /// How the windows lie.
  public let options: WindowOptions

  /// Creates a layer from its options.
  public init(options: WindowOptions, name: String) {
    self.options = options
    self.name = name
  }
}
