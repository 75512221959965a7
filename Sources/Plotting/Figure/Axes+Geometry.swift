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

  /// Categories stand at equal distances, whatever the author asked for.
  var effectiveXScale: AxisScale { categories.isEmpty ? xScale : .linear }

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
