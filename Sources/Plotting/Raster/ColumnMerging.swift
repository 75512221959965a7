/// Makes a line of very many points as cheap as one of few.
enum ColumnMerging {
  /// Returns `points` without those that cannot be seen; `nil` is a gap.
  ///
  /// Of successive points within one column of the given width, the first, the lowest, the highest and the last
  /// one are kept, in their order. The line still covers all heights that it covered, and no piece of it moves
  /// sideways by more than the width of a column.
  static func merged(_ points: [Point?], column width: Double) -> [Point?] {
    var result: [Point?] = []
    var run: [Point] = []
    var current = 0.0
    // Places of the extremes in the run.
    var (lowest, highest, count) = (Point.zero, Point.zero, 0)
    var (lowestAt, highestAt) = (0, 0)
    var (first, last) = (Point.zero, Point.zero)
    func finish() {
      guard count > 0 else { return }
      run = [first]
      let extremes = lowestAt < highestAt ? [lowest, highest] : [highest, lowest]
      for point in extremes + [last] where point != run[run.count - 1] { run.append(point) }
      result += run
      count = 0
    }
    for point in points {
      guard let point, point.isFinite else {
        finish()
        if result.last != .some(nil) { result.append(nil) }
        continue
      }
      let column = (point.x / width).rounded(.down)
      if count > 0, column == current {
        if point.y < lowest.y { (lowest, lowestAt) = (point, count) }
        if point.y > highest.y { (highest, highestAt) = (point, count) }
      } else {
        finish()
        (current, first, lowest, highest) = (column, point, point, point)
        (lowestAt, highestAt) = (0, 0)
      }
      last = point
      count += 1
    }
    finish()
    return result
  }
}
