/// Where in the maps of a layer the evidence for a class lies.
public struct GradCAM: Sendable, Equatable {
  /// The name of the layer.
  public let layer: String
  /// The class whose score it is.
  public let label: Int
  /// The weight `α` of each map, `[K]`.
  public let weights: Tensor
  /// The weighted sum of the maps before it is cut off at zero, `[H′, W′]`.
  public let weightedSum: Tensor

  /// The evidence for the class, `[H′, W′]`, at the resolution of the layer: 0 or more.
  public var map: Tensor { weightedSum.map { $0 > 0 ? $0 : 0 } }

  /// Returns the evidence enlarged to the size of the image, between the positions linearly.
  ///
  /// Positions lie in the middle of the part of the image that they stand for; beyond the outermost the value stays.
  public func map(size: some SizesConvertible) -> Tensor { enlarged(map, to: size.size2D) }
}

extension Sequential {
  /// Returns where in the maps of a layer the evidence for a class lies: gradient-weighted class activation.
  ///
  /// With the maps `A[k]` of `Z` positions each and the score `s` of the class:
  ///
  ///     α[k] = (1/Z) · Σ ∂s/∂A[k,i,j]   over i, j
  ///     L = ReLU(Σ α[k] · A[k])         over k
  ///
  /// - Parameters:
  ///   - image: One image `[C, H, W]`.
  ///   - name: The layer, usually the last one that gives maps: only layers of the model itself, not of a block.
  ///   - label: The class; that of the largest score if none is given.
  /// - Throws: `ModelError` when the model is not built, there is no such layer or it gives no maps, `ShapeError`
  ///   when the image has another shape, `InterpretationError` when there is no such class.
  /// - SeeAlso: Selvaraju et al., "Grad-CAM", ICCV 2017, equations 1 and 2.
  public func gradCAM(for image: Tensor, layer name: String, class label: Int? = nil) throws -> GradCAM {
    guard inputShape != nil else { throw ModelError.notBuilt }
    let index = try layerIndex(name)
    let pass = try RecordedPass(self, image)
    let maps = pass.outputs[index].slice(0)
    guard maps.rank == 3 else { throw ModelError.noMaps(name, shape: maps.shape) }
    let label = try pass.checkedClass(label)
    let gradient = try pass.scoreGradient(of: label, to: index).slice(0)
    let weights = (0..<maps.shape[0]).map { gradient.slice($0).mean }
    let sum = weights.enumerated().reduce(Tensor.zeros([maps.shape[1], maps.shape[2]])) { sum, weight in
      sum + maps.slice(weight.offset).map { weight.element * $0 }
    }
    return GradCAM(
      layer: name, label: label, weights: Tensor(shape: [weights.count], scalars: weights),
      weightedSum: sum)
  }
}

/// Returns a plane in another size, between the centers of its positions linearly.
private func enlarged(_ plane: Tensor, to size: Size2D) -> Tensor {
  let (rows, columns) = (plane.shape[0], plane.shape[1])
  /// The two neighbors along an axis, and the part of the second one.
  func neighbors(_ index: Int, _ from: Int, _ to: Int) -> (Int, Int, Float) {
    let position = (Float(index) + 0.5) * Float(from) / Float(to) - 0.5
    let inside = Swift.max(0, Swift.min(Float(from - 1), position))
    let first = Int(inside)
    return (first, Swift.min(first + 1, from - 1), inside - Float(first))
  }
  var result = Tensor.zeros([size.rows, size.columns])
  for row in 0..<size.rows {
    let (top, bottom, down) = neighbors(row, rows, size.rows)
    for column in 0..<size.columns {
      let (left, right, across) = neighbors(column, columns, size.columns)
      let above = plane[top, left] * (1 - across) + plane[top, right] * across
      let below = plane[bottom, left] * (1 - across) + plane[bottom, right] * across
      result[row, column] = above * (1 - down) + below * down
    }
  }
  return result
}
