/// A layer that has something to say about a shape that it takes; summaries show it.
public protocol ShapeNoting: Layer {
  /// Returns a remark on inputs of the shape `input`, such as which rows are left out; nil for none.
  func shapeNote(for input: Shape) -> String?
}
