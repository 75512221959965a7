internal import Glibc

extension Canvas {
  /// Returns the nearest boundary between device pixels, in CSS pixels.
  public func snapped(_ coordinate: Double) -> Double {
    (coordinate * density).rounded() / density
  }

  /// Returns the rectangle with each side on a boundary between device pixels.
  public func snapped(_ rectangle: Rectangle) -> Rectangle {
    let (x, y) = (snapped(rectangle.x), snapped(rectangle.y))
    return Rectangle(
      x: x, y: y, width: snapped(rectangle.maxX) - x, height: snapped(rectangle.maxY) - y)
  }

  /// Draws a horizontal line of whole device pixels, so that its edges are sharp.
  public mutating func drawHorizontalLine(
    from left: Double, to right: Double, y: Double, width: Double, color: Color
  ) {
    let thickness = hairline(width)
    let top = snapped(y - thickness / 2)
    fill(
      Path(
        Rectangle(x: snapped(left), y: top, width: snapped(right) - snapped(left), height: thickness)),
      with: color)
  }

  /// Draws a vertical line of whole device pixels, so that its edges are sharp.
  public mutating func drawVerticalLine(
    x: Double, from top: Double, to bottom: Double, width: Double, color: Color
  ) {
    let thickness = hairline(width)
    let left = snapped(x - thickness / 2)
    fill(
      Path(
        Rectangle(x: left, y: snapped(top), width: thickness, height: snapped(bottom) - snapped(top))),
      with: color)
  }

  /// Returns the thickness of at least one device pixel that is nearest to `width`.
  private func hairline(_ width: Double) -> Double {
    max(1, (width * density).rounded()) / density
  }
}
