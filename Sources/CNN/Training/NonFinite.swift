internal import CKernels

/// Where the first number turned up that is infinite or not a number.
public struct NonFinite: Sendable, Equatable, CustomStringConvertible {
  /// What was being computed.
  public enum Direction: String, Sendable {
    /// The output of a layer.
    case forward
    /// A gradient.
    case backward
    /// A parameter, by a step of the optimizer.
    case update
  }

  /// The name of the layer; `input` for the images themselves.
  public let layer: String
  /// What holds the number, such as `output`, `weight` or `gradient to the input`.
  public let quantity: String
  /// What was being computed.
  public let direction: Direction
  /// The first position, in row-major order.
  public let index: [Int]
  /// The number: an infinity or NaN.
  public let value: Float

  /// Where it is, in a sentence without its end.
  public var description: String {
    "layer \"\(layer)\", \(direction.rawValue): the \(quantity) is \(value) at \(index)"
  }

  /// What to try.
  var remedy: String {
    layer == "input"
      ? "Look at the data: fillingMissing() and droppingMissing() deal with such pixels."
      : "Try a smaller learning rate, clipping: .byNorm(1), or normalized images."
  }

  /// Finds the first number of `tensor` that is not finite.
  init?(_ tensor: Tensor, layer: String, _ quantity: String, _ direction: Direction) {
    guard let first = tensor.scalars.firstIndex(where: { !$0.isFinite }) else { return nil }
    var (rest, index) = (first, [Int]())
    for size in tensor.shape.dimensions.reversed() {
      index.insert(rest % size, at: 0)
      rest /= size
    }
    self.layer = layer
    self.quantity = quantity
    self.direction = direction
    self.index = index
    value = tensor.scalars[first]
  }
}

extension Tensor {
  /// Whether no element is infinite or NaN.
  package var isFinite: Bool { ck_is_finite(count, scalars) != 0 }
}

extension Sequential {
  /// Runs a step again, and returns the first number that is not finite: forward first, then backward.
  func firstNonFinite(_ batch: Tensor, _ targets: Targets, loss: Loss, context: Context)
    -> NonFinite?
  {
    if let found = NonFinite(batch, layer: "input", "image", .forward) { return found }
    var output = batch
    var pullbacks: [Pullback] = []
    for layer in layers {
      for parameter in layer.parameters {
        if let found = NonFinite(parameter.value, layer: layer.name, parameter.name, .update) { return found }
      }
      let pass = layer.forward(output, context: layer.adapted(context))
      output = pass.output
      if let found = NonFinite(output, layer: layer.name, "output", .forward) { return found }
      pullbacks.append(pass.pullback)
    }
    var gradient = loss.evaluate(output, targets).gradient
    if let found = NonFinite(gradient, layer: loss.name, "gradient to the outputs", .backward) {
      return found
    }
    for (layer, pullback) in zip(layers, pullbacks).reversed() {
      let gradients = layer.trainable(pullback(gradient))
      for (parameter, own) in zip(layer.parameters.filter(\.isTrainable), gradients.parameters) {
        let name = "gradient to \(parameter.name)"
        if let found = NonFinite(own, layer: layer.name, name, .backward) { return found }
      }
      gradient = gradients.input
      if let found = NonFinite(gradient, layer: layer.name, "gradient to the input", .backward) {
        return found
      }
    }
    return nil
  }
}
