/// A pair of values in data units.
public struct DataPoint: Sendable, Hashable {
  /// The value along the x axis.
  public var x: Double
  /// The value along the y axis.
  public var y: Double

  /// Creates a pair.
  public init(x: Double, y: Double) {
    self.x = x
    self.y = y
  }

  var isFinite: Bool { x.isFinite && y.isFinite }
}
