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
