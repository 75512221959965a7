/// Returns the mean of several runs at each position as a line, within a band of one standard deviation.
///
///     runCurves(
///       x: "training images", y: "accuracy", at: [40, 120, 320], ["dense": dense, "convolution": convolution])
///
/// - Parameters:
///   - positions: Where the runs stand along the x axis.
///   - curves: For each name, the runs at each position; the deviation is that of a sample, 0 for one run.
/// - Precondition: each name has runs for each position.
public func runCurves(
  _ title: String = "", x: String, y: String, at positions: some Sequence<some TensorScalar>,
  _ curves: KeyValuePairs<String, [Runs]>, xScale: AxisScale = .linear, yScale: AxisScale = .linear,
  yRange: ClosedRange<Double>? = nil, height: Double = 340
) -> Figure {
  let positions = positions.map(\.doublePrecision)
  for (name, runs) in curves {
    require(
      runs.count == positions.count,
      "runCurves takes the runs of each position: there are \(positions.count) positions, and \(runs.count) runs of"
        + " \"\(name)\"")
  }
  func color(_ index: Int) -> SeriesColor { SeriesColor.allCases[index % SeriesColor.allCases.count] }
  return Figure {
    Axes(title, x: x, y: y, xScale: xScale, yScale: yScale, yRange: yRange, height: height) {
      // All bands are below all lines, which keep their colors.
      for (index, (_, runs)) in curves.enumerated() where runs.contains(where: { $0.count > 1 }) {
        Band(
          x: positions, around: runs.map(\.mean), deviation: runs.map(\.standardDeviation),
          color: color(index))
      }
      for (index, (name, runs)) in curves.enumerated() {
        Line(
          x: positions, y: runs.map(\.mean), label: name, color: color(index),
          marker: positions.count <= mostMarkers ? .circle : nil)
      }
    }
  }
}

/// Up to this many points are marked, so that one sees where something was measured.
private let mostMarkers = 12
