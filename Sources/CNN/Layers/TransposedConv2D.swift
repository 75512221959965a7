/// A transposed 2-D convolution layer: each input element stamps a learned pattern on the output.
///
/// For images `x` `[N, C, H, W]`, weights `w` `[C, K/groups, R, S]` and bias `b` `[K]`, pixel (i, j) of
/// plane c adds `x[n,c,i,j] · w[c,k,r,s]` to the pixel of plane k of the output in row
/// `i·stride + r·dilation − top` and column `j·stride + s·dilation − left`; the bias is added at the end. The
/// output is `[N, K, H′, W′]` with
///
///     H′ = (H − 1)·stride + (R − 1)·dilation + 1 − top − bottom + outputPadding
///
/// and W′ alike. It is the backward pass of a ``Conv2D`` with the same options, taken forward. An output is a
/// sum of C/groups·R·S/stride² products on average, the fan-in of its initial weights.
///
/// - Complexity: `N·C·K/groups·R·S·H·W` multiply–adds.
/// - SeeAlso: Dumoulin and Visin, "A guide to convolution arithmetic for deep learning",
///   arXiv:1603.07285.
public struct TransposedConv2D: TransposedConvolutionLayer {
  /// The name in summaries and messages.
  public var name: String
  /// The number of output channels `K`.
  public let filters: Int
  /// How the filters step over the output.
  public let options: WindowOptions
  /// How much is added at the end of each axis of the output.
  public let outputPadding: [Int]
  /// The size of the output along each axis; nil for that which padding and output padding give.
  public let outputSize: [Int]?
  /// Whether a learned number is added to each output channel.
  public let hasBias: Bool
  /// How the weights start out.
  public let initializer: Initializer
  /// `weight` `[C, K/groups, R, S]`, and `bias` `[K]` if there is one; empty until the layer is built.
  public var parameters: [Parameter] = []

  /// Creates a layer whose number of input channels is known once it is built.
  ///
  /// - Parameters:
  ///   - filters: The number of output channels.
  ///   - kernel: The height and width of the patterns: an integer or `[rows, columns]`.
  ///   - stride: The step from one stamp to the next.
  ///   - padding: What is cut off the output: `.valid` for nothing, an integer, `.explicit(…)`, or `.same`
  ///     for so much that its size is the stride times that of the input.
  ///   - outputPadding: How much is added at the end of each axis; less than the stride.
  ///   - outputSize: The size of the output, for which the padding is chosen: more of it before, or after with `.same`;
  ///     nil for what padding and output padding give.
  ///   - dilation: The step between neighbors of the pattern.
  ///   - groups: The number of parts of the channels, each of which has filters of its own.
  public init(
    _ filters: Int, kernel: some SizesConvertible, stride: some SizesConvertible = 1,
    padding: some PaddingConvertible = .valid, outputPadding: some SizesConvertible = 0,
    outputSize: (any SizesConvertible)? = nil,
    dilation: some SizesConvertible = 1, groups: Int = 1, bias: Bool = true, initializer: Initializer = .he,
    name: String = ""
  ) {
    self.filters = filters
    self.options = WindowOptions(
      axes: 2, window: kernel, stride: stride, padding: padding.padding,
      dilation: dilation, groups: groups)
    self.outputPadding = spread(outputPadding.sizes, axes: 2)
    self.outputSize = outputSize.map { spread($0.sizes, axes: 2) }
    self.hasBias = bias
    self.initializer = initializer
    self.name = name
  }

  /// The kind of layer.
  public var kind: String { "transposed" }
}
