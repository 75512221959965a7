/// What training makes small: a number that tells how far a batch of outputs is from its labels.
public struct Loss: Sendable {
  /// The name in tables and figures.
  public let name: String
  /// Returns the mean loss of a batch of outputs and its gradient to them.
  public let evaluate: @Sendable (_ outputs: Tensor, _ labels: [Int]) -> (loss: Float, gradient: Tensor)
  /// The kind of activation that the loss applies to the outputs itself; nil for none.
  var includedActivation: String?

  /// Creates a loss.
  public init(
    _ name: String,
    _ evaluate: @escaping @Sendable (_ outputs: Tensor, _ labels: [Int]) -> (loss: Float, gradient: Tensor)
  ) {
    self.name = name
    self.evaluate = evaluate
  }

  /// The cross-entropy, in nats, between the labels and the softmax of the outputs.
  ///
  /// `l = (1/N) Σ −ln p[n, y[n]]`, with the gradient `(p − onehot(y)) / N`: deck row 001-09. Softmax and
  /// logarithm are fused, so the model ends in plain scores, without a softmax.
  public static let softmaxCrossEntropy = Loss("cross-entropy", including: "softmax") { outputs, labels in
    SoftmaxCrossEntropy.mean(outputs, labels: labels)
  }

  /// Creates a loss that applies an activation of a kind itself.
  init(
    _ name: String, including activation: String,
    _ evaluate: @escaping @Sendable (_ outputs: Tensor, _ labels: [Int]) -> (loss: Float, gradient: Tensor)
  ) {
    self.init(name, evaluate)
    includedActivation = activation
  }
}
