/// Turns outlines into exact pixel coverage under the non-zero winding rule.
///
/// Each edge adds, to every pixel row that it crosses, the change of the signed area at its right: the running
/// sum along the row is then the winding number averaged over each pixel, and its absolute value, at most 1, the
/// coverage. Where windings of both signs meet inside one pixel the average is an approximation.
///
/// Work is in proportion to the pixels between the outermost edges of each row, not to the bounds: of a line across a
/// figure that is a small part. The buffer is kept from shape to shape, and is all zero between them.
package struct AreaAccumulator {
  package private(set) var bounds = PixelBounds(left: 0, top: 0, width: 0, height: 0)
  /// Creates an accumulator without pixels.
  package init() {}

  private var cells: [Double] = []
  /// The cells of each row that edges have changed.
  private var changed: [Range<Int>] = []
  // An edge at the right border writes up to two cells past the last pixel.
  private var stride: Int { bounds.width + 2 }

  /// Takes new bounds; the edges of the last shape have been drained.
  package mutating func reset(_ bounds: PixelBounds) {
    self.bounds = bounds
    let count = stride * bounds.height
    if cells.count < count { cells = Array(repeating: 0, count: count) }
    changed.removeAll(keepingCapacity: true)
    changed.append(contentsOf: repeatElement(0..<0, count: bounds.height))
  }

  /// Adds a contour; it is closed whether or not it says so.
  package mutating func add(_ points: [Point]) {
    guard var last = points.last, !bounds.isEmpty else { return }
    for point in points {
      addEdge(from: last, to: point)
      last = point
    }
  }

  /// Calls `body` with each row that edges cross, from 0, the first column that may be covered, and the coverages from
  /// there on; then forgets all edges.
  package mutating func drain(
    _ body: (_ row: Int, _ first: Int, _ coverages: UnsafeMutableBufferPointer<Double>) -> Void
  ) {
    let (stride, width) = (stride, bounds.width)
    cells.withUnsafeMutableBufferPointer { cells in
      for (row, changed) in changed.enumerated() where !changed.isEmpty {
        let line = UnsafeMutableBufferPointer(
          rebasing: cells[row * stride + changed.lowerBound..<row * stride + changed.upperBound])
        var winding = 0.0
        for column in line.indices {
          winding += line[column]
          line[column] = min(1, abs(winding))
        }
        // The last two cells may lie beyond the bounds.
        let inside = max(0, min(changed.upperBound, width) - changed.lowerBound)
        body(row, changed.lowerBound, UnsafeMutableBufferPointer(rebasing: line[..<inside]))
        line.update(repeating: 0)
      }
    }
    changed.removeAll(keepingCapacity: true)
  }

  /// Adds the part of an edge inside the rows; beyond the sides it runs along them.
  private mutating func addEdge(from a: Point, to b: Point) {
    guard a.y != b.y else { return }
    let direction: Double = a.y < b.y ? 1 : -1
    let (upper, lower) = a.y < b.y ? (a, b) : (b, a)
    let offset = Point(x: Double(bounds.left), y: Double(bounds.top))
    let (start, end) = (upper - offset, lower - offset)
    let (width, height) = (Double(bounds.width), Double(bounds.height))
    let (top, bottom) = (max(0, start.y), min(height, end.y))
    guard top < bottom else { return }
    let slope = (end.x - start.x) / (end.y - start.y)
    func x(at y: Double) -> Double { start.x + (y - start.y) * slope }

    if min(start.x, end.x) >= 0, max(start.x, end.x) <= width {
      let (left, right) = (max(0, min(width, x(at: top))), max(0, min(width, x(at: bottom))))
      addPart(from: Point(x: left, y: top), to: Point(x: right, y: bottom), direction)
      return
    }

    // The heights where the edge crosses a side divide it into at most three parts.
    var cuts = [top, bottom]
    if slope != 0 {
      for side in [0, width] {
        let y = start.y + (side - start.x) / slope
        if y > top, y < bottom { cuts.append(y) }
      }
      cuts.sort()
    }
    for (from, to) in zip(cuts, cuts.dropFirst()) {
      let middle = x(at: (from + to) / 2)
      if middle >= width {
        // It changes no pixel, but what is covered on its left reaches up to the border.
        for row in Int(from)..<Int(to.rounded(.up)) {
          AreaAccumulator.extend(&changed[row], over: bounds.width..<stride)
        }
      } else if middle <= 0 {
        addPart(from: Point(x: 0, y: from), to: Point(x: 0, y: to), direction)
      } else {
        let (left, right) = (max(0, min(width, x(at: from))), max(0, min(width, x(at: to))))
        addPart(from: Point(x: left, y: from), to: Point(x: right, y: to), direction)
      }
    }
  }

  /// Adds a downward piece that lies inside the bounds.
  private mutating func addPart(from a: Point, to b: Point, _ direction: Double) {
    guard a.y < b.y else { return }
    let slope = (b.x - a.x) / (b.y - a.y)
    let limit = Double(bounds.width)
    let stride = stride
    cells.withUnsafeMutableBufferPointer { cells in
      for row in Int(a.y)..<Int(b.y.rounded(.up)) {
        let (top, bottom) = (max(a.y, Double(row)), min(b.y, Double(row + 1)))
        let (x0, x1) = (a.x + (top - a.y) * slope, a.x + (bottom - a.y) * slope)
        let (left, right) = (max(0, min(x0, x1)), min(limit, max(x0, x1)))
        let columns = AreaAccumulator.add(
          cells.baseAddress! + row * stride, left: left, right: max(left, right),
          height: (bottom - top) * direction)
        AreaAccumulator.extend(&changed[row], over: columns)
      }
    }
  }

  /// Makes `changed` hold `columns`, too.
  private static func extend(_ changed: inout Range<Int>, over columns: Range<Int>) {
    changed =
      changed.isEmpty
      ? columns : min(changed.lowerBound, columns.lowerBound)..<max(changed.upperBound, columns.upperBound)
  }

  /// Adds a piece within one pixel row, from `left` to `right`, of the signed height `height`; returns the changed cells.
  private static func add(
    _ line: UnsafeMutablePointer<Double>, left: Double, right: Double, height: Double
  ) -> Range<Int> {
    let first = Int(left)
    let last = max(first + 1, Int(right.rounded(.up)))
    if last == first + 1 {
      // Within one column: the trapezoid at the right of the piece fills this part of the pixel.
      let part = 1 - ((left + right) / 2 - Double(first))
      line[first] += height * part
      line[first + 1] += height * (1 - part)
      return first..<first + 2
    }
    // `covered` is the area at the right of the piece in each pixel, which grows from column to column.
    let perColumn = 1 / (right - left)
    var before = 0.0
    for column in first..<last {
      let enter = max(left, Double(column))
      let leave = min(right, Double(column + 1))
      let passed = (enter - left) * perColumn
      let covered = passed + (leave - enter) * perColumn * (1 - ((enter + leave) / 2 - Double(column)))
      line[column] += height * (covered - before)
      before = covered
    }
    line[last] += height * (1 - before)
    return first..<last + 1
  }
}
