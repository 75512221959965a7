/// The logarithm of the softmax over the channels: `y[c] = (s[c] − m) − ln Σ exp(s[c′] − m)` with `m = max s[c]`.
///
/// For vectors `[N, C]`, or maps `[N, C, …]` position by position. It is exact where a probability is too small to be a
/// number. Backward, `∂L/∂s = ∂L/∂y − p·Σ ∂L/∂y` with the softmax `p`; the sum over the channels is a long sum
/// (`Textbook.sum`).
public struct LogSoftmax: Layer {
  /// The name in summaries and messages.
  public var name: String

  /// Creates a layer.
  public init(name: String = "") { self.name = name }

  /// The kind of layer.
  public var kind: String { "logsoftmax" }

  /// Returns the shape of the input.
  public func outputShape(for input: Shape) throws(ShapeError) -> Shape {
    guard input.rank >= 1, input[0] > 0 else { throw ShapeError(self, .notFlat(got: input)) }
    return input
  }

  /// Returns the output, and the pullback.
  public func forward(_ x: Tensor, context: Context) -> ForwardPass {
    require(x.rank >= 2, "layer \"\(displayName)\" takes a batch [N, C, …], got shape \(x.shape)")
    return ForwardPass(logSoftmax(x)) { dy in
      LayerGradients(input: LogSoftmaxKernel.backward(dy, p: SoftmaxKernel.forward(x)))
    }
  }

  /// Returns `Textbook.logSoftmax`.
  public func reference(_ x: NDArray<Double>, parameters: [NDArray<Double>]) -> NDArray<Double> {
    Textbook.logSoftmax(x)
  }

  /// That of double precision.
  public var referencePrecision: Double { .ulpOfOne }
}
