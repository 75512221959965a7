/// Returns the backward pass to the input, step by step: the padded gradient, the turned filter, the result.
///
///     dx = correlate(pad(dz, by: K − 1), rot180(w))
///
/// In each step the frame lies on the part of the padded `dz` that the turned filter covers, and on the element
/// of `dx` that it gives.
///
/// - Parameters:
///   - dz: The gradient to the output `[H′, W′]` of a correlation with stride 1 and without padding.
///   - filter: The filter `[R, S]`, as it was in the forward pass.
///   - steps: The number of positions that are shown, spread evenly if there are more.
/// - Throws: `InterpretationError` when one of both is no plane.
/// - SeeAlso: deck rows 000-16, 000-17 and 001-22.
public func backwardStrip(
  dz: Tensor, filter: Tensor, steps: Int = 9
) throws(InterpretationError) -> Figure {
  for plane in [dz, filter] {
    guard plane.rank == 2, plane.count > 0 else { throw .noImage(plane.shape) }
  }
  let window = filter.planeSize
  let padded = pad(dz, by: [window.rows - 1, window.columns - 1])
  let turned = rot180(filter)
  let dx = correlate(padded, turned)
  let shown = stripPlaces(dx.planeSize, atMost: max(1, steps))
  let cells = padded.shape[1] + window.columns + dx.shape[1]
  let beside = min(shown.count, cellSize(for: cells, panels: 9) >= 18 ? 3 : 2)
  let cell = cellSize(for: beside * cells, panels: 3 * beside)
  let panels: [any Panel] = shown.flatMap { place in
    let covered = window.places.map {
      CellIndex(row: place.row + $0.row, column: place.column + $0.column)
    }
    let target = CellIndex(row: place.row, column: place.column)
    return [
      Heatmap(padded.rows, title: "padded dz", highlighted: Set(covered), cellSize: cell) as any Panel,
      Heatmap(turned.rows, title: "turned w", cellSize: cell),
      Heatmap(dx.rows, title: "dx(\(place.row), \(place.column))", highlighted: [target], cellSize: cell),
    ]
  }
  return Figure(
    description: "The filter, turned by 180°, slides over the gradient dz, which is padded by "
      + "\(window.rows - 1) rows and \(window.columns - 1) columns of zeros on each side, and gives the "
      + "\(dx.planeSize) gradient dx; \(shown.count) of \(dx.count) positions.",
    columns: 3 * beside, scale: .each
  ) { panels }
}

/// Returns the gradient to a filter, step by step: `dz` slides over the input, and each place gives a weight.
///
///     dw = correlate(x, dz)
///
/// - Parameters:
///   - dz: The gradient to the output `[H′, W′]` of a correlation with stride 1 and without padding.
///   - x: The input `[H, W]`.
/// - Throws: `InterpretationError` when one of both is no plane, or `dz` is larger than `x`.
/// - SeeAlso: deck rows 000-26, 001-17 and 002-13.
public func weightGradientStrip(
  dz: Tensor, over x: Tensor, steps: Int = 9
) throws(InterpretationError) -> Figure {
  for plane in [dz, x] {
    guard plane.rank == 2, plane.count > 0 else { throw .noImage(plane.shape) }
  }
  let g = try checkedWindow(x.planeSize, dz.planeSize, Size2D(rows: 1, columns: 1), .valid)
  let dw = correlate(x, dz)
  let shown = stripPlaces(g.output, atMost: max(1, steps))
  let beside = min(3, shown.count)
  let cell = cellSize(for: beside * (x.shape[1] + dw.shape[1]), panels: 2 * beside)
  let panels: [any Panel] = shown.flatMap { place in
    let covered = g.window.places.map {
      CellIndex(row: place.row + $0.row, column: place.column + $0.column)
    }
    let target = CellIndex(row: place.row, column: place.column)
    return [
      Heatmap(x.rows, title: "dz on x", highlighted: Set(covered), cellSize: cell) as any Panel,
      Heatmap(dw.rows, title: "dw(\(place.row), \(place.column))", highlighted: [target], cellSize: cell),
    ]
  }
  return Figure(
    description: "The gradient dz slides over the input x, and each of its positions gives an element of the "
      + "\(g.output) gradient dw to the filter; \(shown.count) of \(dw.count) positions.",
    columns: 2 * beside, scale: .each
  ) { panels }
}

/// Returns the side of a cell with which so many cells, in so many panels, stand beside each other on a page.
private func cellSize(for cells: Int, panels: Int) -> Double {
  let room = 790 - 28 * Double(panels)
  return max(12, min(26, (room / Double(cells)).rounded(.down)))
}
