/// Lp pooling over a signal `[N, C, L]`: each output is the p-norm of a window.
///
/// What ``LpPool2D`` does, for a signal `[N, C, L]`.
public struct LpPool1D: PoolingLayer {
  /// The name in summaries and messages.
  public var name: String
  /// How the windows lie.
  public let options: WindowOptions
  /// The power.
  public let p: Float
  /// The p-norm.
  public var operation: PoolingOperation { .norm(p) }

  /// Creates a layer.
  ///
  /// - Parameters:
  ///   - window: The size of the windows: an integer.
  ///   - p: The power: 2 for the length of what is in the window.
  ///   - stride: The step between windows; without one they lie side by side.
  ///   - dilation: The distance of neighboring elements of a window.
  ///   - ceilMode: Whether a last window that hangs over the edge counts; it must begin before the edge.
  public init(
    _ window: Int, p: Float = 2, stride: Int? = nil, padding: some PaddingConvertible = .valid,
    dilation: Int = 1, ceilMode: Bool = false, name: String = ""
  ) {
    options = WindowOptions(
      axes: 1, window: window, stride: stride, padding: padding.padding, dilation: dilation,
      roundsUp: ceilMode)
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
public struct LpPool2D: PoolingLayer {
  /// The name in summaries and messages.
  public var name: String
  /// How the windows lie.
  public let options: WindowOptions
  /// The power.
  public let p: Float
  /// The p-norm.
  public var operation: PoolingOperation { .norm(p) }

  /// Creates a layer.
  ///
  /// - Parameters:
  ///   - window: The size of the windows: an integer or `[rows, columns]`.
  ///   - p: The power: 2 for the length of what is in the window.
  ///   - stride: The step between windows; without one they lie side by side.
  ///   - dilation: The distance of neighboring elements of a window.
  ///   - ceilMode: Whether a last window that hangs over the edge counts; it must begin before the edge.
  public init(
    _ window: some SizesConvertible, p: Float = 2, stride: (any SizesConvertible)? = nil,
    padding: some PaddingConvertible = .valid,
    dilation: some SizesConvertible = 1, ceilMode: Bool = false, name: String = ""
  ) {
    options = WindowOptions(
      axes: 2, window: window, stride: stride, padding: padding.padding, dilation: dilation,
      roundsUp: ceilMode)
    self.p = p
    self.name = name
  }
}

/// Lp pooling over volumes `[N, C, D, H, W]`: each output is the p-norm of a window.
///
/// What ``LpPool2D`` does, for volumes `[N, C, D, H, W]`.
public struct LpPool3D: PoolingLayer {
  /// The name in summaries and messages.
  public var name: String
  /// How the windows lie.
  public let options: WindowOptions
  /// The power.
  public let p: Float
  /// The p-norm.
  public var operation: PoolingOperation { .norm(p) }

  /// Creates a layer.
  ///
  /// - Parameters:
  ///   - window: The size of the windows: an integer or `[depth, rows, columns]`.
  ///   - p: The power: 2 for the length of what is in the window.
  ///   - stride: The step between windows; without one they lie side by side.
  ///   - dilation: The distance of neighboring elements of a window.
  ///   - ceilMode: Whether a last window that hangs over the edge counts; it must begin before the edge.
  public init(
    _ window: some SizesConvertible, p: Float = 2, stride: (any SizesConvertible)? = nil,
    padding: some PaddingConvertible = .valid,
    dilation: some SizesConvertible = 1, ceilMode: Bool = false, name: String = ""
  ) {
    options = WindowOptions(
      axes: 3, window: window, stride: stride, padding: padding.padding, dilation: dilation,
      roundsUp: ceilMode)
    self.p = p
    self.name = name
  }
}
