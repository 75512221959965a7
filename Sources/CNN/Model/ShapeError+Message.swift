extension ShapeError: CustomStringConvertible {
  /// What happened, with the arithmetic and a remedy, and the model up to the layer.
  public var description: String {
    let message = layer.isEmpty ? explanation : "layer \"\(layer)\": \(explanation)"
    return summary.map { "\(message)\n\n\($0)" } ?? message
  }

  private var explanation: String {
    switch problem {
    case .notImage(let got):
      "expected an image [channels, rows, columns], got \(got). "
        + (got.rank == 1 ? "Move it before Flatten." : "Build the model with such a shape.")
    case .notFlat(let got):
      "expected a vector, got \(got). Put Flatten() before it, which gives [\(got.count)]."
    case .notMap(let axes, let got):
      "expected channels with \(axes) spatial ax\(axes == 1 ? "is" : "es"), "
        + "\(axes == 1 ? "[channels, length]" : "[channels, depth, rows, columns]"), got \(got)."
    case .sizeCount(let what, let expected, let got):
      "the \(what) is one size for all \(expected) axes or one for each, got \(got)."
    case .outOfRange(let what, let got, let allowed):
      "the \(what) must be \(allowed), got \(got)."
    case .poolTooLarge(let geometry):
      Self.explain(tooLarge: geometry)
    case .cannotAdd(let body, let shortcut):
      "its layers give \(body), but \(shortcut) goes around them, and only equal shapes can be added. "
        + "Keep the shape, or give the block a shortcut such as Conv2D(\(body.rank == 0 ? 1 : body[0]), kernel: 1)."
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
    case .windowTooLarge(let geometry):
      Self.explain(tooLarge: geometry)
    case .paddingExceedsWindow(let window):
      "the padding must be less than the \(window) window, as a window of padding alone has no maximum."
    case .notPositive(let what, let value):
      "the \(what) must be positive, got \(value)."
    case .input(let expected, let got):
      "the model was built for inputs \(expected), got \(got). Each input is one image or a batch of them."
    case .noLayers:
      "the model has no layers."
    case .duplicateName:
      "two layers have this name. Give each its own name."
    case .convolution(let problem): problem.description
    }
  }

  private static func explain(tooLarge g: PoolingGeometry) -> String {
    let names = ["slices", "rows", "columns"].suffix(g.axes.count)
    let arithmetic = zip(names, g.axes).filter { $1.output == 0 }.map { name, axis in
      "\(axis.input) + \(axis.before) + \(axis.after) = \(axis.input + axis.before + axis.after) \(name)"
        + " < \(axis.extent)"
    }
    return "the \(text(g.axes.map(\.window))) window does not fit the "
      + "\(text(g.input)) image with its padding: \(arithmetic.joined(separator: ", ")). "
      + "Use a smaller window, padding: .same, or fewer poolings before it."
  }

  private static func explain(tooLarge g: WindowGeometry) -> String {
    func axis(_ name: String, _ size: Int, _ before: Int, _ after: Int, _ window: Int) -> String? {
      guard size + before + after < window else { return nil }
      return "\(size) + \(before) + \(after) = \(size + before + after) \(name) < \(window)"
    }
    let arithmetic = [
      axis("rows", g.input.rows, g.margins.top, g.margins.bottom, g.window.rows),
      axis("columns", g.input.columns, g.margins.left, g.margins.right, g.window.columns),
    ].compactMap(\.self).joined(separator: ", ")
    return "the \(g.window) window does not fit the \(g.input) image with its padding: \(arithmetic). "
      + "Use a smaller window, padding: .same, or fewer poolings before it."
  }
}
