/// Returns the images that excite each class of a model, or chosen ones, found by climbing the gradient.
///
/// Each has its own contrast. They are no images of the classes, but what the model answers to.
///
/// - Parameters:
///   - labels: The classes; all of them if none are given.
///   - names: The names of the classes; their numbers if there are none.
/// - Throws: what ``Sequential/preferredImage(of:steps:rate:decay:smoothing:seed:)`` throws.
public func preferredImages(
  in model: Sequential, classes labels: [Int]? = nil, names: [String] = [], steps: Int = 60,
  rate: Float = 0.1, decay: Float = 0.02, smoothing: Float = 0.1, seed: UInt64? = nil
) throws -> Figure {
  guard let output = model.outputShape else { throw ModelError.notBuilt }
  let labels = labels ?? (output.rank == 1 ? Array(0..<output[0]) : [0])
  return try preferredFigure(
    labels.map { ($0 < names.count && $0 >= 0 ? names[$0] : "\($0)", ActivationTarget.score(of: $0)) },
    what: "the score of a class", model, steps, rate, decay, smoothing, seed)
}

/// Returns the images that excite each map of a layer, or chosen ones, found by climbing the gradient.
///
/// - Parameters:
///   - name: The layer.
///   - channels: The maps; all of them if none are given.
/// - Throws: what ``Sequential/preferredImage(of:steps:rate:decay:smoothing:seed:)`` throws.
public func preferredImages(
  of name: String, in model: Sequential, channels: [Int]? = nil, steps: Int = 60, rate: Float = 0.1,
  decay: Float = 0.02, smoothing: Float = 0.1, seed: UInt64? = nil
) throws -> Figure {
  guard model.inputShape != nil else { throw ModelError.notBuilt }
  let count = try model.mapShape(at: try model.layerIndex(name))[0]
  return try preferredFigure(
    (channels ?? Array(0..<count)).map { ("\($0)", ActivationTarget.channel($0, of: name)) },
    what: "a map of layer \(name)", model, steps, rate, decay, smoothing, seed)
}

private func preferredFigure(
  _ targets: [(name: String, target: ActivationTarget)], what: String, _ model: Sequential, _ steps: Int,
  _ rate: Float, _ decay: Float, _ smoothing: Float, _ seed: UInt64?
) throws -> Figure {
  guard !targets.isEmpty else { throw InterpretationError.nothing("classes or maps") }
  let found = try targets.map {
    try model.preferredImage(
      of: $0.target, steps: steps, rate: rate, decay: decay, smoothing: smoothing, seed: seed)
  }
  let courses = zip(targets, found).map { target, image in
    "\(target.name) from \(text(image.activations[0])) to \(text(image.activations[steps]))"
  }
  return Figure(
    description: "Images that excite \(what), after \(steps) steps up the gradient. The activation rises: "
      + courses.joined(separator: ", ") + "."
  ) {
    ImageGrid(
      zip(targets, found).map { gridImage($1.image, title: $0.name) }, columns: min(8, targets.count),
      scale: .each, imageSize: targets.count <= 4 ? 112 : 80)
  }
}
