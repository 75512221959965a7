/// A chain of straight pieces, in device pixels.
struct Contour: Sendable {
  /// The corners.
  var points: [Point]
  /// Whether the last corner is joined to the first.
  var isClosed = false
}
