#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// An outline of straight and curved pieces, in CSS pixels.
public struct Path: Sendable {
  /// One piece of the outline, from where the last one ended.
  enum Element: Sendable {
    case move(Point)
    case line(Point)
    case quadratic(Point, control: Point)
    case cubic(Point, control1: Point, control2: Point)
    case close
  }

  private(set) var elements: [Element] = []

  /// Creates an empty path.
  public init() {}

  /// Starts a new contour at `point`.
  public mutating func move(to point: Point) { elements.append(.move(point)) }

  /// Adds a straight piece.
  public mutating func addLine(to point: Point) { elements.append(.line(point)) }

  /// Adds a quadratic Bézier curve.
  public mutating func addCurve(to point: Point, control: Point) {
    elements.append(.quadratic(point, control: control))
  }

  /// Adds a cubic Bézier curve.
  public mutating func addCurve(to point: Point, control1: Point, control2: Point) {
    elements.append(.cubic(point, control1: control1, control2: control2))
  }

  /// Ends the contour where it began.
  public mutating func close() { elements.append(.close) }

  /// Returns the path with every point mapped by `transform`.
  func mapped(_ transform: (Point) -> Point) -> Path {
    var path = Path()
    path.elements = elements.map { element in
      switch element {
      case .move(let end): .move(transform(end))
      case .line(let end): .line(transform(end))
      case .quadratic(let end, let control): .quadratic(transform(end), control: transform(control))
      case .cubic(let end, let control1, let control2):
        .cubic(transform(end), control1: transform(control1), control2: transform(control2))
      case .close: .close
      }
    }
    return path
  }

  /// Adds the contours of `path`.
  mutating func append(_ path: Path) { elements += path.elements }
}

extension Path {
  /// Creates a closed rectangle.
  public init(_ rectangle: Rectangle) {
    self.init()
    move(to: Point(x: rectangle.x, y: rectangle.y))
    addLine(to: Point(x: rectangle.maxX, y: rectangle.y))
    addLine(to: Point(x: rectangle.maxX, y: rectangle.maxY))
    addLine(to: Point(x: rectangle.x, y: rectangle.maxY))
    close()
  }

  /// Creates a straight line.
  public init(from start: Point, to end: Point) {
    self.init()
    move(to: start)
    addLine(to: end)
  }

  /// Creates a line through `points`; `nil` is a gap.
  public init(through points: [Point?]) {
    self.init()
    var isDown = false
    for point in points {
      guard let point, point.isFinite else {
        isDown = false
        continue
      }
      if isDown { addLine(to: point) } else { move(to: point) }
      isDown = true
    }
  }

  /// Creates a circle.
  ///
  /// Eight quadratic pieces keep it within 0.03 % of the radius.
  public init(circleAt center: Point, radius: Double) {
    self.init()
    let pieces = 8
    let step = 2 * Double.pi / Double(pieces)
    func place(_ angle: Double, _ distance: Double) -> Point {
      Point(x: center.x + cos(angle) * distance, y: center.y + sin(angle) * distance)
    }
    move(to: place(0, radius))
    for piece in 1...pieces {
      let angle = Double(piece) * step
      addCurve(to: place(angle, radius), control: place(angle - step / 2, radius / cos(step / 2)))
    }
    close()
  }

  /// Creates a rectangle with rounded corners.
  public init(_ rectangle: Rectangle, cornerRadius: Double) {
    self.init()
    let radius = max(0, min(cornerRadius, rectangle.width / 2, rectangle.height / 2))
    // The handle length that makes a cubic quarter pass through the circle's middle: 4/3·(√2 − 1).
    let handle = radius * (1 - 0.5522847498307936)
    let (left, top, right, bottom) = (rectangle.x, rectangle.y, rectangle.maxX, rectangle.maxY)
    func at(_ x: Double, _ y: Double) -> Point { Point(x: x, y: y) }
    move(to: at(left + radius, top))
    addLine(to: at(right - radius, top))
    addCurve(
      to: at(right, top + radius), control1: at(right - handle, top), control2: at(right, top + handle))
    addLine(to: at(right, bottom - radius))
    addCurve(
      to: at(right - radius, bottom), control1: at(right, bottom - handle),
      control2: at(right - handle, bottom))
    addLine(to: at(left + radius, bottom))
    addCurve(
      to: at(left, bottom - radius), control1: at(left + handle, bottom), control2: at(left, bottom - handle))
    addLine(to: at(left, top + radius))
    addCurve(to: at(left + radius, top), control1: at(left, top + handle), control2: at(left + handle, top))
    close()
  }
}

extension Path {
  /// Creates a closed outline through `corners`.
  init(polygon corners: [Point]) {
    self.init(through: corners)
    if !corners.isEmpty { close() }
  }

  /// Creates an arrowhead that points at `tip` in the direction of `heading`.
  ///
  /// It is `length` long and two thirds as wide, in CSS pixels; `heading` need not have length 1.
  init(arrowheadAt tip: Point, heading: Point, length: Double) {
    let scale = heading.length
    guard scale > 0, scale.isFinite else {
      self.init()
      return
    }
    let along = heading * (length / scale)
    let across = Point(x: -along.y, y: along.x) * (1.0 / 3)
    self.init(polygon: [tip, tip - along + across, tip - along * 0.8, tip - along - across])
  }
}

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
