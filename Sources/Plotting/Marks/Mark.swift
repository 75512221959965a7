public import Display

/// What an `Axes` panel shows: one series of data and how it is drawn.
///
/// To add one, write one type: give its points, which set the limits of the axes, and draw them.
public protocol Mark: Sendable, Displayable {
  /// The name of the series in the legend; empty for none.
  var label: String { get }
  /// The color that the author chose; `nil` takes the next one of the cycle.
  var color: SeriesColor? { get }
  /// The data, in data units. What is not finite is a gap.
  var points: [DataPoint] { get }
  /// The names on the x axis, for marks that stand at x = 0, 1, 2 …; empty for a numeric axis.
  var categories: [String] { get }
  /// A value of y that the axis must include, such as 0 below bars.
  var baseline: Double? { get }
  /// Values of x that the axis must include, whatever y is there, such as a threshold.
  var xLevels: [Double] { get }
  /// Values of y that the axis must include, whatever x is there, such as a threshold.
  var yLevels: [Double] { get }
  /// Whether the mark uses up a color of the cycle.
  ///
  /// One that doesn't, such as the band around a line, shares its color with the next mark.
  var takesColor: Bool { get }
  /// What kind of picture the mark makes of a series, such as "Line plot"; empty for a remark on other series.
  var chartName: String { get }
  /// The kind, the label and the numbers.
  var data: JSON { get }

  /// Returns what happens in the part of the data that `axes` show, in words, such as "falls from 2.30 to 0.11".
  func summary(on axes: Axes) -> String
  /// Returns the mark as it stands on an axis with `names`, which are its own categories and those of other marks.
  func placed(among names: [String]) -> Self
  /// Draws the data inside `plot`.
  func draw(on canvas: inout Canvas, in plot: PlotArea, style: MarkStyle)
  /// Draws the sample that stands for the mark in the legend.
  func drawKey(on canvas: inout Canvas, in frame: Rectangle, style: MarkStyle)
}

extension Mark {
  /// No names: the x axis is numeric.
  public var categories: [String] { [] }
  /// The mark itself, whose x are numbers.
  public func placed(among names: [String]) -> Self { self }
  /// No such value.
  public var baseline: Double? { nil }
  /// No such values.
  public var xLevels: [Double] { [] }
  /// No such values.
  public var yLevels: [Double] { [] }
  /// Yes.
  public var takesColor: Bool { true }
}
