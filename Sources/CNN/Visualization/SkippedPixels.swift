/// Returns in how many windows each pixel of an image lies, with those framed that lie in none.
///
/// A stride that does not fit, `(H + padding − window) mod stride ≠ 0`, drops the last rows or columns; a stride
/// longer than the window also leaves gaps between windows.
///
/// - Parameters:
///   - input: The height and width of the image.
///   - window: The size of the windows.
/// - Throws: `InterpretationError` when a size is not positive or no window fits.
/// - SeeAlso: deck row 003-23.
public func skippedPixels(
  input: some Size2DConvertible, window: some Size2DConvertible, stride: some Size2DConvertible,
  padding: some PaddingConvertible = .valid
) throws(InterpretationError) -> Figure {
  let g = try checkedWindow(input.size2D, window.size2D, stride.size2D, padding.padding)
  var counts = Tensor.zeros([g.input.rows, g.input.columns])
  for output in g.output.places {
    for element in g.window.places {
      let pixel = g.pixel(output.row, output.column, element.row, element.column)
      if g.isInside(pixel.row, pixel.column) { counts[pixel.row, pixel.column] += 1 }
    }
  }
  let skipped = g.input.places.filter { counts[$0.row, $0.column] == 0 }
  let facts = "\(skipped.count) of \(counts.count) pixels skipped"
  func rest(_ size: Int, _ window: Int, _ stride: Int) -> Int { (size - window) % stride }
  let margins = g.margins
  let (down, across) = (
    rest(g.input.rows + margins.top + margins.bottom, g.window.rows, g.stride.rows),
    rest(g.input.columns + margins.left + margins.right, g.window.columns, g.stride.columns)
  )
  let reason =
    down == 0 && across == 0 ? "" : " The stride leaves \(down) rows and \(across) columns at the end."
  return Figure(
    description: "\(g.window) windows with stride \(g.stride) on an image of \(g.input) give an output of "
      + "\(g.output); \(facts).\(reason)"
  ) {
    Heatmap(
      counts.rows, title: facts, colormap: .sequential,
      range: 0...Double(max(1, counts.max)),
      highlighted: Set(skipped.map { CellIndex(row: $0.row, column: $0.column) }), x: "column", y: "row")
  }
}
