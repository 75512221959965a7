/// Returns an image and its `im2col` matrix, with a row of the matrix and the patch that it came from framed.
///
/// - Parameters:
///   - row: The row of the matrix: the number of the output, row by row.
///   - x: A plane `[H, W]`.
///   - filter: The size of the windows.
/// - Throws: `InterpretationError` when `x` is no plane, no window fits, or there is no such row.
public func patchFigure(
  row: Int, of x: Tensor, filter: some SizesConvertible, stride: some SizesConvertible = 1,
  padding: some PaddingConvertible = .valid
) throws(InterpretationError) -> Figure {
  guard x.rank == 2 else { throw .noImage(x.shape) }
  let g = try checkedWindow(x.planeSize, filter, stride: stride, padding: padding.padding)
  let count = g.outputCount
  guard (0..<count).contains(row) else {
    throw .outOfRange("row", value: "\(row)", allowed: "one of 0 ..< \(count), the outputs")
  }
  let (i, j) = (row / g.columns.output, row % g.columns.output)
  let padded = Pad.forward(x, g.sides, mode: .zeros)
  let corner = (row: i * g.rows.stride, column: j * g.columns.stride)
  let patch = g.elements.map { CellIndex(row: corner.row + $0.row, column: corner.column + $0.column) }
  let matrix = im2col(x, filter: filter, stride: stride, padding: padding)
  let isPadded = padded.shape != x.shape
  return Figure(
    description: "Row \(row) of the \(matrix.shape[0])×\(matrix.shape[1]) im2col matrix lists the "
      + "\(g.windowPlane) patch of the \(isPadded ? "padded " : "")image that begins at (\(corner.row), "
      + "\(corner.column)); it gives the output (\(i), \(j)): "
      + matrix.slice(row).scalars.prefix(16).map { text($0) }.joined(separator: ", ")
      + (matrix.shape[1] > 16 ? ", …" : "") + "."
  ) {
    Heatmap(padded.rows, title: isPadded ? "padded x" : "x", highlighted: Set(patch), cellSize: 30)
    Heatmap(
      matrix.rows, title: "im2col, row \(row): output (\(i), \(j))", showsValues: matrix.count <= 400,
      highlighted: Set((0..<matrix.shape[1]).map { CellIndex(row: row, column: $0) }),
      cellSize: matrix.shape[0] > 12 || matrix.shape[1] > 12 ? 20 : 26)
  }
}
