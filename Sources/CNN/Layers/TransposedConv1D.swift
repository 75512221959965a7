/// A transposed 1-D convolution layer: each input element stamps a learned pattern on the output.
///
/// For signals `x` `[N, C, L]`, weights `w` `[C, K/groups, S]` and bias `b` `[K]`, element i of plane c adds
/// `x[n,c,i] · w[c,k,s]` to the output element `i·stride + s·dilation − before` of plane k. The output is
/// `[N, K, L′]` with
///
///     L′ = (L − 1)·stride + (S − 1)·dilation + 1 − before − after + outputPadding
///
/// It is the backward pass of a ``Conv1D`` with the same options, taken forward. An output is a sum of
/// C/groups·S/stride products on average, the fan-in of its initial weights.
///
/// - Complexity: `N·C·K/groups·S·L` multiply–adds.
/// - SeeAlso: Dumoulin and Visin, "A guide to convolution arithmetic for deep learning",
///   arXiv:1603.07285.
public struct TransposedConv1D: TransposedConvolutionLayer {
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
  /// `weight` `[C, K/groups, S]`, and `bias` `[K]` if there is one; empty until the layer is built.
  public var parameters: [Parameter] = []

  /// Creates a layer whose number of input channels is known once it is built.
  ///
  /// - Parameters:
  ///   - filters: The number of output channels.
  ///   - kernel: The length of the patterns.
  ///   - stride: The step from one stamp to the next.
  ///   - padding: What is cut off the output: `.valid` for nothing, an integer, `.explicit(…)`, or `.same`
  ///     for so much that its size is the stride times that of the input.
  ///   - outputPadding: How much is added at the end of each axis; less than the stride.
  ///   - outputSize: The size of the output, for which the padding is chosen: more of it before, or after with `.same`;
  ///     nil for what padding and output padding give.
  ///   - dilation: The step between neighbors of the pattern.
  ///   - groups: The number of parts of the channels, each of which has filters of its own.
  public init(
    _ filters: Int, kernel: Int, stride: Int = 1,
    padding: some PaddingConvertible = .valid, outputPadding: Int = 0,
    outputSize: (any SizesConvertible)? = nil,
    dilation: Int = 1, groups: Int = 1, bias: Bool = true, initializer: Initializer = .he,
    name: String = ""
  ) {
    self.filters = filters
    self.options = WindowOptions(
      axes: 1, window: kernel, stride: stride, padding: padding.padding,
      dilation: dilation, groups: groups)
    self.outputPadding = spread(outputPadding.sizes, axes: 1)
    self.outputSize = outputSize.map { spread($0.sizes, axes: 1) }
    self.hasBias = bias
    self.initializer = initializer
    self.name = name
  }

  /// The kind of layer.
  public var kind: String { "transposed" }
}
