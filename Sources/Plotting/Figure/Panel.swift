public import Display

/// One picture of a figure: axes, a heatmap, a grid of images.
///
/// As the last line of a cell it is shown as a figure.
public protocol Panel: Sendable, Displayable {
  /// Returns the extent that the panel needs, its title and labels included.
  func size(in typesetter: Typesetter) -> Size
  /// Draws the panel in `frame`, which is at least as large as `size(in:)`.
  func draw(on canvas: inout Canvas, in frame: Rectangle, theme: Theme)
  /// The kind, the labels and every number that the panel shows.
  var data: JSON { get }
  /// What the panel shows, in one sentence without a final period.
  var description: String { get }
}
