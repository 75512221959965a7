extension Sequential {
  /// What one pass through all layers gives.
  struct LayerPasses {
    var output: Tensor
    /// The ways back, first to last: one for each layer.
    var pullbacks: [Pullback] = []
    /// The new values of all buffers, after a training step.
    var buffers: [Tensor] = []
  }

  /// Runs a batch through the layers.
  ///
  /// - Parameter fuses: Whether layers may take the rectifiers beside them along. The bits are the same; but
  ///   what a layer hands back then is not always the gradient to its own input.
  func passes(_ x: Tensor, context: Context, fuses: Bool) -> LayerPasses {
    var passes = LayerPasses(output: x)
    // Below the first layer that learns, nobody needs a gradient.
    var needsGradient = context.needsInputGradient
    for (index, layer) in layers.enumerated() {
      var own = layer.adapted(context)
      own.needsInputGradient = needsGradient
      let pass =
        fuses ? fusedPass(at: index, passes.output, own) : layer.forward(passes.output, context: own)
      passes.output = pass.output
      needsGradient = needsGradient || layer.learns
      passes.pullbacks.append(
        needsGradient ? layer.trainable(pass).pullback : { _ in LayerGradients(input: []) })
      if context.mode == .training {
        passes.buffers += pass.buffers.isEmpty ? layer.buffers.map(\.value) : pass.buffers
      }
    }
    return passes
  }

  private func fusedPass(at index: Int, _ x: Tensor, _ context: Context) -> ForwardPass {
    if layers[index] is ReLU {
      let output = fuses(.after, index - 1) ? x : ActivationKernel.relu.forward(x)
      let isLeftToNext = fuses(.before, index + 1)
      return ForwardPass(output) { dy in
        LayerGradients(input: isLeftToNext ? dy : ActivationKernel.relu.backward(dy, x: output))
      }
    }
    guard let layer = layers[index] as? any RectifierFusing else {
      return layers[index].forward(x, context: context)
    }
    var rectifiers: FusedRectifiers = []
    if index > 0 && layers[index - 1] is ReLU { rectifiers.insert(.before) }
    if index + 1 < layers.count && layers[index + 1] is ReLU { rectifiers.insert(.after) }
    return layer.forward(x, context: context, fusing: rectifiers.intersection(layer.fusibleRectifiers))
  }

  /// Whether the layer at `index`, if there is one, takes the rectifier on one of its sides along.
  private func fuses(_ rectifier: FusedRectifiers, _ index: Int) -> Bool {
    guard layers.indices.contains(index) else { return false }
    return (layers[index] as? any RectifierFusing)?.fusibleRectifiers.contains(rectifier) ?? false
  }
}
