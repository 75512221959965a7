/// How a line is drawn along a path.
public struct Stroke: Sendable, Hashable {
  /// What the end of an open line looks like.
  public enum Cap: Sendable {
    /// Cut off at the end point.
    case butt
    /// A half circle around the end point.
    case round
  }

  /// What a corner looks like.
  public enum Join: Sendable {
    /// A circle around the corner point.
    case round
    /// The edges go on until they meet; a corner sharper than 29° is rounded.
    case miter
  }

  /// The thickness, in CSS pixels.
  public var width: Double
  /// The ends.
  public var cap: Cap
  /// The corners.
  public var join: Join
  /// The lengths of dash and gap in turn, in CSS pixels; empty for an unbroken line.
  public var dash: [Double]

  /// Creates a stroke.
  public init(width: Double, cap: Cap = .butt, join: Join = .round, dash: [Double] = []) {
    self.width = width
    self.cap = cap
    self.join = join
    self.dash = dash
  }
}
