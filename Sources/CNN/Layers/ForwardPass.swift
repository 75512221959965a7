/// What a layer hands back in the backward pass.
public struct LayerGradients: Sendable, Equatable {
  /// ∂L/∂x, in the shape of the layer's input; empty if the context says that nobody needs it.
  public var input: Tensor
  /// The gradient to each parameter, in the order of ``Layer/parameters``; a group leaves out those that are frozen.
  public var parameters: [Tensor]

  /// Creates gradients.
  public init(input: Tensor, parameters: [Tensor] = []) {
    self.input = input
    self.parameters = parameters
  }
}

/// Maps ∂L/∂y to ∂L/∂x and the gradients to the parameters; it remembers what the forward pass computed.
public typealias Pullback = (Tensor) -> LayerGradients

/// What a layer gives for a batch: its output and the pullback.
public struct ForwardPass {
  /// The output `y`, a batch.
  public var output: Tensor
  /// The new values of ``Layer/buffers``, in their order; empty if they stay as they are.
  ///
  /// A layer is a value and a pass changes nothing: what a training step has observed, such as a running mean,
  /// is handed out here, and `fit` writes it back.
  public var buffers: [Tensor]
  /// Maps ∂L/∂y to the layer's gradients.
  public var pullback: Pullback

  /// Creates the result of a layer: `ForwardPass(y) { dy in LayerGradients(input: …) }`.
  ///
  /// What it is asked to pull back has to have the shape of `output`.
  public init(_ output: Tensor, buffers: [Tensor] = [], pullback: @escaping Pullback) {
    self.output = output
    self.buffers = buffers
    let shape = output.shape
    self.pullback = { dy in
      require(dy.shape == shape, "expected a gradient of shape \(shape), got \(dy.shape)")
      return pullback(dy)
    }
  }
}
