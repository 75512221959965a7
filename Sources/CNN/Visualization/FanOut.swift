/// Returns the outputs that one pixel takes part in, and the weight with which it does.
///
///     z(r′, c′) += x(r, c) · w(r − r′, c − c′)
///
/// Arrows go from the pixel to each output; the second picture shows `∂z/∂x(r, c)` at these outputs, which is
/// the filter, turned by 180°.
///
/// - Parameters:
///   - row: The row of the pixel.
///   - column: The column of the pixel.
///   - x: The input `[H, W]`.
///   - filter: The filter `[R, S]`.
/// - Throws: `InterpretationError` when one of both is no plane, the filter does not fit, or there is no such
///   pixel.
public func fanOut(
  row: Int, column: Int, of x: Tensor, filter: Tensor, stride: some SizesConvertible = 1,
  padding: some PaddingConvertible = .valid
) throws(InterpretationError) -> Figure {
  for plane in [x, filter] {
    guard plane.rank == 2, plane.count > 0 else { throw .noImage(plane.shape) }
  }
  let g = try checkedWindow(x.planeSize, filter.planeSize, stride: stride, padding: padding.padding)
  let position = Position(row: row, column: column)
  guard g.isInside(position) else {
    throw .outOfRange("the pixel", value: "(\(row), \(column))", allowed: "inside of \(g.inputPlane)")
  }
  let z = correlate(x, filter, stride: stride, padding: padding)
  var weights = Tensor.zeros(z.shape)
  var reached: [CellIndex] = []
  for element in g.elements {
    guard let output = g.output(for: position, at: element) else { continue }
    weights[output.row, output.column] = filter[element.row, element.column]
    reached.append(CellIndex(row: output.row, column: output.column))
  }
  let pixel = CellIndex(row: row, column: column)
  let outputs = reached.count == 1 ? "1 output" : "\(reached.count) outputs"
  return Figure(
    description: "The pixel (\(row), \(column)) takes part in \(outputs): "
      + reached.sorted().prefix(9).map {
        "z(\($0.row), \($0.column)) with the weight \(text(weights[$0.row, $0.column]))"
      }.joined(separator: ", ") + (reached.count > 9 ? ", …" : "") + ".",
    scale: .each
  ) {
    CellArrows(
      // Numbers below arrows could not be read.
      from: Heatmap(
        x.rows, title: "x", showsValues: false, showsColorBar: false, highlighted: [pixel], cellSize: 32),
      to: Heatmap(
        z.rows, title: "z", showsValues: false, showsColorBar: false, highlighted: Set(reached), cellSize: 32),
      links: reached.sorted().map { CellArrows.Link(from: pixel, to: $0) })
    Heatmap(weights.rows, title: "∂z/∂x(\(row), \(column))", highlighted: Set(reached), cellSize: 32)
  }
}
