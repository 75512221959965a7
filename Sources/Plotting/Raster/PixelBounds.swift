/// A rectangle of whole device pixels.
package struct PixelBounds: Sendable, Equatable {
  package var left: Int
  package var top: Int
  package var width: Int
  package var height: Int

  var right: Int { left + width }
  var bottom: Int { top + height }
  var isEmpty: Bool { width <= 0 || height <= 0 }

  /// Returns the smallest bounds that cover `points`.
  init(covering points: some Sequence<Point>) {
    var (minX, minY, maxX, maxY) = (Double.infinity, Double.infinity, -Double.infinity, -Double.infinity)
    for point in points {
      minX = min(minX, point.x)
      maxX = max(maxX, point.x)
      minY = min(minY, point.y)
      maxY = max(maxY, point.y)
    }
    guard minX <= maxX, minY <= maxY else {
      self.init(left: 0, top: 0, width: 0, height: 0)
      return
    }
    let (left, top) = (Int(minX.rounded(.down)), Int(minY.rounded(.down)))
    self.init(
      left: left, top: top, width: Int(maxX.rounded(.up)) - left, height: Int(maxY.rounded(.up)) - top)
  }

  package init(left: Int, top: Int, width: Int, height: Int) {
    self.left = left
    self.top = top
    self.width = width
    self.height = height
  }

  /// Returns what both cover.
  func intersection(_ other: PixelBounds) -> PixelBounds {
    let (left, top) = (max(left, other.left), max(top, other.top))
    return PixelBounds(
      left: left, top: top, width: max(0, min(right, other.right) - left),
      height: max(0, min(bottom, other.bottom) - top))
  }
}
