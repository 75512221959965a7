internal import Glibc

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
