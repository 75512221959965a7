public import Display

/// A small plot inside a plot, such as an enlarged part of it.
///
///     Axes("Training", x: "epoch", y: "loss") {
///       Line(y: losses)
///       Inset(Axes(xRange: 40...50, yRange: 0.1...0.12) { Line(y: losses) })
///     }
///
/// With both ranges it is an enlargement: the part that it shows is framed in the plot around it. The inset stands in
/// the corner where it hides least of the marks before it, so it should come last.
public struct Inset: Mark {
  /// The small plot.
  public let axes: Axes
  /// The share of the plot's width and height that it takes, from 0.2 to 0.7.
  public let share: Double

  /// Creates an inset; of the axes, width and height do not count.
  public init(_ axes: Axes, share: Double = 0.42) {
    self.axes = axes
    self.share = share.isFinite ? min(0.7, max(0.2, share)) : 0.42
  }

  /// The part of the outer plot that it enlarges; nil if it does not say which.
  var enlarged: (x: ClosedRange<Double>, y: ClosedRange<Double>)? {
    guard let x = axes.xRange, let y = axes.yRange else { return nil }
    return (x, y)
  }

  /// Empty: it has a legend of its own.
  public var label: String { "" }
  /// None: each of its marks has its own.
  public var color: SeriesColor? { nil }
  /// None: the limits of the plot are those of its other marks.
  public var points: [DataPoint] { [] }
  /// No: its marks have a cycle of their own.
  public var takesColor: Bool { false }
  /// Empty: it belongs to the plot around it.
  public var chartName: String { "" }
  /// What it shows.
  public var summary: String {
    let part = enlarged.map { ", x from \(Inset.text($0.x)) and y from \(Inset.text($0.y))" } ?? ""
    return "inset\(part): \(axes.description)"
  }
  /// The kind, and the data of the small plot.
  public var data: JSON { .object(["kind": .string("inset"), "axes": axes.data]) }

  private static func text(_ range: ClosedRange<Double>) -> String {
    "\(NumberFormat.short(range.lowerBound)) to \(NumberFormat.short(range.upperBound))"
  }
}
