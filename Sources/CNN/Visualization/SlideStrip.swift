/// Returns the steps of a filter sliding over a map: the window on the map, and the output that it gives.
///
/// If there are more than `steps` positions, rows and columns are left out between the first and the last.
///
/// - Parameters:
///   - filter: The filter `[R, S]` as it slides; for a backward pass, turned by 180°.
///   - map: The map `[H, W]`, already padded.
///   - output: The result `[H′, W′]`.
///   - stride: The step between windows, in pixels.
/// - Precondition: all have two axes, and the output has the size that the window gives.
/// - SeeAlso: deck rows 000-14, 000-17 and 000-26.
public func slideStrip(
  filter: Tensor, over map: Tensor, output: Tensor, stride: some Size2DConvertible = 1, steps: Int = 9
) -> Figure {
  require(
    filter.rank == 2 && map.rank == 2 && output.rank == 2,
    "slideStrip takes planes, got \(filter.shape), \(map.shape) and \(output.shape)")
  _ = CorrelationSpecification.correlation(input: map.planeSize, filter: filter.planeSize, stride: stride)
  let g = WindowGeometry(
    input: map.planeSize, window: filter.planeSize, stride: stride.size2D, padding: .valid)
  require(
    output.planeSize == g.output,
    "a \(g.window) filter over \(g.input) gives \(g.output), got an output of \(output.planeSize)")
  // As many steps side by side as a page is wide, with smaller cells if that makes them three.
  func pairs(_ cell: Double) -> Int {
    Int(860 / (cell * Double(g.input.columns + g.output.columns) + 56))
  }
  let cell = pairs(24) >= 3 ? 24.0 : 18
  let shown = stripPlaces(g.output, atMost: steps)
  let panels: [any Panel] = shown.flatMap { place in
    let step = place.row * g.output.columns + place.column + 1
    let corner = g.pixel(place.row, place.column, 0, 0)
    let window = g.window.places.map {
      CellIndex(row: corner.row + $0.row, column: corner.column + $0.column)
    }
    let target = CellIndex(row: place.row, column: place.column)
    return [
      Heatmap(map.rows, title: "step \(step)", highlighted: Set(window), cellSize: cell) as any Panel,
      Heatmap(output.rows, title: "(\(place.row), \(place.column))", highlighted: [target], cellSize: cell),
    ]
  }
  return Figure(
    description:
      "A \(g.window) filter slides over a \(g.input) map; \(shown.count) positions, each with its output.",
    columns: 2 * max(1, min(3, pairs(cell))), scale: .each
  ) { panels }
}

/// Returns all places of a plane, or `count` at most, spread evenly from corner to corner.
func stripPlaces(_ size: Size2D, atMost count: Int) -> [(row: Int, column: Int)] {
  guard size.rows * size.columns > count else { return size.places }
  let side = max(1, Int(Double(count).squareRoot()))
  func chosen(_ size: Int) -> [Int] {
    size <= side ? Array(0..<size) : (0..<side).map { $0 * (size - 1) / max(1, side - 1) }
  }
  return chosen(size.rows).flatMap { row in chosen(size.columns).map { (row, $0) } }
}
