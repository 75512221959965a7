#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

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

  /// The cosines and sines of the angles that divide a half circle, from 0 to π.
  private let halfCircle: [(cosine: Double, sine: Double)]

  init(radius: Double, cap: Stroke.Cap, join: Stroke.Join) {
    self.radius = radius
    self.cap = cap
    self.join = join
    // A chord that spans 2α of a circle deviates by r·(1 − cos α); 0.03 pixels is not seen.
    let step = 2 * acos(max(0.5, 1 - 0.03 / max(radius, 0.03)))
    let count = max(2, Int(ceil(.pi / step)))
    halfCircle = (0...count).map { index in
      let angle = Double.pi * Double(index) / Double(count)
      return (cos(angle), sin(angle))
    }
  }

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
      return cap == .round ? [piece(from: first, to: first, roundsStart: true, roundsEnd: true)] : []
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
    let way = b - a
    let length = way.length
    // A dot of no length is a circle whichever way it points.
    let along = length > 0 ? way * (radius / length) : Point(x: radius, y: 0)
    let side = Point(x: -along.y, y: along.x)
    var corners: [Point] = []
    corners.reserveCapacity(2 * halfCircle.count)
    if roundsEnd {
      for (cosine, sine) in halfCircle { corners.append(b + side * cosine + along * sine) }
    } else {
      corners += [b + side, b - side]
    }
    if roundsStart {
      for (cosine, sine) in halfCircle { corners.append(a - side * cosine - along * sine) }
    } else {
      corners += [a - side, a + side]
    }
    return corners
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
}
