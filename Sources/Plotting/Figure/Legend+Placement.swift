extension Legend {
  /// Returns the first of nine places in `plot` that no mark has drawn to; `nil` if there is none.
  ///
  /// Each pixel knows whether a mark has drawn to it, so this holds for every kind of mark.
  func freePlace(in plot: Rectangle, on canvas: Canvas) -> Rectangle? {
    let size = boxSize(in: plot, canvas.typesetter)
    let inner = plot.inset(by: 8)
    guard size.width <= inner.width, size.height <= inner.height else { return nil }
    let (left, center, right) = (inner.x, inner.midX - size.width / 2, inner.maxX - size.width)
    let (top, middle, bottom) = (inner.y, inner.midY - size.height / 2, inner.maxY - size.height)
    let corners = [
      (right, top), (left, top), (right, bottom), (left, bottom), (right, middle), (left, middle),
      (center, top), (center, bottom), (center, middle),
    ]
    for (x, y) in corners {
      let place = Rectangle(x: x, y: y, width: size.width, height: size.height)
      if !canvas.isMarked(in: place.inset(by: -Legend.clearance)) {
        return canvas.snapped(place)
      }
    }
    return nil
  }

  /// Returns the size of the box; a long name is cut off at three fifths of the plot's width.
  private func boxSize(in plot: Rectangle, _ typesetter: Typesetter) -> Size {
    let widest = entries.map { width(of: $0, typesetter) }.max() ?? 0
    return Size(
      width: (min(widest + 1, plot.width * 0.6) + 2 * Legend.padding).rounded(.up),
      height: Double(entries.count) * Legend.lineHeight + 2 * Legend.padding - 4)
  }
}
