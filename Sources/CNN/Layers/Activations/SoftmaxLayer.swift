/// Turns scores into probabilities that sum to 1 over the channels: `p[c] = e^s[c] / Σ e^s[c′]`.
///
/// For vectors `[N, C]`, or maps `[N, C, …]` position by position. Backward, `∂L/∂s = p ⊙ (∂L/∂p − Σ ∂L/∂p ⊙ p)`. To
/// train a classifier leave it out: the loss has it built in, which is faster and exact.
public struct Softmax: Layer {
  /// The name in summaries and messages.
  public var name: String

  /// Creates a layer.
  public init(name: String = "") { self.name = name }

  /// The kind of layer.
  public var kind: String { "softmax" }

  /// Returns the shape of the input.
  public func outputShape(for input: Shape) throws(ShapeError) -> Shape {
    guard input.rank >= 1 else { throw ShapeError(self, .notFlat(got: input)) }
    guard input[0] > 0 else { throw ShapeError(self, .notPositive("number of channels", "0")) }
    return input
  }

  /// Returns the output and the pullback.
  public func forward(_ x: Tensor, context: Context) -> ForwardPass {
    require(x.rank >= 2, "layer \"\(displayName)\" takes a batch [N, C, …], got shape \(x.shape)")
    let p = SoftmaxKernel.forward(x)
    return ForwardPass(p) { dy in LayerGradients(input: SoftmaxKernel.backward(dy, p: p)) }
  }

  /// Returns `Textbook.softmax`.
  public func reference(_ x: NDArray<Double>, parameters: [NDArray<Double>]) -> NDArray<Double> {
    Textbook.softmax(x)
  }

  /// That of double precision.
  public var referencePrecision: Double { .ulpOfOne }
}
