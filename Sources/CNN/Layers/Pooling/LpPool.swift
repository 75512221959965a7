/// Lp pooling along one axis or several, as ``LpPool2D`` describes it.
public protocol LpPoolingLayer: PoolingLayer {
  /// The power.
  var p: Float { get }
  /// Creates a layer from its options.
  init(options: WindowOptions, p: Float, name: String)
}

extension LpPoolingLayer {
  /// The p-norm.
  public var operation: PoolingOperation { .norm(p) }

  /// Creates a layer.
  ///
  /// - Parameters:
  ///   - window: The size of the windows: an integer, or one for each axis, such as `[rows, columns]`.
  ///   - p: The power: 2 for the length of what is in the window.
  ///   - stride: The step between windows; without one they lie side by side.
  ///   - padding: How far each side is continued; what it is continued by is not in the norm.
  ///   - dilation: The distance of neighboring elements of a window.
  ///   - ceilMode: Whether a last window that hangs over the edge counts; it must begin before the edge.
  public init(
    _ window: some SizesConvertible, p: Float = 2, stride: (any SizesConvertible)? = nil,
    padding: some PaddingConvertible = .valid, dilation: some SizesConvertible = 1, ceilMode: Bool = false,
    name: String = ""
  ) {
    let options = WindowOptions(
      axes: Self.axes, window: window, stride: stride, padding: padding.padding, dilation: dilation,
      roundsUp: ceilMode)
    self.init(options: options, p: p, name: name)
  }
}

/// Lp pooling over a signal `[N, C, L]`: each output is the p-norm of a window.
///
/// What ``LpPool2D`` does, for a signal `[N, C, L]`.
public struct LpPool1D: LpPoolingLayer {
  /// One: windows step along a signal.
  public static var axes: Int { 1 }
  /// The name in summaries and messages.
  public var name: String
  /// How the windows lie.
  public let options: WindowOptions
  /// The power.
  public let p: Float

  /// Creates a layer from its options.
  public init(options: WindowOptions, p: Float, name: String) {
    self.options = options
    self.p = p
    self.name = name
  }
}

/// Lp pooling over images `[N, C, H, W]`: each output is the p-norm of a window.
///
/// For images `x` `[N, C, H, W]`:
///
///     y[n,c,i,j] = (Σ |x[n,c, i·stride+r·dilation−top, j·stride+s·dilation−left]|ᵖ)^(1/p)   over r, s inside the image
///
/// giving `[N, C, H′, W′]`: the sum of magnitudes for p = 1, the length for p = 2, the largest magnitude for p → ∞. In
/// the backward pass an element gets `∂L/∂y · sign(x) · (|x| / y)^(p−1)`, and 0 where y is 0; overlapping windows add up.
///
/// - SeeAlso: Sermanet, Chintala, LeCun, "Convolutional neural networks applied to house numbers digit classification",
///   arXiv:1204.3968, section 2.2.
public struct LpPool2D: LpPoolingLayer {
  /// Two: windows step over the rows and columns of an image.
  public static var axes: Int { 2 }
  /// The name in summaries and messages.
  public var name: String
  /// How the windows lie.
  public let options: WindowOptions
  /// The power.
  public let p: Float

  /// Creates a layer from its options.
  public init(options: WindowOptions, p: Float, name: String) {
    self.options = options
    self.p = p
    self.name = name
  }
}

/// Lp pooling over volumes `[N, C, D, H, W]`: each output is the p-norm of a window.
///
/// What ``LpPool2D`` does, for volumes `[N, C, D, H, W]`.
public struct LpPool3D: LpPoolingLayer {
  /// Three: windows step through a volume.
  public static var axes: Int { 3 }
  /// The name in summaries and messages.
  public var name: String
  /// How the windows lie.
  public let options: WindowOptions
  /// The power.
  public let p: Float

  /// Creates a layer from its options.
  public init(options: WindowOptions, p: Float, name: String) {
    self.options = options
    self.p = p
    self.name = name
  }
}
