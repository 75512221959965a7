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
  /// The targets are of another kind than what is asked for.
  case targets(expected: String, got: String)
  /// The targets have another shape than the model's outputs.
  case targetShape(expected: Shape, got: Shape)
  /// The label maps are not `[N, …]`.
  case notLabelMaps(Shape)
  /// A label is no whole number.
  case notWhole(Float, index: Int)
  /// The model does not end in a score a class for each position of the label maps.
  case noMapScores(Shape, maps: Shape)
  /// An augmentation cannot change the targets as it changes the images.
  case augmentation(String, reason: String)
  /// The model does not end in one score a class.
  case noClassScores(Shape)
  /// The model gives another number of outputs than the heads of the loss need.
  case headOutputs(expected: Int, got: Shape)
  /// The targets have another shape than the heads of the loss need.
  case headTargets(expected: Shape, got: Shape)
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
      "expected a label or target for each of the \(expected) images, got \(got)."
    case .labelRange(let label, let index, let classes):
      "the label at index \(index) is \(label), but there are \(classes) classes: 0 ..< \(classes)."
    case .targets(let expected, let got):
      "expected targets that are \(expected), but they are \(got) for each image."
    case .targetShape(let expected, let got):
      "the model gives \(expected) for each image, but the targets have shape \(got)."
    case .notLabelMaps(let shape):
      "expected label maps [count, rows, columns], got shape \(shape)."
    case .notWhole(let value, let index):
      "the label at index \(index) must be a whole number, got \(value)."
    case .noMapScores(let shape, let maps):
      "the model gives \(shape) for each image, expected [classes] + \(maps): a score a class in each position. "
        + "End it with a convolution with a filter for each class, and bring its maps to the size of the labels."
    case .augmentation(let name, let reason):
      "the augmentation \(name) cannot be used: \(reason)."
    case .noClassScores(let shape):
      "the model gives \(shape) for each image, expected one score a class. "
        + "End it with Flatten() and Dense(classes). For a class in each position, make the dataset with labelMaps:."
    case .headOutputs(let expected, let got):
      "the model gives \(got) for each image, but the heads of the loss need \(expected) channels in all. "
        + "End it with Parallel { … } with a layer for each head."
    case .headTargets(let expected, let got):
      "the heads of the loss need targets of shape \(expected) for each image, got \(got). "
        + "There is one channel for a class, and one for each output of a head of numbers."
    case .outOfRange(let what, let value, let allowed):
      "\(what) must be \(allowed), got \(value)."
    case .missingValues:
      "some values are missing (NaN) or infinite. "
        + "Look at `quality`, and use fillingMissing() or droppingMissing() first."
    }
  }
}
