/// Returns the filters of a convolution layer as small images; 0 is the page's color.
///
/// Filters of three planes are shown in color, as what red, green and blue they look for: there, middle gray
/// is 0. Of others each plane is an image of its own, a row for each filter.
///
/// - Parameters:
///   - name: The layer's name, such as `conv1`.
///   - limit: The number of pictures; of more, the first filters are shown.
/// - Throws: `ModelError` when there is no such layer, or it has no filters.
public func filters(of name: String, in model: Sequential, limit: Int = 256) throws -> Figure {
  let weight = try filterWeights(of: name, in: model)
  return Figure(description: describe(weight, "The filters of layer \(name)")) {
    filterGrid(weight, title: "\(name): \(weight.shape)", scale: weight.symmetricRange, limit: limit)
  }
}

/// Returns the filters of a layer in two states of a model, below each other and in one scale of colors.
///
/// - Parameter limit: The number of pictures of each state; of more, the first filters are shown.
/// - Throws: `ModelError` when there is no such layer, it has no filters, or they differ in shape.
public func filters(
  of name: String, before: Sequential, after: Sequential, limit: Int = 256
) throws -> Figure {
  let states = (try filterWeights(of: name, in: before), try filterWeights(of: name, in: after))
  guard states.0.shape == states.1.shape else {
    throw InterpretationError.shapes(
      "the filters before", states.0.shape, "those after", states.1.shape)
  }
  let largest = max(states.0.symmetricRange.upperBound, states.1.symmetricRange.upperBound)
  let change = (states.1 - states.0).norm / max(states.0.norm, .leastNormalMagnitude)
  return Figure(
    name,
    description: describe(states.0, "The filters of layer \(name) before training")
      + " " + describe(states.1, "After it")
      + " They changed by \(percent(Double(change))) of their length.",
    columns: 1
  ) {
    filterGrid(states.0, title: "before training", scale: -largest...largest, limit: limit)
    filterGrid(states.1, title: "after training", scale: -largest...largest, limit: limit)
  }
}

private func describe(_ weight: Tensor, _ what: String) -> String {
  let planes = weight.shape[1] == 1 ? "" : " with \(weight.shape[1]) channels"
  return "\(what): \(weight.shape[0]) of \(weight.shape[2])×\(weight.shape[3])\(planes), "
    + "values from \(text(weight.min)) to \(text(weight.max))."
}

private func filterWeights(of name: String, in model: Sequential) throws -> Tensor {
  guard let layer = model[name] else {
    throw ModelError.noLayer(name, known: model.layers.map(\.name).filter { !$0.isEmpty })
  }
  guard layer is Conv2D || layer is DepthwiseConv2D else { throw ModelError.noFilters(name) }
  guard let weight = layer.parameters.first?.value else { throw ModelError.notBuilt }
  return weight
}

/// A row for each filter where it has several planes; otherwise the filters side by side.
private func filterGrid(
  _ weight: Tensor, title: String, scale: ClosedRange<Double>, limit: Int
) -> ImageGrid {
  let (count, depth) = (weight.shape[0], weight.shape[1])
  let shown = min(count, depth == 3 ? max(1, limit) : max(1, limit / depth))
  let planes = depth == 3 ? depth : min(depth, max(1, limit))
  var title = title
  if shown < count { title += ", \(part(shown, of: count)) filters" }
  if planes < depth { title += ", \(part(planes, of: depth)) channels of each" }
  if depth == 3 {
    let images = (0..<shown).map { gridImage(weight.slice($0), title: "\($0)") }
    return ImageGrid(images, title: title, scale: .range(scale), imageSize: 72)
  }
  let images = (0..<shown).flatMap { k in
    (0..<planes).map { c in
      GridImage(weight.slice(k).slice(c).rows, title: depth == 1 ? "\(k)" : "\(k), \(c)")
    }
  }
  return ImageGrid(
    images, title: title, columns: depth == 1 ? nil : min(depth, 16), colormap: .diverging,
    imageSize: depth == 1 ? 72 : 36)
}
