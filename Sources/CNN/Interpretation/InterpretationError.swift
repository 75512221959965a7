/// Why a model or its features cannot be looked into as asked.
public enum InterpretationError: Error, Equatable, CustomStringConvertible {
  /// The class is none of the model's.
  case noClass(Int, classes: Int)
  /// The model's output is no vector of scores.
  case noScores(Shape)
  /// The input is no image of rows and columns.
  case noImage(Shape)
  /// The layer's output has no such channel.
  case noChannel(Int, layer: String, channels: Int)
  /// The output of the layer has no such position.
  case noPosition(row: Int, column: Int, layer: String, shape: Shape)
  /// There is nothing to look at.
  case nothing(String)
  /// A setting is outside what is possible.
  case outOfRange(String, value: String, allowed: String)
  /// A number among the features or gradients is not finite.
  case notFinite(String)
  /// There must be a label for each sample.
  case labelCount(expected: Int, got: Int)
  /// The features are no matrix of samples.
  case noSamples(Shape)
  /// Two things that are compared have different shapes.
  case shapes(String, Shape, String, Shape)

  /// What happened, and a remedy.
  public var description: String {
    switch self {
    case .noClass(let label, let classes):
      "there is no class \(label); the model has \(classes) classes, 0 ..< \(classes)."
    case .noScores(let shape):
      "the model gives \(shape) for an image, which is no vector of scores [classes]. "
        + "End it with Flatten() and Dense(classes)."
    case .noImage(let shape):
      "the model takes \(shape), which is no image [channels, rows, columns]."
    case .noChannel(let channel, let layer, let channels):
      "there is no channel \(channel); layer \"\(layer)\" gives \(channels) channels, 0 ..< \(channels)."
    case .noPosition(let row, let column, let layer, let shape):
      "there is no position (\(row), \(column)); layer \"\(layer)\" gives maps \(shape)."
    case .nothing(let what):
      "there are no \(what): at least one is needed."
    case .outOfRange(let setting, let value, let allowed):
      "\(setting) must be \(allowed), got \(value)."
    case .notFinite(let what):
      "the \(what) contain NaN or infinity. Look for the layer or the sample that they come from."
    case .labelCount(let expected, let got):
      "expected \(expected) labels, one for each sample, got \(got)."
    case .noSamples(let shape):
      "expected samples [count, features …], got \(shape)."
    case .shapes(let first, let shape, let second, let other):
      "\(first) and \(second) must have one shape, got \(shape) and \(other)."
    }
  }
}
