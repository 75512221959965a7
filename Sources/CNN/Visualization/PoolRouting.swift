/// Returns how max pooling routes values, or their gradients back, with an arrow for each window.
///
/// Of equal maxima the first one in row-major order counts. Where windows overlap, one pixel may win several
/// of them; its gradients add up.
///
/// - Parameters:
///   - x: A plane `[H, W]`.
///   - window: The size of the windows.
///   - stride: The step between windows; their size if none is given.
///   - gradient: The gradient to the output: if there is one, the arrows show how it returns to `x`.
/// - Throws: `InterpretationError` when `x` is no plane, no window fits, or the gradient has another shape than
///   the output.
public func maxPoolRouting(
  _ x: Tensor, window: some SizesConvertible, stride: (any SizesConvertible)? = nil, gradient: Tensor? = nil
) throws(InterpretationError) -> Figure {
  guard x.rank == 2 else { throw .noImage(x.shape) }
  let g = try checkedWindow(x.planeSize, window, stride: stride)
  let (y, indices) = Pooling.maxForward(x.reshaped(x.shape.batched(1).batched(1)), geometry: g)
  let output = y.reshaped(Shape(g.outputSizes))
  if let gradient, gradient.shape != output.shape {
    throw .shapes("the output", output.shape, "its gradient", gradient.shape)
  }
  let links = indices.map(Int.init).enumerated().map { position, index in
    CellArrows.Link(
      from: CellIndex(row: index / g.columns.input, column: index % g.columns.input),
      to: CellIndex(row: position / g.columns.output, column: position % g.columns.output))
  }
  let winners = Set(links.map(\.from))
  let several = winners.count { winner in links.count { $0.from == winner } > 1 }
  let note =
    several == 0
    ? "" : several == 1 ? "; one pixel wins several windows" : "; \(several) pixels win several windows"
  guard let gradient else {
    return Figure(
      description: "Max pooling with \(g.windowPlane) windows of a \(g.inputPlane) map: "
        + "\(links.count) maxima come from \(winners.count) pixels\(note)."
    ) {
      CellArrows(
        from: Heatmap(x.rows, title: "x", highlighted: winners),
        to: Heatmap(output.rows, title: "max pooling"), links: links)
    }
  }
  let dx = Pooling.maxBackward(gradient.reshaped(y.shape), indices: indices, geometry: g)
  return Figure(
    description:
      "The gradients of \(links.count) maxima go back to the \(winners.count) pixels that they came "
      + "from\(note), where they add up; all other pixels of the \(g.inputPlane) map get 0."
  ) {
    CellArrows(
      from: Heatmap(dx.reshaped(x.shape).rows, title: "∂L/∂x", highlighted: winners),
      to: Heatmap(gradient.rows, title: "∂L/∂y"), links: links, isBackward: true)
  }
}
