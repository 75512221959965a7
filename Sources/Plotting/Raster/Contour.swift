/// A chain of straight pieces, in device pixels.
struct Contour: Sendable {
  /// The corners.
  var points: [Point]
  /// Whether the last corner is joined to the first.
  var isClosed = false
}

extension Contour {
  /// The largest number of dashes in one contour; a longer one is drawn unbroken.
  private static let limit = 20_000

  /// Returns the dashes of a contour: open pieces, as long as `pattern` says, in device pixels.
  func dashed(_ pattern: [Double]) -> [Contour] {
    let period = pattern.reduce(0, +)
    let corners = isClosed ? points + points.prefix(1) : points
    let length = zip(corners, corners.dropFirst()).reduce(0) { $0 + ($1.1 - $1.0).length }
    guard pattern.allSatisfy({ $0 >= 0 && $0.isFinite }), period > 0,
      length / period * Double(pattern.count) < Double(Contour.limit)
    else { return [self] }

    var dashes: [Contour] = []
    var (index, left) = (0, pattern[0])
    var dash: [Point] = corners.prefix(1) + []
    for (start, end) in zip(corners, corners.dropFirst()) {
      let length = (end - start).length
      var done = 0.0
      while length - done > left {
        done += left
        let cut = start + (end - start) * (done / length)
        if index.isMultiple(of: 2) {
          dashes.append(Contour(points: dash + [cut]))
          dash = []
        } else {
          dash = [cut]
        }
        index = (index + 1) % (pattern.count.isMultiple(of: 2) ? pattern.count : 2 * pattern.count)
        left = pattern[index % pattern.count]
      }
      left -= length - done
      if index.isMultiple(of: 2) { dash.append(end) }
    }
    if index.isMultiple(of: 2), dash.count > 1 { dashes.append(Contour(points: dash)) }
    return dashes
  }
}
