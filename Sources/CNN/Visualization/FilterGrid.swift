/// Returns the filters of a convolution layer as small images, one for each plane; 0 is the page's color.
///
/// - Parameter name: The layer's name, such as `conv1`.
/// - Throws: `ModelError` when there is no such layer, or it has no filters.
public func filters(of name: String, in model: Sequential) throws -> Figure {
  let weight = try filterWeights(of: name, in: model)
  return Figure {
    filterGrid(weight, title: "\(name): \(weight.shape)", scale: weight.symmetricRange)
  }
}

/// Returns the filters of a layer in two states of a model, below each other and in one scale of colors.
///
/// - Throws: `ModelError` when there is no such layer, or it has no filters.
public func filters(of name: String, before: Sequential, after: Sequential) throws -> Figure {
  let states = (try filterWeights(of: name, in: before), try filterWeights(of: name, in: after))
  let largest = max(states.0.symmetricRange.upperBound, states.1.symmetricRange.upperBound)
  return Figure(name, columns: 1) {
    filterGrid(states.0, title: "before training", scale: -largest...largest)
    filterGrid(states.1, title: "after training", scale: -largest...largest)
  }
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
private func filterGrid(_ weight: Tensor, title: String, scale: ClosedRange<Double>) -> ImageGrid {
  let depth = weight.shape[1]
  let images = (0..<weight.shape[0]).flatMap { k in
    (0..<depth).map { c in
      GridImage(weight.slice(k).slice(c).rows, title: depth == 1 ? "\(k)" : "\(k), \(c)")
    }
  }
  return ImageGrid(
    images, title: title, columns: depth == 1 ? nil : min(depth, 16), colormap: .diverging,
    scale: .range(scale), imageSize: depth == 1 ? 72 : 36)
}
