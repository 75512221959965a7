/// Returns how the outputs of layers are distributed over a batch of images.
///
/// Each title gives mean and standard deviation; after a ReLU also the part of exact zeros. Layers whose
/// outputs shrink, grow or are mostly zero from one to the next pass on little.
///
/// - Parameters:
///   - names: The layers; all of the model if none are given.
///   - images: A batch `[N, C, H, W]` or one image.
///   - bins: The number of bins.
/// - Throws: `ModelError` when the model is not built or there is no such layer, `ShapeError` when the images
///   have another shape, `InterpretationError` when there are no images or an output is not finite.
public func activationHistograms(
  of names: [String]? = nil, in model: Sequential, for images: Tensor, bins: Int = 40
) throws -> Figure {
  guard model.inputShape != nil else { throw ModelError.notBuilt }
  guard images.count > 0 else { throw InterpretationError.nothing("images") }
  for name in names ?? [] { _ = try model.layerIndex(name) }
  let all = try model.activations(for: images)
  let chosen = names.map { names in names.compactMap { name in all.first { $0.layer == name } } } ?? all
  guard !chosen.isEmpty else { throw InterpretationError.nothing("layers") }
  let panels = try chosen.map { layer, output -> (Axes, String) in
    guard output.scalars.allSatisfy({ $0.isFinite }) else {
      throw InterpretationError.notFinite("outputs of layer \"\(layer)\"")
    }
    let values = output.scalars.map(Double.init)
    let deviation = (values.squaredDeviations / Double(values.count)).squareRoot()
    let zeros = Double(values.count { $0 == 0 }) / Double(values.count)
    let note = zeros > 0.01 ? ", \(percent(zeros)) zeros" : ""
    let facts = "μ = \(text(values.mean)), σ = \(text(deviation))\(note)"
    let axes = Axes("\(layer): \(facts)", x: "output", y: "count", width: 300, height: 220) {
      Histogram(values, bins: bins)
    }
    return (axes, "\(layer) \(facts)")
  }
  return Figure(
    description:
      "How the outputs of \(panels.count == 1 ? "a layer" : "\(panels.count) layers") are distributed: "
      + panels.map(\.1).joined(separator: "; ") + "."
  ) { panels.map { $0.0 as any Panel } }
}
