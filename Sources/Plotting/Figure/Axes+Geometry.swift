extension Axes {
  static let titleSize = 13.5
  static let labelSize = 12.0
  static let tickSize = 11.0
  /// The space between tick labels and the axis, in CSS pixels.
  static let tickGap = 6.0
  static let labelGap = 8.0
  /// The height that the offset of the x axis takes above its label.
  static let offsetHeight = tickSize + 3
  /// The angle of the names of categories that have no room side by side, in degrees.
  static let slant = 40.0

  /// The names of the categories of all marks, in the order in which they first appear; empty for a numeric x axis.
  ///
  /// A name stands there as often as in the mark that has it most often.
  var categories: [String] {
    var (names, counts): ([String], [String: Int]) = ([], [:])
    for mark in marks {
      var own: [String: Int] = [:]
      for name in mark.categories {
        own[name, default: 0] += 1
        guard own[name, default: 0] > counts[name, default: 0] else { continue }
        counts[name, default: 0] += 1
        names.append(name)
      }
    }
    return names
  }

  /// The marks as they stand on the axis.
  var placedMarks: [any Mark] {
    let names = categories
    return names.isEmpty ? marks : marks.map { $0.placed(among: names) }
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
