/// A place on a canvas, in CSS pixels, with y growing downward.
public struct Point: Sendable, Hashable {
  /// The distance from the left edge.
  public var x: Double
  /// The distance from the top edge.
  public var y: Double

  /// Creates a place.
  public init(x: Double, y: Double) {
    self.x = x
    self.y = y
  }

  static func + (a: Point, b: Point) -> Point { Point(x: a.x + b.x, y: a.y + b.y) }
  static func - (a: Point, b: Point) -> Point { Point(x: a.x - b.x, y: a.y - b.y) }
  static func * (a: Point, scale: Double) -> Point { Point(x: a.x * scale, y: a.y * scale) }

  /// The distance from the origin.
  var length: Double { (x * x + y * y).squareRoot() }

  var isFinite: Bool { x.isFinite && y.isFinite }
}

extension Point {
  /// The top left corner of a canvas.
  static let zero = Point(x: 0, y: 0)
}
