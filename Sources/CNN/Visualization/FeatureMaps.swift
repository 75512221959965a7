/// Returns what a layer makes of an image: one small picture for each channel of its output.
///
/// The maps share one scale from black to white; one in which nothing happens is evenly dark. Where most maps would be
/// almost black beside the strongest one, each has its own scale, and the picture says so.
///
/// - Parameters:
///   - name: The layer's name, such as `conv1`.
///   - image: An image `[C, H, W]`.
///   - limit: The number of maps; of more, the first ones are shown.
/// - Throws: `ModelError` when there is no such layer or it gives no maps, `ShapeError` when the image has
///   another shape than the model takes.
public func featureMaps(
  of name: String, in model: Sequential, for image: Tensor, limit: Int = 64
) throws -> Figure {
  let output = try model.activation(of: name, for: image)
  guard output.rank == 3 else { throw ModelError.noMaps(name, shape: output.shape) }
  let shown = min(output.shape[0], max(1, limit))
  let range = shown < output.shape[0] ? ", \(part(shown, of: output.shape[0])) maps" : ""
  let maps = (0..<shown).map { GridImage(output.slice($0).rows, title: "\($0)") }
  let strongest = (0..<output.shape[0]).max { output.slice($0).max < output.slice($1).max } ?? 0
  let silent = (0..<output.shape[0]).filter { output.slice($0).scalars.allSatisfy { $0 == 0 } }
  // What one value in twenty of a map exceeds decides how much of it is seen.
  let seen = (0..<shown).map { index -> Float in
    let values = output.slice(index).scalars.sorted()
    return values[values.count * 19 / 20]
  }.filter { $0 > 0 }
  let isDark = output.min >= 0 && 2 * seen.count { 4 * $0 < output.max } > seen.count
  let remark =
    silent.isEmpty ? "" : " \(list(silent, "map")) \(silent.count == 1 ? "is" : "are") 0 everywhere."
  return Figure(
    description:
      "What layer \(name) makes of an image: \(output.shape[0]) maps of \(output.shape[1])×\(output.shape[2]) "
      + "values from \(text(output.min)) to \(text(output.max)), the largest of them in map \(strongest).\(remark)"
      + (range.isEmpty ? "" : " The first \(shown) maps are shown.")
      + (isDark ? " Each map is shown on its own scale." : ""),
    columns: 2
  ) {
    // Other numbers of channels than gray and color have no picture.
    if [1, 3].contains(image.shape[0]) {
      ImageGrid([gridImage(image, title: "input")], scale: .each, imageSize: 96)
    }
    ImageGrid(
      maps, title: "\(name): \(output.shape)\(range)",
      columns: columns(for: maps.count),
      scale: isDark ? .each : .shared,
      showsColorBar: !isDark, imageSize: maps.count > mostLarge ? 52 : 72)
  }
}

/// The most maps that are drawn large.
private let mostLarge = 20

/// The number of maps in a row that leaves no gap or a small one in the last row: at most five, or eight small ones.
private func columns(for count: Int) -> Int {
  if count > mostLarge { return 8 }
  return count <= 5 ? count : [5, 4, 3].first { count.isMultiple(of: $0) } ?? 5
}
