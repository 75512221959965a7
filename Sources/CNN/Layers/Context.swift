/// Whether a model is used or trained; some layers, such as dropout, then differ.
public enum Mode: Sendable {
  /// The model is used: batch normalization has its running statistics, and dropout does nothing.
  case inference
  /// The model learns: batch normalization has the statistics of the batch, and dropout draws a mask.
  case training
}

/// What a layer may know of the pass that it takes part in.
public struct Context: Sendable {
  /// Whether the model is used or trained.
  public var mode: Mode
  /// The seed of layers that draw random numbers: with their name and the step it gives their stream.
  public var seed: UInt64
  /// The number of the training step, from 0; 0 in inference.
  public var step: Int
  /// Whether anyone asks for ∂L/∂x; the first layer of a training need not compute it.
  public var needsInputGradient = true
  /// Whether anyone asks for the gradients to the layer's parameters; where not, they may be left out.
  public var needsParameterGradients = true
  /// The ReLU layers beside the layer that it applies itself: some of its ``ReLUFusing/fusibleReLUs``.
  var fusedReLUs: FusedReLUs = []
  /// The images of the batch that this rank computes; nil for all of them.
  package var share: Share?

  /// The pass of a model that is used as it is.
  public static let inference = Context(mode: .inference, seed: 0, step: 0)

  /// The pass of a model that only its output is asked of: no gradient is ever pulled back.
  static let prediction: Context = {
    var context = inference
    (context.needsInputGradient, context.needsParameterGradients) = (false, false)
    return context
  }()

  /// Returns the pass of a training step.
  public static func training(seed: UInt64, step: Int) -> Context {
    Context(mode: .training, seed: seed, step: step)
  }
}
