/// A layer that has something to say about a shape that it takes; summaries show it.
public protocol ShapeWarning: Layer {
  /// Returns a remark on inputs of the shape `input`, such as which rows are left out; nil for none.
  func shapeWarning(for input: Shape) -> String?
}
