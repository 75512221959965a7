extension Canvas {
  /// Returns how many device pixels in `rectangle` have none of the colors `ground`.
  func ink(in rectangle: Rectangle, on ground: [Color]) -> Int {
    let area = devicePixels(of: rectangle)
    var count = 0
    for row in area.top..<max(area.top, area.bottom) {
      for column in area.left..<max(area.left, area.right) {
        if !ground.contains(color(column: column, row: row)) { count += 1 }
      }
    }
    return count
  }

  /// Returns whether a mark has drawn to any pixel in `rectangle`.
  func isMarked(in rectangle: Rectangle) -> Bool {
    let area = devicePixels(of: rectangle)
    return (area.top..<max(area.top, area.bottom)).contains { y in
      pixels[y * bounds.width + area.left..<y * bounds.width + area.right].contains(where: \.isMarked)
    }
  }

  /// Returns to how many pixels in `rectangle` a mark has drawn.
  func markedPixels(in rectangle: Rectangle) -> Int {
    let area = devicePixels(of: rectangle)
    return (area.top..<max(area.top, area.bottom)).reduce(0) { count, y in
      count + pixels[y * bounds.width + area.left..<y * bounds.width + area.right].count(where: \.isMarked)
    }
  }

  /// Says of all pixels in `rectangle` that marks have drawn to them, or that none has.
  mutating func mark(_ rectangle: Rectangle, as isMarked: Bool) {
    let area = devicePixels(of: rectangle)
    for y in area.top..<max(area.top, area.bottom) {
      for index in y * bounds.width + area.left..<y * bounds.width + area.right {
        pixels[index].isMarked = isMarked
      }
    }
  }

  /// Returns the device pixels that `rectangle` covers, as far as they are on the canvas.
  func devicePixels(of rectangle: Rectangle) -> PixelBounds {
    let frame = snapped(rectangle)
    return PixelBounds(covering: [
      Point(x: frame.x * density, y: frame.y * density),
      Point(x: frame.maxX * density, y: frame.maxY * density),
    ]).intersection(bounds)
  }
}
