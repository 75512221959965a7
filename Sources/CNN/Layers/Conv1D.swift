/// A 1-D convolution layer: each output channel is a learned pattern slid along a signal.
///
/// For signals `x` `[N, C, L]`, such as sounds, weights `w` `[K, C/groups, S]` and bias `b` `[K]`:
///
///     y[n,k,i] = Σ x[n,c, i·stride+s·dilation−before] · w[k,c,s] + b[k]   over c, s
///
/// giving `[N, K, L′]` with `L′ = ⌊(L + before + after − (S−1)·dilation − 1)/stride⌋ + 1`. Padded by
/// `.explicit(before: [(S−1)·dilation], after: [0])` it is causal: no output looks ahead.
///
/// - Complexity: `N·K·C/groups·S·L′` multiply–adds.
public struct Conv1D: ConvolutionLayer {
  /// The name in summaries and messages.
  public var name: String
  /// The number of output channels `K`.
  public let filters: Int
  /// How the filters step along the signal.
  public let options: WindowOptions
  /// Whether a learned number is added to each output channel.
  public let hasBias: Bool
  /// How the weights start out.
  public let initializer: Initializer
  /// `weight` `[K, C/groups, S]`, and `bias` `[K]` if there is one; empty until the layer is built.
  public var parameters: [Parameter] = []

  /// Creates a layer whose number of input channels is known once it is built.
  ///
  /// - Parameters:
  ///   - filters: The number of output channels.
  ///   - kernel: The length of the filters.
  ///   - stride: The step between windows.
  ///   - padding: How far the signal is continued: `.valid`, `.same`, `.full`, an integer, or `.explicit(…)`.
  ///   - paddingMode: With what it is continued.
  ///   - dilation: The step between the elements that neighbors in the filter meet.
  ///   - groups: The number of parts of the channels, each of which has filters of its own.
  ///   - stridePolicy: Whether a stride may leave out the last elements.
  public init(
    _ filters: Int, kernel: Int, stride: Int = 1, padding: some PaddingConvertible = .valid,
    paddingMode: PaddingMode = .zeros, dilation: Int = 1, groups: Int = 1, bias: Bool = true,
    initializer: Initializer = .he, stridePolicy: StridePolicy = .floor, name: String = ""
  ) {
    self.filters = filters
    self.options = WindowOptions(
      axes: 1, window: kernel, stride: stride, padding: padding.padding, paddingMode: paddingMode,
      dilation: dilation, groups: groups, stridePolicy: stridePolicy)
    self.hasBias = bias
    self.initializer = initializer
    self.name = name
  }

  /// The kind of layer.
  public var kind: String { "conv" }

  /// Returns the number of filters and of groups.
  public func planes(for channels: Int) -> (filters: Int, groups: Int) { (filters, options.groups) }
}
