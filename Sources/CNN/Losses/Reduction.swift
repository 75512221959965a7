/// What becomes of the losses of a batch.
public enum Reduction: String, Sendable, Hashable, CaseIterable {
  /// Their mean.
  case mean
  /// Their sum.
  case sum
  /// Nothing: each keeps its own.
  case none
}

/// A loss, and its gradient to what it was computed from.
public struct LossResult: Sendable, Equatable {
  /// The loss: a number without axes, or one for each row if nothing reduced them.
  public let value: Tensor
  /// The gradient of the loss, or of the sum of the losses, in the shape of the outputs.
  public let gradient: Tensor

  /// The loss of the whole batch; the sum if nothing reduced it.
  public var total: Float { value.sum }
}

/// Why a loss cannot be computed.
public enum LossError: Error, Equatable, CustomStringConvertible {
  /// The outputs have no classes.
  case noClasses(Shape)
  /// There must be a label for each row.
  case labelCount(expected: Int, got: Int)
  /// A label is no class.
  case labelRange(label: Int, index: Int, classes: Int)
  /// The targets have another shape than the outputs.
  case targetShape(expected: Shape, got: Shape)
  /// There must be a weight for each class, or channel.
  case weightCount(expected: Int, got: Shape)
  /// A weight is negative or no number.
  case weight(Float, index: Int)
  /// A setting is outside what is possible.
  case outOfRange(String, got: Float, allowed: String)
  /// Nothing is left of which a mean could be taken.
  case nothingCounts

  /// What happened, and a remedy.
  public var description: String {
    switch self {
    case .noClasses(let shape):
      "expected scores [count, classes, …], got \(shape)."
    case .labelCount(let expected, let got):
      "expected \(expected) labels, one for each row of scores, got \(got)."
    case .labelRange(let label, let index, let classes):
      "the label at index \(index) is \(label), but there are \(classes) classes: 0 ..< \(classes). "
        + "To leave a label out, name it in `ignoring:`."
    case .targetShape(let expected, let got):
      "targets and weights must have the shape of the outputs, \(expected), got \(got)."
    case .weightCount(let expected, let got):
      "expected \(expected) class weights, one for each class, got shape \(got)."
    case .weight(let weight, let index):
      "the weight of class \(index) must be a number of at least 0, got \(weight)."
    case .outOfRange(let what, let got, let allowed):
      "the \(what) must be \(allowed), got \(got)."
    case .nothingCounts:
      "the mean is over nothing: there are no outputs, all labels are ignored, or their classes weigh 0."
    }
  }
}
