/// A layer that can tell its backward pass step by step.
///
/// `explainBackward` asks it for its account, and compares that with what the layer's own pass gives.
public protocol ExplainableLayer: Layer {
  /// The number of axes of one input; nil if it takes any.
  var inputAxes: Int? { get }

  /// What the backward pass is, in a few words.
  var backwardOperation: String { get }

  /// Returns the steps of the backward pass for the batch `x` and the gradient `dz` to its output.
  ///
  /// The layer has been built and the shapes have been checked. The last step of a gradient gives it.
  func backwardSteps(_ x: Tensor, gradient dz: Tensor) -> BackwardSteps
}
