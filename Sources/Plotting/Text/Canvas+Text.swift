extension Canvas {
  /// Draws a line of text with its anchor at `place`.
  ///
  /// The baseline goes on a boundary between device pixels. An upward text reads from bottom to top; "along" then
  /// means upward.
  public mutating func draw(
    _ text: String, at place: Point, anchor: TextAnchor = TextAnchor(.start), upward: Bool = false,
    style: TextStyle
  ) {
    let length = typesetter.width(of: text, size: style.size, weight: style.weight)
    let start =
      switch anchor.along {
      case .start: 0.0
      case .middle: -length / 2
      case .end: -length
      }
    let drop = anchor.across == .center ? style.size * Typesetter.capitalHeight / 2 : 0
    let size = style.size
    let (originX, originY) =
      upward
      ? (snapped(place.x + drop), place.y - start) : (place.x + start, snapped(place.y + drop))
    let outline = typesetter.outline(of: text, weight: style.weight).mapped { point in
      upward
        ? Point(x: originX + point.y * size, y: originY - point.x * size)
        : Point(x: originX + point.x * size, y: originY + point.y * size)
    }
    fill(outline, with: style.color)
  }
}
