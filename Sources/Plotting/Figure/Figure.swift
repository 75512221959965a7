/// A picture of one or more panels, shown below a cell and written as PNG.
///
///     Figure("Learning curves") {
///       Axes(x: "epoch", y: "loss") { Line(y: losses, label: "training loss") }
///     }
///
/// Sizes are CSS pixels. The same figure gives the same bytes on every run.
public struct Figure: Sendable {
  /// The text above all panels; empty for none.
  public let title: String
  /// The panels, row by row.
  public let panels: [any Panel]
  /// The number of panels in a row.
  public let columns: Int
  /// The description that the author gave.
  let givenDescription: String?

  /// Creates a figure.
  ///
  /// `description` says in words what is seen, for readers who don't see it; without one it is made from the
  /// data. `columns` is the number of panels in a row; by default up to three.
  public init(
    _ title: String = "", description: String? = nil, columns: Int? = nil,
    @FigureBuilder panels: () -> [any Panel]
  ) {
    self.title = title
    self.panels = panels()
    let count = max(1, self.panels.count)
    self.columns = max(1, columns ?? (count == 4 ? 2 : min(3, count)))
    givenDescription = description
  }
}

extension Figure: CustomStringConvertible {
  /// What the figure shows, in words: what the author said, or else what the data says.
  public var description: String { givenDescription ?? automaticDescription }
}
