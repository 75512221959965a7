import Plotting
import Testing

struct AreaAccumulatorTests {
  /// Returns the coverage of each pixel of a picture that `contours` are drawn in.
  private func coverage(_ contours: [[Point]], width: Int, height: Int) -> [[Double]] {
    var accumulator = AreaAccumulator()
    accumulator.reset(PixelBounds(left: 0, top: 0, width: width, height: height))
    for contour in contours { accumulator.add(contour) }
    var rows = Array(repeating: Array(repeating: 0.0, count: width), count: height)
    accumulator.drain { row, first, line in
      for (offset, value) in line.enumerated() { rows[row][first + offset] = value }
    }
    return rows
  }

  private func points(_ pairs: (Double, Double)...) -> [Point] { pairs.map { Point(x: $0.0, y: $0.1) } }

  private func expectEqual(
    _ rows: [[Double]], _ expected: [[Double]], sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(rows.count == expected.count, sourceLocation: sourceLocation)
    for (row, expectedRow) in zip(rows, expected) {
      for (value, expectedValue) in zip(row, expectedRow) {
        #expect(abs(value - expectedValue) < 1e-12, "\(rows)", sourceLocation: sourceLocation)
      }
    }
  }

  @Test("A rectangle between pixel boundaries covers the product of its parts")
  func rectangle() {
    let rectangle = points((0.25, 0.5), (2.75, 0.5), (2.75, 2), (0.25, 2))
    expectEqual(
      coverage([rectangle], width: 4, height: 3),
      [[0.375, 0.5, 0.375, 0], [0.75, 1, 0.75, 0], [0, 0, 0, 0]])
  }

  @Test("A diagonal divides each pixel that it crosses into halves")
  func triangle() {
    expectEqual(
      coverage([points((0, 0), (3, 3), (0, 3))], width: 3, height: 3),
      [[0.5, 0, 0], [1, 0.5, 0], [1, 1, 0.5]])
  }

  @Test("A flat slope covers a trapezoid in each column")
  func flatSlope() {
    // The line from (0, 1) to (4, 0) lies at 1 − x/4.
    expectEqual(
      coverage([points((0, 1), (4, 0), (4, 1))], width: 4, height: 1), [[0.125, 0.375, 0.625, 0.875]])
  }

  @Test("What lies beyond the bounds is cut off, and covers what is at its right")
  func clipping() {
    expectEqual(
      coverage([points((-5, -5), (1.5, -5), (1.5, 9), (-5, 9))], width: 3, height: 2),
      [[1, 0.5, 0], [1, 0.5, 0]])
    expectEqual(
      coverage([points((-5, 0), (-1, 0), (-1, 2), (-5, 2))], width: 2, height: 2), [[0, 0], [0, 0]])
    // Both sides lie beyond the bounds, or one does.
    expectEqual(
      coverage([points((-1, 0), (9, 0), (9, 2), (-1, 2))], width: 2, height: 2), [[1, 1], [1, 1]])
    expectEqual(
      coverage([points((0.5, 0), (9, 0), (9, 2), (0.5, 2))], width: 3, height: 2),
      [[0.5, 1, 1], [0.5, 1, 1]])
    // The diagonal from (−1, 1) to (1, −1) leaves the bounds at (0, 0).
    expectEqual(coverage([points((-1, 1), (1, -1), (1, 1))], width: 2, height: 1), [[1, 0]])
  }

  @Test("Windings of one sign join, and windings of both signs leave a hole")
  func winding() {
    let outer = points((0, 0), (3, 0), (3, 3), (0, 3))
    let inner = points((1, 1), (2, 1), (2, 2), (1, 2))
    let full = [[1.0, 1, 1], [1, 1, 1], [1, 1, 1]]
    expectEqual(coverage([outer, inner], width: 3, height: 3), full)
    expectEqual(
      coverage([outer, inner.reversed()], width: 3, height: 3), [[1, 1, 1], [1, 0, 1], [1, 1, 1]])
    expectEqual(coverage([Array(outer.reversed())], width: 3, height: 3), full)
  }

  @Test("A shape leaves nothing behind for the next one, whatever its bounds")
  func draining() {
    var accumulator = AreaAccumulator()
    for (width, height) in [(5, 4), (3, 2), (7, 6)] {
      accumulator.reset(PixelBounds(left: 0, top: 0, width: width, height: height))
      accumulator.add(points((0.5, 0.5), (9, 0.5), (9, 9), (0.5, 9)))
      accumulator.drain { _, _, _ in }
      accumulator.reset(PixelBounds(left: 0, top: 0, width: width, height: height))
      accumulator.add(points((1, 0), (2, 0), (2, 1), (1, 1)))
      var covered: [Double] = []
      accumulator.drain { row, first, line in
        #expect(row == 0 && first == 1)
        covered += line
      }
      #expect(covered.reduce(0, +) == 1)
    }
  }

  @Test("The coverage of any polygon sums to its area", arguments: 0..<20)
  func area(seed: Int) {
    // Corners in the order of their angle around the middle: a simple polygon.
    let corners = (0..<7).map { index in
      let radius = 3 + Double((seed * 7919 + index * 104_729) % 997) / 997 * 5
      return (
        10 + radius * [1, 0.62, -0.22, -0.9, -0.9, -0.22, 0.62][index],
        10 + radius * [0, 0.78, 0.97, 0.43, -0.43, -0.97, -0.78][index]
      )
    }
    let polygon = corners.map { Point(x: $0.0, y: $0.1) }
    var area = 0.0
    for (a, b) in zip(polygon, polygon.dropFirst() + polygon.prefix(1)) { area += a.x * b.y - a.y * b.x }
    let sum = coverage([polygon], width: 20, height: 20).joined().reduce(0, +)
    #expect(abs(sum - abs(area) / 2) < 1e-9)
  }
}
