public import Display

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// The mean of several runs as a line, and one standard deviation at both sides of it as a band.
///
/// ```swift
/// let losses = [[2.2, 1.0, 0.5], [2.4, 1.3, 0.6], [2.3, 1.1, 0.7]]
/// let axes = Axes(x: "epoch", y: "loss") {
///   MeanOfRuns(losses, label: "Adam, mean of 3 runs ± σ")
/// }
/// ```
///
/// The deviation is that of a sample: the sum of squares is divided by the number of runs less 1. Runs that are all the
/// same are an error, since their spread would say nothing about the network.
public struct MeanOfRuns: Mark {
  /// The values along the x axis.
  public let x: [Double]
  /// The mean of the runs at each x.
  public let means: [Double]
  /// The standard deviation of the runs at each x.
  public let deviations: [Double]
  /// The number of runs.
  public let count: Int
  /// The name in the legend.
  public let label: String
  /// The color; `nil` takes the next one of the cycle.
  public let color: SeriesColor?

  /// Creates the mean of `runs`, of which each has a value for each `x`; without `x`, for 0, 1, 2 and so on.
  ///
  /// Stops unless there are at least two runs of one length that differ.
  public init(x: [Double]? = nil, _ runs: [[Double]], label: String? = nil, color: SeriesColor? = nil) {
    guard let first = runs.first, runs.count > 1 else {
      fatalError("MeanOfRuns takes two runs or more, and got \(runs.count); one run is a Line")
    }
    let x = x ?? first.indices.map(Double.init)
    for run in runs { requireEqualCounts("MeanOfRuns", ["x": x.count, "values of a run": run.count]) }
    if !first.isEmpty, runs.allSatisfy({ $0.map(\.bitPattern) == first.map(\.bitPattern) }) {
      fatalError(
        "the \(runs.count) runs of MeanOfRuns are equal, so they have no spread; give each run a seed of its own, such as "
          + "'seed: run'")
    }
    let count = Double(runs.count)
    let means = x.indices.map { index in runs.reduce(0) { $0 + $1[index] } / count }
    deviations = x.indices.map { index in
      (runs.reduce(0) { $0 + pow($1[index] - means[index], 2) } / (count - 1)).squareRoot()
    }
    self.x = x
    self.means = means
    self.count = runs.count
    self.label = label ?? "mean of \(runs.count) runs ± σ"
    self.color = color
  }

  private var line: Line { Line(x: x, y: means) }
  private var band: Band { Band(x: x, around: means, deviation: deviations) }

  /// The limits of the band, in data units.
  public var points: [DataPoint] { band.points }
  /// "Line plot".
  public var chartName: String { "Line plot" }
  /// What the mean does, and the largest standard deviation.
  public func summary(on axes: Axes) -> String {
    let largest = deviations.filter(\.isFinite).max().map { ", ± at most \(NumberFormat.short($0))" } ?? ""
    return "the mean of \(count) runs " + line.summary(on: axes) + largest
  }
  /// The kind, the label, the number of runs and the values.
  public var data: JSON {
    .series(
      "runs", label, ["x": x, "mean": means, "deviation": deviations], ["runs": .int(count)])
  }

  /// Draws the band and the line.
  public func draw(on canvas: inout Canvas, in plot: PlotArea, style: MarkStyle) {
    band.draw(on: &canvas, in: plot, style: style)
    line.draw(on: &canvas, in: plot, style: style)
  }

  /// Draws a piece of the line on a piece of the band.
  public func drawKey(on canvas: inout Canvas, in frame: Rectangle, style: MarkStyle) {
    band.drawKey(on: &canvas, in: frame, style: style)
    line.drawKey(on: &canvas, in: frame, style: style)
  }
}
