/// Why data cannot be used.
public enum DataError: Error, Equatable, CustomStringConvertible {
  /// There are no images.
  case empty
  /// The images are not `[N, C, H, W]`, nor signals `[N, C, L]`, volumes `[N, C, D, H, W]` or vectors `[N, F]`.
  case notImages(Shape)
  /// There are more or fewer labels than images.
  case labelCount(expected: Int, got: Int)
  /// A label is no class.
  case labelRange(label: Int, index: Int, classes: Int)
  /// The model does not end in one score a class.
  case noClassScores(Shape)
  /// A number is outside what is possible.
  case outOfRange(String, value: String, allowed: String)
  /// A value is missing (NaN) or infinite.
  case missingValues

  /// What happened, and a remedy.
  public var description: String {
    switch self {
    case .empty:
      "the dataset has no images."
    case .notImages(let shape):
      "expected images [count, channels, rows, columns], got shape \(shape)."
    case .labelCount(let expected, let got):
      "expected a label for each of the \(expected) images, got \(got)."
    case .labelRange(let label, let index, let classes):
      "the label at index \(index) is \(label), but there are \(classes) classes: 0 ..< \(classes)."
    case .noClassScores(let shape):
      "the model gives \(shape) for each image, expected one score a class. "
        + "End it with Flatten() and Dense(classes)."
    case .outOfRange(let what, let value, let allowed):
      "\(what) must be \(allowed), got \(value)."
    case .missingValues:
      "some values are missing (NaN) or infinite. "
        + "Look at `quality`, and use fillingMissing() or droppingMissing() first."
    }
  }
}
