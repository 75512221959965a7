/// Makes a matrix smaller: each new value is the mean of the old ones in its area.
///
/// Old values on the border between two areas count for both, in proportion. What an area holds of values that
/// are missing or not finite makes its mean NaN, so that such a value is never averaged away.
struct AreaAverage {
  /// The extent of the matrix as it is.
  let rows: Int
  let columns: Int
  /// The extent that it gets, at most as large.
  let newRows: Int
  let newColumns: Int

  /// Returns the means of `plane`.
  func callAsFunction(_ plane: [[Double]]) -> [[Double]] {
    let parts = AreaAverage.parts(columns, newColumns)
    var means = Array(repeating: Array(repeating: 0.0, count: newColumns), count: newRows)
    for (row, shares) in AreaAverage.shares(rows, newRows).enumerated() {
      let line = row < plane.count ? plane[row] : []
      let narrow = line.withUnsafeBufferPointer { line in
        parts.map { part in
          guard part.first + part.weights.count <= line.count else { return Double.nan }
          var sum = 0.0
          for (offset, weight) in part.weights.enumerated() { sum += weight * line[part.first + offset] }
          return sum
        }
      }
      for (newRow, share) in shares {
        for column in narrow.indices { means[newRow][column] += share * narrow[column] }
      }
    }
    return means
  }

  /// Returns, for each new cell along one side, the first old one in it and the weight of each, which add up to 1.
  private static func parts(_ count: Int, _ newCount: Int) -> [(first: Int, weights: [Double])] {
    let scale = Double(count) / Double(newCount)
    return (0..<newCount).map { index in
      let (start, end) = (Double(index) * scale, min(Double(count), Double(index + 1) * scale))
      let first = min(count - 1, Int(start))
      let last = max(first, min(count - 1, Int((end - 1e-9).rounded(.up)) - 1))
      return (
        first,
        (first...last).map { max(0, min(Double($0 + 1), end) - max(Double($0), start)) / scale }
      )
    }
  }

  /// Returns, for each old cell along one side, the new ones that it is part of, with its weight in them.
  private static func shares(_ count: Int, _ newCount: Int) -> [[(new: Int, weight: Double)]] {
    var shares: [[(new: Int, weight: Double)]] = Array(repeating: [], count: count)
    for (new, part) in parts(count, newCount).enumerated() {
      for (offset, weight) in part.weights.enumerated() { shares[part.first + offset].append((new, weight)) }
    }
    return shares
  }
}

extension Canvas {
  /// Returns how a matrix must be averaged to have no more cells than `rectangle` has device pixels.
  ///
  /// `nil` if it has no more than that as it is.
  func average(rows: Int, columns: Int, in rectangle: Rectangle) -> AreaAverage? {
    let frame = snapped(rectangle)
    let (width, height) = (frame.width * density, frame.height * density)
    guard width >= 1, height >= 1, Double(rows) > height || Double(columns) > width else { return nil }
    return AreaAverage(
      rows: rows, columns: columns, newRows: min(rows, Int(height.rounded())),
      newColumns: min(columns, Int(width.rounded())))
  }
}
