/// What has a place between axes; made once for a series, since finding the categories passes over all marks.
struct AxesWindow {
  private let xScale, yScale: AxisScale
  private let x, y: ClosedRange<Double>?

  init(_ axes: Axes) {
    (xScale, yScale) = (axes.effectiveXScale, axes.yScale)
    x = axes.categories.isEmpty ? axes.xRange.flatMap(xScale.shown) : nil
    y = axes.yRange.flatMap(yScale.shown)
  }

  /// Returns whether the scales have a place for a pair of values, inside or outside of the ranges.
  func canPlace(_ point: DataPoint) -> Bool { xScale.canShow(point.x) && yScale.canShow(point.y) }

  /// Returns whether a value has a place on the x axis.
  func shows(x value: Double) -> Bool { xScale.canShow(value) && x?.contains(value) ?? true }

  /// Returns whether a value has a place on the y axis.
  func shows(y value: Double) -> Bool { yScale.canShow(value) && y?.contains(value) ?? true }

  /// Returns whether a pair of values has a place between the axes.
  func shows(_ point: DataPoint) -> Bool { shows(x: point.x) && shows(y: point.y) }
}
