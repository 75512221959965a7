/// How much each pixel of the input really moves one position of a layer's output.
public struct EffectiveReceptiveField: Sendable, Equatable {
  /// The name of the layer.
  public let layer: String
  /// The position in its maps.
  public let position: CellIndex
  /// The mean magnitude of the gradient at each pixel, `[H, W]`.
  public let map: Tensor
  /// What the position could see at most, by the windows.
  public let region: ReceptiveRegion

  /// The part of the pixels in the region whose gradient is above 4.55 % of the largest one.
  ///
  /// That is what lies within two standard deviations of a Gaussian.
  public var effectivePart: Double {
    let largest = map.max
    let pixels = region.rows.count * region.columns.count
    guard largest > 0, pixels > 0 else { return 0 }
    return Double(map.scalars.count { $0 > (1 - 0.9545) * largest }) / Double(pixels)
  }
}

extension Sequential {
  /// Returns how much each pixel moves one position of a layer's output, on average over images.
  ///
  ///     E[i,j] = mean over images of  Σ |∂ y / ∂x[c,i,j]|  over c,   y = Σ A[k, row, column] over k
  ///
  /// Pixels in the middle reach the position on many ways, those at the edge on few, so that it is much smaller
  /// than the theoretical field.
  ///
  /// - Parameters:
  ///   - name: The layer: one of the model itself, not of a block.
  ///   - images: A batch `[N, C, H, W]`; random ones with independent normal pixels if none is given.
  ///   - row: The row of the position; the middle one if none is given.
  ///   - column: The column, likewise.
  ///   - seed: The seed of random images; the notebook's if none is given.
  /// - Throws: `ModelError` when the model is not built, there is no such layer or it gives no maps,
  ///   `InterpretationError` when there is no such position or no image, `ShapeError` when images have another
  ///   shape than the model takes.
  /// - SeeAlso: Luo, Li, Urtasun, Zemel, "Understanding the effective receptive field in deep convolutional
  ///   neural networks", NIPS 2016, section 3.
  public func effectiveReceptiveField(
    of name: String, images: Tensor? = nil, row: Int? = nil, column: Int? = nil, seed: UInt64? = nil
  ) throws -> EffectiveReceptiveField {
    let stages = try receptiveStages(of: name, row: row, column: column)
    guard let inputShape, let last = stages.last, inputShape.rank == 3 else { throw ModelError.notBuilt }
    let index = try layerIndex(name)
    let images =
      images
      ?? Tensor.randomNormal(
        inputShape.batched(20), name: "effectiveReceptiveField", seed: seed ?? Randomness.seed)
    guard images.rank == 4, images.shape[0] > 0 else { throw InterpretationError.nothing("images") }
    let (row, column) = (last.region.rows.lowerBound, last.region.columns.lowerBound)
    var map = Tensor.zeros([inputShape[1], inputShape[2]])
    for n in 0..<images.shape[0] {
      let pass = try RecordedPass(self, images.slice(n), upTo: index)
      let shape = pass.outputs[index].shape
      var seed = Tensor.zeros(shape)
      for k in 0..<shape[1] { seed.scalars[(k * shape[2] + row) * shape[3] + column] = 1 }
      let gradient = pass.gradient(seed)
      for (position, value) in gradient.scalars.enumerated() {
        map.scalars[position % map.count] += value.magnitude
      }
    }
    return EffectiveReceptiveField(
      layer: name, position: CellIndex(row: row, column: column),
      map: map.map { $0 / Float(images.shape[0]) }, region: stages[0].region)
  }
}
