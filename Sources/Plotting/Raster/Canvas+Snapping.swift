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

  /// Returns the whole device pixels that are nearest to `rectangle`; none if a side is not finite.
  func pixels(in rectangle: Rectangle) -> PixelBounds {
    func boundary(_ coordinate: Double) -> Int? {
      let place = (coordinate * density).rounded()
      // No canvas is that large, and no sum of two such numbers overflows.
      return place.isNaN ? nil : Int(max(-1e9, min(1e9, place)))
    }
    guard let left = boundary(rectangle.x), let right = boundary(rectangle.maxX),
      let top = boundary(rectangle.y), let bottom = boundary(rectangle.maxY)
    else { return PixelBounds(left: 0, top: 0, width: 0, height: 0) }
    return PixelBounds(left: left, top: top, width: right - left, height: bottom - top)
  }

  /// Makes a part of the page blank again, with a border for what reaches beyond it.
  mutating func erase(_ rectangle: Rectangle, _ background: Color) {
    fill(pixels(in: rectangle.inset(by: -4)), with: background)
  }

  /// Draws a horizontal line of whole device pixels, so that its edges are sharp.
  public mutating func drawHorizontalLine(
    from left: Double, to right: Double, y: Double, width: Double, color: Color
  ) {
    let thickness = hairline(width)
    let top = snapped(y - thickness / 2)
    fill(
      pixels(in: Rectangle(x: left, y: top, width: right - left, height: thickness)), with: color)
  }

  /// Draws a vertical line of whole device pixels, so that its edges are sharp.
  public mutating func drawVerticalLine(
    x: Double, from top: Double, to bottom: Double, width: Double, color: Color
  ) {
    let thickness = hairline(width)
    let left = snapped(x - thickness / 2)
    fill(
      pixels(in: Rectangle(x: left, y: top, width: thickness, height: bottom - top)), with: color)
  }

  /// Returns the thickness of at least one device pixel that is nearest to `width`.
  private func hairline(_ width: Double) -> Double {
    max(1, (width * density).rounded()) / density
  }
}
