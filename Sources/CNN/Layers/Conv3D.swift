/// A 3-D convolution layer: each output channel is a learned pattern slid three ways through a volume.
///
/// For volumes `x` `[N, C, D, H, W]`, such as scans of a brain, weights `w` `[K, C/groups, T, R, S]` and bias
/// `b` `[K]`:
///
///     y[n,k,d,i,j] = Σ x[n,c, d·stride+t·dilation−p, i·stride+r·dilation−p, j·stride+s·dilation−p]
///                      · w[k,c,t,r,s] + b[k]   over c, t, r, s
///
/// giving `[N, K, D′, H′, W′]` with `D′ = ⌊(D + 2p − (T−1)·dilation − 1)/stride⌋ + 1`, and H′, W′ alike.
///
/// - Complexity: `N·K·C/groups·T·R·S·D′·H′·W′` multiply–adds.
public struct Conv3D: ConvolutionLayer {
  /// The name in summaries and messages.
  public var name: String
  /// The number of output channels `K`.
  public let filters: Int
  /// How the filters step through the volume.
  public let options: WindowOptions
  /// Whether a learned number is added to each output channel.
  public let hasBias: Bool
  /// How the weights start out.
  public let initializer: Initializer
  /// `weight` `[K, C/groups, T, R, S]`, and `bias` `[K]` if there is one; empty until the layer is built.
  public var parameters: [Parameter] = []

  /// Creates a layer whose number of input channels is known once it is built.
  ///
  /// - Parameters:
  ///   - filters: The number of output channels.
  ///   - kernel: The size of the filters: an integer or `[depth, rows, columns]`.
  ///   - stride: The step between windows.
  ///   - padding: How far the volume is continued: `.valid`, `.same`, `.full`, an integer, or `.explicit(…)`.
  ///   - paddingMode: With what it is continued.
  ///   - dilation: The step between the elements that neighbors in the filter meet.
  ///   - groups: The number of parts of the channels, each of which has filters of its own.
  ///   - stridePolicy: Whether a stride may leave out the last planes, rows and columns.
  public init(
    _ filters: Int, kernel: some SizesConvertible, stride: some SizesConvertible = 1,
    padding: some PaddingConvertible = .valid, paddingMode: PaddingMode = .zeros,
    dilation: some SizesConvertible = 1, groups: Int = 1, bias: Bool = true,
    initializer: Initializer = .he, stridePolicy: StridePolicy = .floor, name: String = ""
  ) {
    self.filters = filters
    self.options = WindowOptions(
      axes: 3, window: kernel, stride: stride, padding: padding.padding,
      paddingMode: paddingMode, dilation: dilation, groups: groups, stridePolicy: stridePolicy)
    self.hasBias = bias
    self.initializer = initializer
    self.name = name
  }

  /// The kind of layer.
  public var kind: String { "conv" }

  /// Returns the number of filters and of groups.
  public func planes(for channels: Int) -> (filters: Int, groups: Int) { (filters, options.groups) }
}
