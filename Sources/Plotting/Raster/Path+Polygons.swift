internal import Glibc

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
