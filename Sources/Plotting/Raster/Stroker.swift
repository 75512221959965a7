internal import Glibc

/// Divides a stroked line into simple polygons whose union is the stroke.
///
/// Each straight piece is a polygon of its own with round ends where it meets the next one. The coverage of the
/// stroke is the largest of its polygons' coverages: then a line that crosses itself, or that turns within less
/// than its width, has neither holes nor doubly covered edges.
struct Stroker {
  /// Half the thickness, in device pixels.
  let radius: Double
  let cap: Stroke.Cap
  let join: Stroke.Join

  /// Beyond this ratio of a miter's length to the thickness a corner is rounded (SVG's default).
  private static let miterLimit = 4.0

  /// Returns the polygons of a contour.
  func polygons(of contour: Contour) -> [[Point]] {
    var points: [Point] = []
    for point in contour.points where points.last.map({ ($0 - point).length > 1e-6 }) ?? true {
      points.append(point)
    }
    if contour.isClosed, points.count > 1, (points[0] - points[points.count - 1]).length <= 1e-6 {
      points.removeLast()
    }
    guard let first = points.first else { return [] }
    if points.count == 1 {
      return cap == .round ? [arc(around: first, from: 0, sweep: 2 * .pi)] : []
    }
    let corners = contour.isClosed ? points + [first] : points
    var polygons: [[Point]] = []
    for index in 1..<corners.count {
      let isFirst = index == 1 && !contour.isClosed
      let isLast = index == corners.count - 1 && !contour.isClosed
      polygons.append(
        piece(
          from: corners[index - 1], to: corners[index], roundsStart: !isFirst || cap == .round,
          roundsEnd: !isLast || cap == .round))
    }
    if join == .miter {
      let inner = contour.isClosed ? corners + [points[1]] : corners
      for index in 1..<(inner.count - 1) {
        if let wedge = miter(inner[index - 1], inner[index], inner[index + 1]) { polygons.append(wedge) }
      }
    }
    return polygons
  }

  private func piece(from a: Point, to b: Point, roundsStart: Bool, roundsEnd: Bool) -> [Point] {
    let angle = atan2(b.y - a.y, b.x - a.x)
    let side = Point(x: -sin(angle), y: cos(angle)) * radius
    return (roundsEnd ? arc(around: b, from: angle + .pi / 2, sweep: -.pi) : [b + side, b - side])
      + (roundsStart ? arc(around: a, from: angle - .pi / 2, sweep: -.pi) : [a - side, a + side])
  }

  /// Returns the tip beyond a corner, and enough of both arms that no seam is left.
  private func miter(_ before: Point, _ corner: Point, _ after: Point) -> [Point]? {
    let a = (corner - before) * (1 / (corner - before).length)
    let b = (after - corner) * (1 / (after - corner).length)
    let turn = a.x * b.y - a.y * b.x
    let cosine = a.x * b.x + a.y * b.y
    // The miter is 1/sin(θ/2) thick for the angle θ between the arms, and cos θ = −cosine.
    let sine = ((1 + cosine) / 2).squareRoot()
    guard abs(turn) > 1e-9, sine * Stroker.miterLimit >= 1 else { return nil }
    let outward = turn > 0 ? -radius : radius
    let sideA = Point(x: -a.y, y: a.x) * outward
    let sideB = Point(x: -b.y, y: b.x) * outward
    let tip = corner + (sideA + sideB) * (1 / (1 + cosine))
    let back = min(radius, (corner - before).length)
    let ahead = min(radius, (after - corner).length)
    return [
      corner - a * back, corner - a * back + sideA, tip, corner + b * ahead + sideB, corner + b * ahead,
    ]
  }

  private func arc(around center: Point, from angle: Double, sweep: Double) -> [Point] {
    // A chord that spans 2α of a circle deviates by r·(1 − cos α); 0.03 pixels is not seen.
    let step = 2 * acos(max(0.5, 1 - 0.03 / max(radius, 0.03)))
    let count = max(2, Int(ceil(abs(sweep) / step)))
    return (0...count).map { index in
      let angle = angle + sweep * Double(index) / Double(count)
      return Point(x: center.x + cos(angle) * radius, y: center.y + sin(angle) * radius)
    }
  }
}
