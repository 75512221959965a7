/// How much of a model's input one element of a map can see.
///
/// A window of `k` elements, `d` apart, widens a field of `r` pixels to `r + (k−1)·d·j`, where neighbors on
/// the map it slides over are `j` pixels apart; its stride multiplies `j`.
///
/// - SeeAlso: Araujo, Norris, Sim, "Computing receptive fields of convolutional neural
///   networks", Distill, 2019.
public struct ReceptiveField: Sendable, Hashable {
  /// The size along each spatial axis, in pixels of the model's input; nil if it is the whole input.
  public private(set) var size: [Int]?
  /// The distance of neighbors along each spatial axis, in pixels of the model's input.
  public private(set) var jump: [Int]

  /// Creates the field of a pixel of the input, which sees itself.
  public init(axes: Int) {
    size = Array(repeating: 1, count: axes)
    jump = Array(repeating: 1, count: axes)
  }

  /// The field that covers the whole input.
  public var everything: ReceptiveField {
    var field = self
    field.size = nil
    return field
  }

  /// Returns the field after a window slid over the map; the arrays hold a number for each spatial axis.
  public func widened(window: [Int], stride: [Int], dilation: [Int]) -> ReceptiveField {
    var field = self
    guard window.count == jump.count, stride.count == jump.count, dilation.count == jump.count else {
      return everything
    }
    for axis in jump.indices {
      field.size?[axis] += (window[axis] - 1) * dilation[axis] * jump[axis]
      field.jump[axis] *= stride[axis]
    }
    return field
  }

  /// Returns the field after a transposed window; the arrays hold a number for each spatial axis.
  ///
  /// An output depends on at most `⌈((k−1)·d + 1) / s⌉` neighbors on the map, and outputs lie `j/s` apart, at
  /// least a pixel: where that is less, the field is an upper bound.
  public func spread(window: [Int], stride: [Int], dilation: [Int]) -> ReceptiveField {
    var field = self
    guard window.count == jump.count, stride.count == jump.count, dilation.count == jump.count else {
      return everything
    }
    for axis in jump.indices {
      let extent = (window[axis] - 1) * dilation[axis] + 1
      field.size?[axis] += ((extent + stride[axis] - 1) / stride[axis] - 1) * jump[axis]
      field.jump[axis] = Swift.max(1, jump[axis] / stride[axis])
    }
    return field
  }

  /// Returns the field of what depends on both: the larger one along each axis.
  public func union(_ other: ReceptiveField) -> ReceptiveField {
    guard let size, let others = other.size, size.count == others.count else { return everything }
    var field = self
    field.size = zip(size, others).map { max($0, $1) }
    field.jump = zip(jump, other.jump).map { max($0, $1) }
    return field
  }
}

extension ReceptiveField: CustomStringConvertible {
  /// The size as `5×5`, or `all`.
  public var description: String { size?.map(String.init).joined(separator: "×") ?? "all" }
}
