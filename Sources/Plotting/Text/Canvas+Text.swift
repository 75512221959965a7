#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

extension Canvas {
  /// Glyphs stand at multiples of this along the text, in device pixels.
  private static let glyphStep = 0.25

  /// Draws a line of text with its anchor at `place`.
  ///
  /// The text is turned counterclockwise around the anchor by `angle`, in degrees. The baseline of a text that is
  /// level or upright goes on a boundary between device pixels. `_{…}` and `^{…}` lower and raise what is in them.
  public mutating func draw(
    _ text: String, at place: Point, anchor: TextAnchor = TextAnchor(.start), angle: Double = 0,
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
    // Right angles are exact, so that upright stems stay sharp.
    let (sine, cosine) =
      angle == 0 ? (0, 1) : angle == 90 ? (1, 0) : (sin(angle * .pi / 180), cos(angle * .pi / 180))
    var origin = Point(
      x: place.x + start * cosine + drop * sine, y: place.y - start * sine + drop * cosine)
    if angle == 0 { origin.y = snapped(origin.y) }
    if angle == 90 { origin.x = snapped(origin.x) }
    let size = style.size
    guard size > 0, size.isFinite, origin.isFinite else { return }
    let along = angle == 0 ? origin.x : angle == 90 ? -origin.y : 0
    let glyphs = typesetter.outline(
      of: text, weight: style.weight, grid: Canvas.glyphStep / density / size, origin: along / size)
    let outline = glyphs.mapped { point in
      Point(
        x: origin.x + (point.x * cosine + point.y * sine) * size,
        y: origin.y + (point.y * cosine - point.x * sine) * size)
    }
    fill(outline, with: style.color)
  }
}
