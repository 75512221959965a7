extension ShapeError: CustomStringConvertible {
  /// What happened, with the arithmetic and a remedy, and the model up to the layer.
  public var description: String {
    let message = layer.isEmpty ? explanation : "layer \"\(layer)\": \(explanation)"
    return summary.map { "\(message)\n\n\($0)" } ?? message
  }

  private var explanation: String {
    switch problem {
    case .notFlat(let got):
      "expected a vector, got \(got). Put Flatten() before it, which gives [\(got.count)]."
    case .notMap(let axes, let got):
      "expected \(Self.map(axes)), got \(got). "
        + (got.rank == 1 && axes > 1 ? "Move it before Flatten." : "Build the model with such a shape.")
    case .sizeCount(let what, let expected, let got):
      "the \(what) is one size\(expected == 1 ? "" : " for all \(expected) axes or one for each"), got \(got)."
    case .outOfRange(let what, let got, let allowed):
      "the \(what) must be \(allowed), got \(got)."
    case .cannotAdd(let body, let shortcut):
      "its layers give \(body), but \(shortcut) goes around them, and only equal shapes can be added. "
        + Self.remedy(body, shortcut)
    case .cannotSum(let shapes):
      "its branches give \(shapes.map(\.description).joined(separator: " and ")), and only equal shapes can be added. "
        + "Give them the same number of channels, and equal strides."
    case .cannotConcatenate(let shapes):
      "its branches give \(shapes.map(\.description).joined(separator: " and ")), "
        + "which differ in more than the number of channels. Use padding: .same and equal strides."
    case .emptyBlock:
      "the block has no layers."
    case .channels(let expected, let got):
      "its filters are \(expected) deep, the input \(got) has \(got[0]) channels. "
        + "Build the model again for this input."
    case .features(let expected, let got):
      "it has weights for \(expected) inputs, got \(got.count). Build the model again for this input."
    case .notPositive(let what, let value):
      "the \(what) must be positive, got \(value)."
    case .input(let expected, let got):
      "the model was built for inputs \(expected), got \(got). Each input is one image or a batch of them."
    case .noLayers:
      "the model has no layers."
    case .duplicateName:
      "two layers have this name. Give each its own name."
    case .custom(let text): text
    case .window(let problem): problem.description
    }
  }

  /// Returns what to do where a sum has two shapes.
  private static func remedy(_ body: Shape, _ shortcut: Shape) -> String {
    let channels = body.rank == 0 ? 1 : body[0]
    let keepsSizes = body.rank == shortcut.rank && body.droppingFirst == shortcut.droppingFirst
    return keepsSizes
      ? "Keep the shape, or give the block a shortcut such as Conv2D(\(channels), kernel: 1)."
      : "Keep the shape, as with padding: .same, or give the block a shortcut with the strides of its layers, such as "
        + "Conv2D(\(channels), kernel: 1, stride: 2)."
  }

  /// Returns what a layer takes that works along so many axes.
  private static func map(_ axes: Int) -> String {
    switch axes {
    case 1: "a signal [channels, length]"
    case 2: "an image [channels, rows, columns]"
    default: "a volume [channels, depth, rows, columns]"
    }
  }
}
