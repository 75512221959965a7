extension Axes {
  /// What the marks need, found in one pass over their points.
  struct Extent {
    /// The values that the x axis shows.
    var x: ClosedRange<Double>
    /// The values that the y axis shows.
    var y: ClosedRange<Double>
    /// Whether every x is a whole number, such as an epoch, so that ticks between them would mean nothing.
    var hasWholeX = true
  }

  /// The values that both axes show: the author's, or else those of the marks.
  var extent: Extent {
    var (xEnds, yEnds) = (Ends(), Ends())
    var hasWholeX = true
    let (xScale, yScale) = (effectiveXScale, yScale)
    for mark in placedMarks {
      for point in mark.points where xScale.canShow(point.x) && yScale.canShow(point.y) {
        xEnds.include(point.x)
        yEnds.include(point.y)
        if hasWholeX, point.x != point.x.rounded() { hasWholeX = false }
      }
      for value in mark.xLevels where xScale.canShow(value) {
        xEnds.include(value)
        if value != value.rounded() { hasWholeX = false }
      }
      for value in mark.yLevels where yScale.canShow(value) { yEnds.include(value) }
    }
    let baseline = yScale == .linear ? marks.compactMap(\.baseline).first : nil
    let x =
      categories.isEmpty
      ? xRange.flatMap(xScale.shown)
        ?? AxisLimits.limits(of: xEnds.values, scale: xScale, padding: 0.025)
      : -0.6...Double(categories.count) - 0.4
    let y =
      yRange.flatMap(yScale.shown)
      ?? AxisLimits.limits(
        of: yEnds.values, scale: yScale, padding: baseline == nil ? 0.05 : 0.1, baseline: baseline)
    return Extent(x: x, y: y, hasWholeX: hasWholeX)
  }

  /// The smallest and the largest of some values.
  private struct Ends {
    private var low = Double.infinity
    private var high = -Double.infinity

    mutating func include(_ value: Double) {
      if value < low { low = value }
      if value > high { high = value }
    }

    /// The two ends; empty before the first value.
    var values: [Double] { low <= high ? [low, high] : [] }
  }
}

extension AxisScale {
  /// Returns whether the axis has a place for `value`.
  fileprivate func canShow(_ value: Double) -> Bool {
    value.isFinite && (self == .linear || value > 0)
  }

  /// Returns a range as limits of an axis; `nil` if the axis cannot show it, or nothing would lie within.
  fileprivate func shown(_ range: ClosedRange<Double>) -> ClosedRange<Double>? {
    canShow(range.lowerBound) && canShow(range.upperBound) && range.lowerBound < range.upperBound
      ? AxisLimits.separated(range) : nil
  }
}
