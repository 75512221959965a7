/// A 2-D convolution layer: each output channel is a learned pattern slid over the image.
///
/// For images `x` `[N, C, H, W]`, weights `w` `[K, C, R, S]` and bias `b` `[K]`:
///
///     y[n,k,i,j] = Σ x[n,c, i·stride+r−top, j·stride+s−left] · w[k,c,r,s] + b[k]   over c, r, s
///
/// giving `[N, K, ⌊(H+top+bottom−R)/stride⌋+1, ⌊(W+left+right−S)/stride⌋+1]`; outside the image `x` is 0.
/// As in every library, the filter is not turned: mathematically this is a cross-correlation.
///
/// - Complexity: `N·K·C·R·S·H′·W′` multiply–adds.
/// - SeeAlso: deck rows 000-23 and 001-01 to 001-06; Dumoulin and Visin, "A guide to convolution arithmetic
///   for deep learning", arXiv:1603.07285.
public struct Conv2D: Layer {
  /// The name in summaries and messages.
  public var name: String
  /// The number of output channels `K`.
  public let filters: Int
  /// The size of the filters.
  public let kernel: Size2D
  /// The step between windows, in pixels.
  public let stride: Size2D
  /// The zeros around the image.
  public let padding: Padding
  /// Whether a learned number is added to each output channel.
  public let hasBias: Bool
  /// How the weights start out.
  public let initializer: Initializer
  /// `weight` `[K, C, R, S]`, and `bias` `[K]` if there is one; empty until the layer is built.
  public var parameters: [Parameter] = []

  /// Creates a layer whose number of input channels is known once it is built.
  ///
  /// - Parameters:
  ///   - filters: The number of output channels.
  ///   - kernel: The height and width of the filters: an integer or `[rows, columns]`.
  public init(
    _ filters: Int, kernel: some Size2DConvertible, stride: some Size2DConvertible = 1,
    padding: some PaddingConvertible = .valid, bias: Bool = true, initializer: Initializer = .he,
    name: String = ""
  ) {
    self.filters = filters
    self.kernel = kernel.size2D
    self.stride = stride.size2D
    self.padding = padding.padding
    self.hasBias = bias
    self.initializer = initializer
    self.name = name
  }

  /// The kind of layer.
  public var kind: String { "conv" }

  /// Makes the weights for `C` input channels, and a bias of zeros.
  public mutating func build(input: Shape, seed: UInt64) throws(ShapeError) {
    _ = try outputShape(for: input)
    let window = kernel.rows * kernel.columns
    let weight = initializer.tensor(
      [filters, input[0], kernel.rows, kernel.columns], fanIn: input[0] * window, fanOut: filters * window,
      name: "\(name).weight", seed: seed)
    parameters = [Parameter("weight", weight)] + (hasBias ? [Parameter("bias", .zeros([filters]))] : [])
  }

  /// Returns `[K, H′, W′]` for `[C, H, W]`.
  public func outputShape(for input: Shape) throws(ShapeError) -> Shape {
    guard filters > 0 else { throw ShapeError(self, .notPositive("number of filters", "\(filters)")) }
    if let weight = parameters.first?.value, input.rank == 3, input[0] != weight.shape[1] {
      throw ShapeError(self, .channels(expected: weight.shape[1], got: input))
    }
    let geometry = try windowGeometry(input, window: kernel, stride: stride, padding: padding)
    return [filters, geometry.output.rows, geometry.output.columns]
  }

  /// Returns the output, and the way back: deck rows 000-14 to 000-28.
  public func forward(_ x: Tensor, context: Context) -> ForwardPass {
    let geometry = geometry(x.planeSize)
    requireBuilt()
    let weight = parameters[0].value
    let bias = hasBias ? parameters[1].value : nil
    let output = Convolution2D.forward(x, weight, bias: bias, geometry: geometry)
    return ForwardPass(output) { dy in
      let input =
        context.needsInputGradient ? Convolution2D.backwardInput(dy, weight, geometry: geometry) : []
      let filter = Convolution2D.backwardFilter(dy, x, geometry: geometry)
      return LayerGradients(
        input: input, parameters: bias == nil ? [filter] : [filter, Convolution2D.backwardBias(dy)])
    }
  }

  /// Returns `K·C·R·S·H′·W′`.
  public func multiplyAdds(for input: Shape) -> Int {
    let output = geometry(Size2D(rows: input[-2], columns: input[-1])).output
    return filters * input[0] * kernel.rows * kernel.columns * output.rows * output.columns
  }

  /// Returns `Textbook.correlate`.
  public func reference(_ x: NDArray<Double>, parameters: [NDArray<Double>]) -> NDArray<Double> {
    Textbook.correlate(
      x, parameters[0], bias: hasBias ? parameters[1] : nil,
      geometry: geometry(Size2D(rows: x.shape[2], columns: x.shape[3])))
  }

  /// That of double precision.
  public var referencePrecision: Double { .ulpOfOne }

  private func geometry(_ input: Size2D) -> WindowGeometry {
    WindowGeometry(input: input, window: kernel, stride: stride, padding: padding)
  }
}
