/// The rectangle between the axes, and how data maps into it.
public struct PlotArea: Sendable {
  /// The rectangle on the canvas.
  public let frame: Rectangle
  /// How x maps to canvas coordinates.
  public let x: AxisMapping
  /// How y maps to canvas coordinates.
  public let y: AxisMapping

  /// Returns where a pair of values is drawn; `nil` for what the axes cannot show.
  public func position(of point: DataPoint) -> Point? {
    guard let x = x.position(of: point.x), let y = y.position(of: point.y) else { return nil }
    return Point(x: x, y: y)
  }
}
