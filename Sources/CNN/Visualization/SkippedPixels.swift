/// Returns in how many windows each pixel of an image lies, with those framed that lie in none.
///
/// A stride that does not fit, `(H + padding − window) mod stride ≠ 0`, drops the last rows or columns; a stride
/// longer than the window also leaves gaps between windows.
///
/// - Parameters:
///   - input: The height and width of the image.
///   - window: The size of the windows.
/// - Throws: `InterpretationError` when a size is not positive or no window fits.
public func skippedPixels(
  input: some SizesConvertible, window: some SizesConvertible, stride: some SizesConvertible,
  padding: some PaddingConvertible = .valid
) throws(InterpretationError) -> Figure {
  let g = try checkedWindow(input, window, stride: stride, padding: padding.padding)
  var counts = Tensor.zeros(Shape(g.inputSizes))
  for output in g.outputs {
    for pixel in g.elements.map({ g.pixel(output, $0) }) where g.isInside(pixel) {
      counts[pixel.row, pixel.column] += 1
    }
  }
  let skipped = g.pixels.filter { counts[$0.row, $0.column] == 0 }
  let facts = "\(skipped.count) of \(counts.count) pixels skipped"
  let (down, across) = (g.rows.dropped, g.columns.dropped)
  let reason =
    down == 0 && across == 0 ? "" : " The stride leaves \(down) rows and \(across) columns at the end."
  return Figure(
    description:
      "\(g.windowPlane) windows with stride \(text(g.axes.map(\.stride))) on an image of \(g.inputPlane) give an output of "
      + "\(g.outputPlane); \(facts).\(reason)"
  ) {
    Heatmap(
      counts.rows, title: facts, colormap: .sequential,
      range: 0...Double(max(1, counts.max)),
      highlighted: Set(skipped.map { CellIndex(row: $0.row, column: $0.column) }), x: "column", y: "row")
  }
}
