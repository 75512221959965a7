/// A 2-D convolution layer: each output channel is a learned pattern slid over the image.
///
/// For images `x` `[N, C, H, W]`, weights `w` `[K, C/groups, R, S]` and bias `b` `[K]`:
///
///     y[n,k,i,j] = Σ x[n,c, i·stride+r·dilation−top, j·stride+s·dilation−left] · w[k,c,r,s] + b[k]
///
/// over c, r, s, giving `[N, K, H′, W′]` with
///
///     H′ = ⌊(H + top + bottom − (R−1)·dilation − 1)/stride⌋ + 1
///
/// and W′ alike. Outside the image `x` is 0, or what the padding mode says. With groups, the first K/groups
/// filters see the first C/groups channels, and so on. As in every library, the filter is not turned:
/// mathematically this is a cross-correlation.
///
/// ```swift
/// let layer = Conv2D(16, kernel: 3, stride: 2, padding: .same)
/// expect(try layer.outputShape(for: [3, 32, 32]), equals: [16, 16, 16])
/// ```
///
/// - Complexity: `N·K·C/groups·R·S·H′·W′` multiply–adds.
/// - SeeAlso: Dumoulin and Visin, "A guide to
///   convolution arithmetic for deep learning", arXiv:1603.07285.
public struct Conv2D: ConvolutionLayer {
  /// The name in summaries and messages.
  public var name: String
  /// The number of output channels `K`.
  public let filters: Int
  /// How the filters step over the image.
  public let options: WindowOptions
  /// Whether a learned number is added to each output channel.
  public let hasBias: Bool
  /// How the weights start out.
  public let initializer: Initializer
  /// `weight` `[K, C/groups, R, S]`, and `bias` `[K]` if there is one; empty until the layer is built.
  public var parameters: [Parameter] = []

  /// Creates a layer whose number of input channels is known once it is built.
  ///
  /// - Parameters:
  ///   - filters: The number of output channels.
  ///   - kernel: The height and width of the filters: an integer or `[rows, columns]`.
  ///   - stride: The step between windows, in pixels.
  ///   - padding: How far the image is continued: `.valid`, `.same`, `.full`, an integer, or `.explicit(…)`.
  ///   - paddingMode: With what it is continued.
  ///   - dilation: The step between the pixels that neighbors in the filter meet.
  ///   - groups: The number of parts of the channels, each of which has filters of its own.
  ///   - stridePolicy: Whether a stride may leave out the last rows and columns.
  public init(
    _ filters: Int, kernel: some SizesConvertible, stride: some SizesConvertible = 1,
    padding: some PaddingConvertible = .valid, paddingMode: PaddingMode = .zeros,
    dilation: some SizesConvertible = 1, groups: Int = 1, bias: Bool = true,
    initializer: Initializer = .he, stridePolicy: StridePolicy = .floor, name: String = ""
  ) {
    self.filters = filters
    self.options = WindowOptions(
      axes: 2, window: kernel, stride: stride, padding: padding.padding,
      paddingMode: paddingMode, dilation: dilation, groups: groups, stridePolicy: stridePolicy)
    self.hasBias = bias
    self.initializer = initializer
    self.name = name
  }

  /// The kind of layer.
  public var kind: String { "conv" }

  /// The size of the filters.
  public var kernel: Size2D { options.window.size2D }

  /// The step between windows, in pixels.
  public var stride: Size2D { options.stride.size2D }

  /// How far the image is continued.
  public var padding: Padding { options.padding }

  /// Returns the number of filters and of groups.
  public func planes(for channels: Int) -> (filters: Int, groups: Int) { (filters, options.groups) }
}
