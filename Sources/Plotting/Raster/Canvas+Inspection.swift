extension Canvas {
  /// Returns how many device pixels in `rectangle` have none of the colors `ground`.
  func ink(in rectangle: Rectangle, on ground: [Color]) -> Int {
    let frame = snapped(rectangle)
    let area = PixelBounds(covering: [
      Point(x: frame.x * density, y: frame.y * density),
      Point(x: frame.maxX * density, y: frame.maxY * density),
    ]).intersection(bounds)
    var count = 0
    for row in area.top..<max(area.top, area.bottom) {
      for column in area.left..<max(area.left, area.right) {
        if !ground.contains(color(column: column, row: row)) { count += 1 }
      }
    }
    return count
  }
}
