/// Returns where a gradient is wrong: the analytic one, the numeric one, and the wrong elements framed.
///
/// - Parameters:
///   - analytic: What is to be checked, in the shape of `x`, which has one or two axes.
///   - x: Where.
///   - tolerance: The largest error that counts as right, as a part of the largest numeric element.
///   - function: A number that depends on `x`, computed in double precision.
/// - Throws: `InterpretationError` when the shapes differ, or `x` is empty or has more than two axes.
public func gradientCheckFigure(
  _ analytic: Tensor, at x: Tensor, tolerance: Double = 1e-4, title: String = "",
  of function: (NDArray<Double>) -> Double
) throws(InterpretationError) -> Figure {
  guard (1...2).contains(x.rank) else { throw .noImage(x.shape) }
  let comparison = try compareGradient(analytic, at: x, of: function)
  let columns = x.shape[-1]
  let wrong = comparison.wrong(tolerance: tolerance)
  let cells = Set(wrong.map { CellIndex(row: $0 / columns, column: $0 % columns) })
  let shape: Shape = [x.count / columns, columns]
  let both = comparison.numeric.symmetricRange.upperBound
  let reach = max(both, analytic.symmetricRange.upperBound)
  let verdict =
    wrong.isEmpty ? "all \(x.count) elements agree" : "\(wrong.count) of \(x.count) elements are wrong"
  func plane(_ values: Tensor, _ title: String) -> Heatmap {
    Heatmap(
      values.reshaped(shape).rows, title: title, colormap: .diverging, range: -reach...reach,
      highlighted: cells)
  }
  return Figure(
    title.isEmpty ? verdict : "\(title): \(verdict)",
    description: "A gradient check: \(verdict) within \(text(tolerance)) of the largest one"
      + (wrong.isEmpty
        ? "."
        : ", at " + cells.sorted().prefix(12).map { "(\($0.row), \($0.column))" }.joined(separator: ", ")
          + (cells.count > 12 ? " and more." : ".")),
    columns: 3
  ) {
    plane(analytic, "analytic")
    plane(comparison.numeric, "numeric")
    Heatmap(
      comparison.errors.reshaped(shape).rows, title: "error, relative", colormap: .sequential,
      range: 0...max(1e-6, Double(comparison.errors.map { $0.isFinite ? $0 : 0 }.max)),
      highlighted: cells)
  }
}
