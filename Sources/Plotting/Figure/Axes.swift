public import Display

/// A pair of axes with marks between them.
///
/// ```swift
/// let (training, validation) = ([2.3, 0.9, 0.4], [2.3, 1.1, 0.8])
/// let axes = Axes("Training", x: "epoch", y: "loss") {
///   Line(y: training, label: "training loss")
///   Line(y: validation, label: "validation loss")
/// }
/// ```
public struct Axes: Panel {
  /// The text above the plot; empty for none.
  public let title: String
  /// What the x axis shows, with its unit.
  public let x: String
  /// What the y axis shows, with its unit.
  public let y: String
  /// How x maps to distances.
  public let xScale: AxisScale
  /// How y maps to distances.
  public let yScale: AxisScale
  /// The values that the x axis shows; `nil` for those of the marks.
  ///
  /// Categories are always all shown.
  public private(set) var xRange: ClosedRange<Double>?
  /// The values that the y axis shows; `nil` for those of the marks.
  public private(set) var yRange: ClosedRange<Double>?
  /// The axes whose values grow to the left, or downward, such as a depth; names always stand from left to right.
  public let reversed: Set<Axis>
  /// Whether a unit is as long along x as along y, as in a map, where distances count.
  ///
  /// It holds for linear axes; the axis that has room to spare shows more than the marks need.
  public let hasEqualUnits: Bool
  /// Whether ticks, their labels and grid lines are drawn; without, the axes say that their values mean nothing.
  public let showsTicks: Bool
  /// The width with all labels, in CSS pixels.
  public let width: Double
  /// The height with all labels, in CSS pixels.
  public let height: Double
  /// What is shown, the first one farthest back.
  public let marks: [any Mark]

  /// Creates axes.
  ///
  /// Without a range, limits suit the marks; a range that its scale cannot show is ignored. What lies beyond a
  /// given range is cut off at the frame of the plot.
  public init(
    _ title: String = "", x: String = "", y: String = "", xScale: AxisScale = .linear,
    yScale: AxisScale = .linear, xRange: ClosedRange<Double>? = nil, yRange: ClosedRange<Double>? = nil,
    reversed: Set<Axis> = [], hasEqualUnits: Bool = false, showsTicks: Bool = true, width: Double = 560,
    height: Double = 340,
    @MarkBuilder marks: () -> [any Mark]
  ) {
    self.title = title
    self.x = x
    self.y = y
    self.xScale = xScale
    self.yScale = yScale
    self.xRange = xRange
    self.yRange = yRange
    self.reversed = reversed
    self.hasEqualUnits = hasEqualUnits
    self.showsTicks = showsTicks
    self.width = width
    self.height = height
    self.marks = Histogram.withEqualBins(marks())
  }

  /// The kind, the labels and every series.
  public var data: JSON {
    var members: JSON.Members = [
      "kind": .string("axes"), "title": .string(title), "x": .string(x), "y": .string(y),
      "xScale": .string(xScale.rawValue), "yScale": .string(yScale.rawValue),
    ]
    if !reversed.isEmpty {
      members.list.append(
        .init(key: "reversed", value: .array(reversed.map(\.rawValue).sorted().map(JSON.string))))
    }
    members.list.append(.init(key: "marks", value: .array(marks.map(\.data))))
    return .object(members)
  }
}

extension Axes {
  /// What kind of plot it is, and what each series does.
  public var description: String {
    var names: [String] = []
    for mark in marks where !mark.chartName.isEmpty && !names.contains(mark.chartName) {
      names.append(mark.chartName)
    }
    let chart =
      names.isEmpty
      ? "Empty axes"
      : ([names[0]] + names.dropFirst().map { $0.lowercased() }).joined(separator: " and ")
    let labels = marks.filter { !$0.chartName.isEmpty }.map(\.label).filter { !$0.isEmpty }
    let subject = labels.isEmpty ? y : Axes.list(labels)
    var text = chart
    if !title.isEmpty { text += " “\(title)”" }
    if !subject.isEmpty { text += " of \(subject)" }
    if !x.isEmpty { text += subject.isEmpty ? " over \(x)" : " against \(x)" }
    let logarithmic = [xScale != .linear ? "x" : nil, yScale != .linear ? "y" : nil].compactMap(\.self)
    if !logarithmic.isEmpty { text += " (logarithmic \(logarithmic.joined(separator: " and ")))" }
    if !reversed.isEmpty {
      text += " (reversed \(reversed.map(\.rawValue).sorted().joined(separator: " and ")))"
    }
    let summaries = marks.map { mark in
      (mark.label.isEmpty ? "" : mark.label + (mark.categories.isEmpty ? " " : ": ")) + mark.summary(on: self)
    }
    return summaries.isEmpty ? text : text + ": " + summaries.joined(separator: "; ")
  }

  private static func list(_ items: [String]) -> String {
    items.count < 2
      ? items.joined() : items.dropLast().joined(separator: ", ") + " and " + items[items.count - 1]
  }
}

extension Axes {
  /// One of the two axes.
  public enum Axis: String, Sendable {
    case x, y
  }

  /// Returns panels in which the axes of one quantity, those with the same label of y, show the same values of y.
  ///
  /// What has no label may be anything, counts depend on the bins, and an axis whose range the author gave keeps that.
  static func sharingQuantities(_ panels: [any Panel]) -> [any Panel] {
    func quantity(_ panel: any Panel) -> String? {
      guard let axes = panel as? Axes, !axes.y.isEmpty, axes.yRange == nil, axes.showsTicks,
        !axes.hasEqualUnits, !axes.marks.contains(where: { $0 is Histogram })
      else { return nil }
      return axes.yScale.rawValue + axes.y
    }
    let compared = Dictionary(grouping: panels.compactMap(quantity)) { $0 }.filter { $0.value.count > 1 }
    if compared.isEmpty { return panels }
    let ranges = compared.keys.map { name in
      (name, joined(panels.filter { quantity($0) == name }.compactMap { ($0 as? Axes)?.extent.y }))
    }
    let rangeOf = Dictionary(ranges) { first, _ in first }
    return panels.map { panel in
      guard let name = quantity(panel), let range = rangeOf[name], var axes = panel as? Axes else {
        return panel
      }
      axes.yRange = range
      return axes
    }
  }

  /// Returns panels whose axes show the same values, so that they can be compared side by side.
  ///
  /// ```swift
  /// let figure = Figure {
  ///   Axes.sharing {
  ///     Axes("SGD") { Line(y: [2.3, 1.9, 1.4]) }
  ///     Axes("Adam") { Line(y: [2.3, 1.1, 0.4]) }
  ///   }
  /// }
  /// ```
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
      guard var axes = panel as? Axes else { return panel }
      if sharesX(axes) { axes.xRange = xRange }
      if sharesY(axes) { axes.yRange = yRange }
      return axes
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

extension Axes {
  /// What the marks need, found in one pass over their points.
  struct Extent {
    /// The values that the x axis shows.
    var x: ClosedRange<Double>
    /// The values that the y axis shows.
    var y: ClosedRange<Double>
    /// Whether every x is a whole number, such as an epoch, so that ticks between them would mean nothing.
    var hasWholeX = true

    /// Returns wider limits of one axis, so that a unit is as long along both sides of `frame`.
    func withEqualUnits(in frame: Rectangle) -> Extent {
      let (width, height) = (x.upperBound - x.lowerBound, y.upperBound - y.lowerBound)
      let unit = max(width / frame.width, height / frame.height)
      guard unit.isFinite, unit > 0 else { return self }
      func widened(_ range: ClosedRange<Double>, to length: Double) -> ClosedRange<Double> {
        let slack = max(0, length - (range.upperBound - range.lowerBound)) / 2
        return range.lowerBound - slack...range.upperBound + slack
      }
      return Extent(
        x: widened(x, to: unit * frame.width), y: widened(y, to: unit * frame.height), hasWholeX: hasWholeX)
    }
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
