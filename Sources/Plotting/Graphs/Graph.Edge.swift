extension Graph {
  /// An arrow from one node to another.
  public struct Edge: Sendable {
    /// The name of the node where the arrow begins.
    public var from: String
    /// The name of the node that it points to.
    public var to: String
    /// The text on the arrow; empty for none.
    public var label: String
    /// The color; `nil` for gray.
    public var color: SeriesColor?
    /// How the arrow is broken up.
    public var dash: Dash

    /// Creates an arrow.
    public init(
      _ from: String, _ to: String, label: String = "", color: SeriesColor? = nil, dash: Dash = .solid
    ) {
      self.from = from
      self.to = to
      self.label = label
      self.color = color
      self.dash = dash
    }
  }
}
