extension Path {
  /// The largest distance of a flattened curve from the true one, in device pixels.
  private static let tolerance = 0.04
  /// Coordinates are held within this many device pixels, so that no arithmetic overflows.
  private static let extent = 1e6

  /// Returns the path as straight pieces, scaled by `density` to device pixels.
  ///
  /// A point that is not finite is left out.
  func flattened(density: Double) -> [Contour] {
    var contours: [Contour] = []
    var contour = Contour(points: [])
    func finish() {
      if !contour.points.isEmpty { contours.append(contour) }
    }
    func device(_ point: Point) -> Point {
      let limit = Path.extent
      return Point(
        x: max(-limit, min(limit, point.x * density)), y: max(-limit, min(limit, point.y * density)))
    }
    for element in elements {
      switch element {
      case .move(let point):
        finish()
        contour = Contour(points: point.isFinite ? [device(point)] : [])
      case .line(let point):
        if point.isFinite { contour.points.append(device(point)) }
      case .quadratic(let end, let control):
        guard end.isFinite, control.isFinite else { continue }
        Path.flatten(device(end), device(control), onto: &contour.points)
      case .cubic(let end, let control1, let control2):
        guard end.isFinite, control1.isFinite, control2.isFinite else { continue }
        Path.flatten(device(end), device(control1), device(control2), onto: &contour.points)
      case .close:
        contour.isClosed = true
        finish()
        contour = Contour(points: contour.points.first.map { [$0] } ?? [])
      }
    }
    if contour.points.count > 1 || contours.last?.isClosed != true { finish() }
    return contours
  }

  /// Adds a quadratic curve: n pieces deviate by |p₀ − 2c + p₁| / 4n².
  private static func flatten(_ end: Point, _ control: Point, onto points: inout [Point]) {
    guard let start = points.last else { return points.append(end) }
    let bend = (start - control * 2 + end).length
    let count = max(1, Int((bend / (4 * tolerance)).squareRoot().rounded(.up)))
    for index in 1...count {
      let t = Double(index) / Double(count)
      points.append(start * ((1 - t) * (1 - t)) + control * (2 * t * (1 - t)) + end * (t * t))
    }
  }

  /// Adds a cubic curve: n pieces deviate by at most ¾ · (the larger second difference) / n².
  private static func flatten(
    _ end: Point, _ control1: Point, _ control2: Point, onto points: inout [Point]
  ) {
    guard let start = points.last else { return points.append(end) }
    let bend = max((start - control1 * 2 + control2).length, (control1 - control2 * 2 + end).length)
    let count = max(1, Int((0.75 * bend / tolerance).squareRoot().rounded(.up)))
    for index in 1...count {
      let t = Double(index) / Double(count)
      let s = 1 - t
      points.append(
        start * (s * s * s) + control1 * (3 * s * s * t) + control2 * (3 * s * t * t) + end * (t * t * t))
    }
  }
}
