/// The shape of a point.
public enum Marker: String, Sendable, CaseIterable {
  case circle, square, triangle, diamond, cross

  /// Returns the shape around a point; all have about the same area.
  func path(at center: Point, radius: Double) -> Path {
    func polygon(_ corners: [(x: Double, y: Double)], _ size: Double) -> Path {
      Path(polygon: corners.map { Point(x: center.x + $0.x * size, y: center.y + $0.y * size) })
    }
    switch self {
    case .circle: return Path(circleAt: center, radius: radius)
    case .square: return polygon([(-1, -1), (1, -1), (1, 1), (-1, 1)], 0.89 * radius)
    case .triangle: return polygon([(0, -1), (1, 0.8), (-1, 0.8)], 1.25 * radius)
    case .diamond: return polygon([(0, -1), (1, 0), (0, 1), (-1, 0)], 1.25 * radius)
    case .cross:
      let arms: [(x: Double, y: Double)] = [
        (0, 0.35), (0.8, 1.15), (1.15, 0.8), (0.35, 0), (1.15, -0.8), (0.8, -1.15), (0, -0.35), (-0.8, -1.15),
        (-1.15, -0.8), (-0.35, 0), (-1.15, 0.8), (-0.8, 1.15),
      ]
      return polygon(arms, 1.1 * radius)
    }
  }
}
