/// A depthwise 2-D convolution layer: each channel has filters of its own; channels are never added.
///
/// For images `x` `[N, C, H, W]`, a multiplier M, weights `w` `[C·M, 1, R, S]` and bias `b` `[C·M]`,
/// channel `c` gives the output channels `k` from `c·M` to `c·M + M − 1`:
///
///     y[n,k,i,j] = Σ x[n,⌊k/M⌋, i·stride+r·dilation−top, j·stride+s·dilation−left] · w[k,0,r,s] + b[k]
///
/// over r, s, giving `[N, C·M, H′, W′]` as for ``Conv2D``. It is a `Conv2D` with C groups; followed by one
/// with a 1×1 kernel it costs a fraction of a full convolution.
///
/// - Complexity: `N·C·M·R·S·H′·W′` multiply–adds.
/// - SeeAlso: Howard et al., "MobileNets", arXiv:1704.04861.
public struct DepthwiseConv2D: ConvolutionLayer {
  /// The name in summaries and messages.
  public var name: String
  /// The number of output channels that each input channel gives.
  public let multiplier: Int
  /// How the filters step over the image.
  public let options: WindowOptions
  /// Whether a learned number is added to each output channel.
  public let hasBias: Bool
  /// How the weights start out.
  public let initializer: Initializer
  /// `weight` `[C·M, 1, R, S]`, and `bias` `[C·M]` if there is one; empty until the layer is built.
  public var parameters: [Parameter] = []

  /// Creates a layer whose number of channels is known once it is built.
  ///
  /// - Parameters:
  ///   - kernel: The height and width of the filters: an integer or `[rows, columns]`.
  ///   - multiplier: The number of output channels that each input channel gives.
  ///   - stride: The step between windows, in pixels.
  ///   - padding: How far the image is continued: `.valid`, `.same`, `.full`, an integer, or `.explicit(…)`.
  ///   - paddingMode: With what it is continued.
  ///   - dilation: The step between the pixels that neighbors in the filter meet.
  ///   - stridePolicy: Whether a stride may leave out the last rows and columns.
  public init(
    kernel: some SizesConvertible, multiplier: Int = 1, stride: some SizesConvertible = 1,
    padding: some PaddingConvertible = .valid, paddingMode: PaddingMode = .zeros,
    dilation: some SizesConvertible = 1, bias: Bool = true, initializer: Initializer = .he,
    stridePolicy: StridePolicy = .floor, name: String = ""
  ) {
    self.multiplier = multiplier
    self.options = WindowOptions(
      axes: 2, window: kernel, stride: stride, padding: padding.padding,
      paddingMode: paddingMode, dilation: dilation, stridePolicy: stridePolicy)
    self.hasBias = bias
    self.initializer = initializer
    self.name = name
  }

  /// The kind of layer.
  public var kind: String { "depthwise" }

  /// Returns a filter for each channel and unit of the multiplier, and a group for each channel.
  public func planes(for channels: Int) -> (filters: Int, groups: Int) {
    (channels * multiplier, max(1, channels))
  }
}
