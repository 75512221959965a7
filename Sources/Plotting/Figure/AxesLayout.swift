#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

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

extension Axes {
  /// The height of what stands above and below a plot, about.
  private static let margins = 90.0

  /// Returns the size that the author asked for, at least 120 by 100, and higher if all names of a long legend need it.
  public func size(in typesetter: Typesetter) -> Size {
    var size = Size(width: Axes.sensible(width, least: 120), height: Axes.sensible(height, least: 100))
    let legend = Legend(entries(.light), theme: .light)
    if legend.isBeside(width: size.width, typesetter) {
      size.height = max(size.height, legend.besideHeight + Axes.margins)
    }
    return size
  }

  private static func sensible(_ length: Double, least: Double) -> Double {
    length.isFinite ? max(least, length.rounded()) : least
  }

  /// Returns where everything is in `frame`, with `legendHeight` kept free above the plot.
  func geometry(in frame: Rectangle, legendHeight: Double, _ canvas: Canvas) -> Geometry {
    let natural = geometry(in: frame, legendHeight: legendHeight, extent, canvas)
    guard hasEqualUnits, effectiveXScale == .linear, yScale == .linear, categories.isEmpty else {
      return natural
    }
    // Other limits have other labels, which leave another plot, to which the limits are fitted once more.
    let fitted = geometry(
      in: frame, legendHeight: legendHeight, extent.withEqualUnits(in: natural.plot.frame), canvas)
    return geometry(
      in: frame, legendHeight: legendHeight, extent.withEqualUnits(in: fitted.plot.frame), canvas)
  }

  private func geometry(
    in frame: Rectangle, legendHeight: Double, _ extent: Extent, _ canvas: Canvas
  ) -> Geometry {
    let typesetter = canvas.typesetter
    let lines = typesetter.wrapped(title, to: frame.width - 16, size: Axes.titleSize, limit: 3)
    let heading = lines.isEmpty ? 0 : Double(lines.count) * Axes.titleSize * Typesetter.lineHeight + 8
    let halfTick = Axes.tickSize * 0.5
    let legendTop = frame.y + heading
    // An offset stands above its axis, or between the axis and the label of x.
    let hasOffset = (
      x: !ticks(extent.x, effectiveXScale, intervals: 5, wholeNumbers: extent.hasWholeX).offset.isEmpty
        && categories.isEmpty,
      y: !ticks(extent.y, yScale, intervals: 5, wholeNumbers: false).offset.isEmpty
    )
    let top = legendTop + max(halfTick, legendHeight) + (hasOffset.y ? Axes.tickSize + 2 : 0)
    let xLabelHeight =
      (x.isEmpty && !hasOffset.x ? 0 : Axes.labelGap + Axes.labelSize)
      + (!x.isEmpty && hasOffset.x ? Axes.offsetHeight : 0)
    let yLabelWidth = y.isEmpty ? 0 : Axes.labelSize + Axes.labelGap

    // Long names of categories need more height, which needs the width, which needs the ticks of y.
    var tickHeight = Axes.tickGap + Axes.tickSize
    let (xLimits, yLimits) = (extent.x, extent.y)
    var yTicks = Ticks(values: [], labels: [])
    var (left, right) = (0.0, 10.0)
    var slants = false
    for _ in 0..<2 {
      let height = max(20, frame.maxY - top - tickHeight - xLabelHeight - 4)
      yTicks = ticks(yLimits, yScale, intervals: Int(height / 30), wholeNumbers: false)
      let widest = yTicks.labels.map { typesetter.width(of: $0, size: Axes.tickSize) }.max() ?? 0
      left = min(frame.width / 2, yLabelWidth + widest + Axes.tickGap)
      if categories.isEmpty { break }
      let slot = (frame.width - left - right) / Double(categories.count)
      let longest = categories.map { typesetter.width(of: $0, size: Axes.tickSize) }.max() ?? 0
      slants = longest > slot - 8 && slot < 90
      tickHeight = Axes.tickGap + Axes.tickSize
      if slants { tickHeight += min(longest * sin(Axes.slant * .pi / 180), frame.height * 0.3) }
    }
    let bottom = frame.maxY - tickHeight - xLabelHeight - 4
    var plotWidth = max(20, frame.width - left - right)
    let xTicks = xTicks(extent, width: plotWidth, typesetter)
    if categories.isEmpty, let last = xTicks.labels.last {
      right = max(right, min(40, typesetter.width(of: last, size: Axes.tickSize) / 2))
      plotWidth = max(20, frame.width - left - right)
    }
    let area = canvas.snapped(
      Rectangle(x: frame.x + left, y: top, width: plotWidth, height: max(20, bottom - top)))
    let plot = PlotArea(
      frame: area,
      x: AxisMapping(
        limits: xLimits, scale: effectiveXScale, start: area.x, end: area.maxX,
        isReversed: reversed.contains(.x) && categories.isEmpty),
      y: AxisMapping(
        limits: yLimits, scale: yScale, start: area.maxY, end: area.y, isReversed: reversed.contains(.y)))
    return Geometry(
      titleLines: lines, plot: plot, xTicks: xTicks, yTicks: yTicks, slantsCategories: slants,
      tickHeight: tickHeight, legendTop: legendTop)
  }

  /// Returns as many ticks of the x axis as have room for their labels.
  private func xTicks(
    _ extent: Extent, width: Double, _ typesetter: Typesetter
  ) -> Ticks {
    if !categories.isEmpty {
      return Ticks(values: categories.indices.map(Double.init), labels: categories)
    }
    var ticks = Ticks(values: [], labels: [])
    for intervals in (1...max(1, min(12, Int(width / 48)))).reversed() {
      ticks = self.ticks(
        extent.x, effectiveXScale, intervals: intervals, wholeNumbers: extent.hasWholeX)
      let widest = ticks.labels.map { typesetter.width(of: $0, size: Axes.tickSize) }.max() ?? 0
      if (widest + 14) * Double(ticks.labels.count) <= width { break }
    }
    return ticks
  }

  private func ticks(
    _ limits: ClosedRange<Double>, _ scale: AxisScale, intervals: Int, wholeNumbers: Bool
  ) -> Ticks {
    if !showsTicks { return Ticks(values: [], labels: []) }
    switch scale {
    case .linear: return .linear(limits, intervals: max(1, intervals), wholeNumbers: wholeNumbers)
    case .log10: return .logarithmic(limits, intervals: max(1, intervals))
    case .log2: return .powersOfTwo(limits, intervals: max(1, intervals))
    }
  }
}
