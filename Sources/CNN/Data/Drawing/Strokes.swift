/// Lines drawn with a round pen, in coordinates from 0 to 1; `y` points down.
struct Strokes {
  typealias Point = (x: Float, y: Float)

  private var segments: [(from: Point, to: Point)] = []

  /// Adds a line through the points.
  mutating func line(_ points: [Point]) {
    for (from, to) in zip(points, points.dropFirst()) { segments.append((from, to)) }
  }

  /// Adds a part of an ellipse, from one angle to another, in quarters of a turn clockwise from the right.
  mutating func arc(center: Point, radius: Point, from start: Float, to end: Float) {
    line(
      (0...12).map { step in
        let angle = Double(start + (end - start) * Float(step) / 12) * .pi / 2
        return (
          center.x + radius.x * Float(Elementary.cos(angle)),
          center.y + radius.y * Float(Elementary.sin(angle))
        )
      })
  }

  /// Moves every point.
  mutating func transform(_ move: (Point) -> Point) {
    segments = segments.map { (move($0.from), move($0.to)) }
  }

  /// Returns the square of the distance from a point to the nearest line.
  private func squaredDistance(_ x: Float, _ y: Float) -> Float {
    segments.reduce(.infinity) { nearest, segment in
      let (dx, dy) = (segment.to.x - segment.from.x, segment.to.y - segment.from.y)
      let length = dx * dx + dy * dy
      let along = ((x - segment.from.x) * dx + (y - segment.from.y) * dy) / max(length, 1e-12)
      let part = min(max(along, 0), 1)
      let (right, down) = (x - segment.from.x - part * dx, y - segment.from.y - part * dy)
      return min(nearest, right * right + down * down)
    }
  }

  /// Returns the pixels: how much of the pen's line covers each, its edge as wide as a pixel.
  func pixels(size: Int, radius: Float) -> [Float] {
    let extent = Float(size)
    return (0..<size * size).map { index in
      let (x, y) = ((Float(index % size) + 0.5) / extent, (Float(index / size) + 0.5) / extent)
      let distance = squaredDistance(x, y).squareRoot()
      return min(max((radius - distance) * extent + 0.5, 0), 1)
    }
  }
}
