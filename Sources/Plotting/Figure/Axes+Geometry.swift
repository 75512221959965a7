extension Axes {
  static let titleSize = 13.5
  static let labelSize = 12.0
  static let tickSize = 11.0
  /// The space between tick labels and the axis, in CSS pixels.
  static let tickGap = 6.0
  static let labelGap = 8.0
  /// The angle of the names of categories that have no room side by side, in degrees.
  static let slant = 40.0

  /// The names of the categories; empty for a numeric x axis.
  var categories: [String] {
    marks.map(\.categories).max { $0.count < $1.count } ?? []
  }

  /// The values that the x axis shows.
  var xLimits: ClosedRange<Double> {
    if !categories.isEmpty { return -0.6...Double(categories.count) - 0.4 }
    return AxisLimits.limits(of: points.lazy.map(\.x), scale: effectiveXScale, padding: 0.025)
  }

  /// The values that the y axis shows.
  var yLimits: ClosedRange<Double> {
    let baseline = yScale == .linear ? marks.compactMap(\.baseline).first : nil
    return AxisLimits.limits(
      of: points.lazy.map(\.y), scale: yScale, padding: baseline == nil ? 0.05 : 0.1, baseline: baseline)
  }

  /// Categories stand at equal distances, whatever the author asked for.
  var effectiveXScale: AxisScale { categories.isEmpty ? xScale : .linear }

  /// Whether every x is a whole number, such as an epoch, so that ticks between them would mean nothing.
  var hasWholeX: Bool { points.allSatisfy { !$0.x.isFinite || $0.x == $0.x.rounded() } }

  /// The points that both scales can show.
  private var points: [DataPoint] {
    marks.flatMap(\.points).filter {
      effectiveXScale.transformed($0.x) != nil && yScale.transformed($0.y) != nil
    }
  }

  /// Where everything is.
  struct Geometry {
    var titleLines: [String]
    var plot: PlotArea
    var xTicks: Ticks
    var yTicks: Ticks
    /// Whether the names of categories are set aslant.
    var slantsCategories: Bool
    /// The height that tick labels take below the x axis.
    var tickHeight: Double
    /// The top of the plot with what stands above it: a legend that found no room inside.
    var legendTop: Double
  }
}
