/// Returns the steps of a filter sliding over a map: the window on the map, and the output that it gives.
///
/// Only the first `steps` positions are drawn.
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
  let g = CorrelationSpecification.correlation(input: map.planeSize, filter: filter.planeSize, stride: stride)
    .geometry
  require(
    output.planeSize == g.output,
    "a \(g.window) filter over \(g.input) gives \(g.output), got an output of \(output.planeSize)")
  let cell = 24.0
  // As many steps side by side as a page is wide.
  let pairs = Int(760 / (cell * Double(g.input.columns + g.output.columns) + 56))
  let panels: [any Panel] = g.output.places.prefix(steps).enumerated().flatMap { step, place in
    let corner = g.pixel(place.row, place.column, 0, 0)
    let window = g.window.places.map {
      CellIndex(row: corner.row + $0.row, column: corner.column + $0.column)
    }
    let target = CellIndex(row: place.row, column: place.column)
    return [
      Heatmap.plane(map, title: "step \(step + 1)", highlighted: Set(window), cellSize: cell) as any Panel,
      Heatmap.plane(output, title: "(\(place.row), \(place.column))", highlighted: [target], cellSize: cell),
    ]
  }
  let shown = min(steps, g.output.places.count)
  return Figure(
    description:
      "A \(g.window) filter slides over a \(g.input) map; \(shown) positions, each with its output.",
    columns: 2 * max(1, min(3, pairs))
  ) { panels }
}
