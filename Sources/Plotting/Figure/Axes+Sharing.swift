extension Axes {
  /// Returns panels whose axes show the same values, so that they can be compared side by side.
  ///
  ///     Figure { Axes.sharing { Axes("SGD") { Line(y: sgd) }; Axes("Adam") { Line(y: adam) } } }
  ///
  /// The limits are those that show every mark of every panel. Only axes of the same scale share them: an axis
  /// that differs in scale from the first one, or that shows categories, keeps its own. Panels other than axes
  /// stay as they are.
  /// - Parameters:
  ///   - x: Whether the panels show the same values of x.
  ///   - y: Whether the panels show the same values of y.
  public static func sharing(
    x: Bool = true, y: Bool = true, @FigureBuilder panels: () -> [any Panel]
  ) -> [any Panel] {
    let panels = panels()
    let axes = panels.compactMap { $0 as? Axes }
    guard let first = axes.first else { return panels }
    func sharesX(_ axes: Axes) -> Bool { x && axes.categories.isEmpty && axes.xScale == first.xScale }
    func sharesY(_ axes: Axes) -> Bool { y && axes.yScale == first.yScale }
    let xRange = joined(axes.filter(sharesX).map(\.extent.x))
    let yRange = joined(axes.filter(sharesY).map(\.extent.y))
    return panels.map { panel in
      guard let axes = panel as? Axes else { return panel }
      return Axes(
        axes.title, x: axes.x, y: axes.y, xScale: axes.xScale, yScale: axes.yScale,
        xRange: sharesX(axes) ? xRange : axes.xRange, yRange: sharesY(axes) ? yRange : axes.yRange,
        width: axes.width, height: axes.height, marks: axes.marks)
    }
  }

  /// Returns the range from the lowest to the highest limit.
  private static func joined(_ ranges: [ClosedRange<Double>]) -> ClosedRange<Double>? {
    guard let low = ranges.map(\.lowerBound).min(), let high = ranges.map(\.upperBound).max() else {
      return nil
    }
    return low...high
  }
}
