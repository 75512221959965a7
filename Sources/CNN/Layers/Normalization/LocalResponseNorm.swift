/// Local response normalization, as in AlexNet: each element is divided by a power of the squares around it, across the
/// channels.
///
///     y[c] = x[c] / (bias + (α / size) · Σ x[c′]²)^β   over c′ from c − ⌊(size − 1)/2⌋ to c + ⌈(size − 1)/2⌉
///
/// Channels that do not exist are left out of the sum, not of the divisor `size`. For maps `[N, C, …]`; the shape stays.
/// The formula and the defaults are those of ONNX; with an odd size PyTorch's are the same. Sums run over the channels
/// in order, and nothing is fused.
///
/// - Complexity: `x.count · size` multiply–adds and two elementary functions an element.
/// - SeeAlso: Krizhevsky, Sutskever, Hinton, "ImageNet classification with deep convolutional neural networks", 2012.
public struct LocalResponseNorm: Layer {
  /// The name in summaries and messages.
  public var name: String
  /// The number of channels in a sum.
  public let size: Int
  /// The factor of the mean of the squares.
  public let alpha: Float
  /// The exponent.
  public let beta: Float
  /// What is added to the mean of the squares.
  public let bias: Float

  /// Creates a layer.
  public init(_ size: Int, alpha: Float = 1e-4, beta: Float = 0.75, bias: Float = 1, name: String = "") {
    self.size = size
    self.alpha = alpha
    self.beta = beta
    self.bias = bias
    self.name = name
  }

  /// The kind of layer.
  public var kind: String { "lrn" }

  /// Returns the shape of the input, `[C, …]`.
  public func outputShape(for input: Shape) throws(ShapeError) -> Shape {
    guard input.rank > 0 else { throw ShapeError(self, .notMap(axes: 2, got: input)) }
    guard size > 0 else { throw ShapeError(self, .notPositive("size", "\(size)")) }
    guard bias > 0 else { throw ShapeError(self, .notPositive("bias", "\(bias)")) }
    guard alpha >= 0 else {
      throw ShapeError(self, .outOfRange("alpha", got: "\(alpha)", allowed: "at least 0"))
    }
    return input
  }

  /// Returns the output, and the pullback.
  public func forward(_ x: Tensor, context: Context) -> ForwardPass {
    require(x.rank > 1, "layer \"\(displayName)\" takes a batch [N, C, …], got shape \(x.shape)")
    let map = LocalResponseNormalization(x, size: size, alpha: alpha, beta: beta, bias: bias)
    return ForwardPass(map.output) { LayerGradients(input: map.backward($0)) }
  }

  /// Returns `Textbook.localResponseNorm`.
  public func reference(_ x: NDArray<Double>, parameters: [NDArray<Double>]) -> NDArray<Double> {
    Textbook.localResponseNorm(
      x, size: size, alpha: Double(alpha), beta: Double(beta), bias: Double(bias))
  }

  /// That of double precision.
  public var referencePrecision: Double { .ulpOfOne }
}
