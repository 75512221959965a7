/// Returns what a layer makes of an image: one small picture for each channel of its output.
///
/// - Parameters:
///   - name: The layer's name, such as `conv1`.
///   - image: An image `[C, H, W]`.
/// - Throws: `ModelError` when there is no such layer or it gives no maps, `ShapeError` when the image has
///   another shape than the model takes.
public func featureMaps(of name: String, in model: Sequential, for image: Tensor) throws -> Figure {
  let output = try model.activation(of: name, for: image)
  guard output.rank == 3 else { throw ModelError.noMaps(name, shape: output.shape) }
  let input = image.shape[0] == 1 ? [GridImage(image.slice(0).rows, title: "input")] : []
  let maps = (0..<output.shape[0]).map { GridImage(output.slice($0).rows, title: "\($0)") }
  return Figure(columns: 2) {
    if !input.isEmpty { ImageGrid(input, imageSize: 96) }
    ImageGrid(
      maps, title: "\(name): \(output.shape)", columns: columns(for: maps.count), scale: .shared,
      imageSize: 72)
  }
}

/// The number of maps in a row, at most five, that leaves no gap or a small one in the last row.
private func columns(for count: Int) -> Int {
  count <= 5 ? count : [5, 4, 3].first { count.isMultiple(of: $0) } ?? 5
}
