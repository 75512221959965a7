/// Returns an image continued beyond its border in each of the five modes, with the image itself framed.
///
/// - Parameters:
///   - x: A plane `[H, W]`.
///   - margin: By how many rows and columns on each side; less than the size of the image.
/// - Throws: `InterpretationError` when `x` is no plane, or a mode cannot continue it so far.
public func paddedImages(_ x: Tensor, by margin: Int) throws(InterpretationError) -> Figure {
  guard x.rank == 2, x.count > 0 else { throw .noImage(x.shape) }
  let size = x.planeSize
  let most =
    PaddingMode.allCases.compactMap {
      [$0.limit(size: size.rows), $0.limit(size: size.columns)].compactMap(\.self).min()
    }.min() ?? margin
  guard margin >= 0 && margin <= most else {
    throw .outOfRange(
      "margin", value: "\(margin)", allowed: "between 0 and \(most) for an image of \(size)")
  }
  let inside = Set(
    size.positions.map { CellIndex(row: $0.row + margin, column: $0.column + margin) })
  let rows = size.rows + 2 * margin
  let cell = rows <= 10 ? 26.0 : max(2, (230 / Double(rows)).rounded(.down))
  return Figure(
    description: "An image of \(size), continued by \(margin) on each side in five modes: "
      + "with zeros, mirrored about the outermost pixels (reflect), mirrored about the border (symmetric), "
      + "with the outermost pixels (replicate), and with the other end (circular).",
    columns: 3
  ) {
    for mode in PaddingMode.allCases {
      let padded = pad(x, by: margin, mode: mode)
      Heatmap(
        padded.rows, title: mode.rawValue, colormap: .sequential, showsValues: rows <= 10,
        highlighted: inside, cellSize: cell)
    }
  }
}
