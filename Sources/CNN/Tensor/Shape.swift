/// The sizes of a tensor along its axes, outermost first: an image is `[C, H, W]`, a batch `[N, C, H, W]`.
public struct Shape: Sendable, Hashable {
  /// The size along each axis.
  public var dimensions: [Int]

  /// Creates a shape from the size along each axis.
  ///
  /// - Precondition: no size is negative.
  public init(_ dimensions: [Int]) {
    require(dimensions.allSatisfy { $0 >= 0 }, "a shape has no negative sizes, got \(dimensions)")
    self.dimensions = dimensions
  }

  /// The number of axes.
  public var rank: Int { dimensions.count }

  /// The number of elements: the product of all sizes.
  public var count: Int { dimensions.reduce(1, *) }

  /// The size along `axis`; a negative axis counts from the last one, −1.
  public subscript(axis: Int) -> Int {
    let index = axis < 0 ? axis + rank : axis
    require(dimensions.indices.contains(index), "shape \(self) has no axis \(axis)")
    return dimensions[index]
  }

  /// Returns this shape with a batch axis of `count` put in front.
  func batched(_ count: Int) -> Shape { Shape([count] + dimensions) }

  /// This shape without its first axis.
  var droppingFirst: Shape { Shape(Array(dimensions.dropFirst())) }
}

extension Shape: ExpressibleByArrayLiteral, CustomStringConvertible {
  /// Creates a shape from a literal such as `[1, 28, 28]`.
  public init(arrayLiteral elements: Int...) { self.init(elements) }

  /// The sizes in brackets.
  public var description: String { "\(dimensions)" }
}
