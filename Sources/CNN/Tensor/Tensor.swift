/// An array of single-precision numbers with any number of axes, stored row by row.
///
/// Images are `[C, H, W]`, batches `[N, C, H, W]`, filters `[K, C, R, S]`; indices are (row, column), from 0.
/// A tensor is a value: a copy never changes with the original.
///
/// ```swift
/// let x: Tensor = [[1, 2, 3], [4, 5, 6]]
/// expect(x.shape, equals: [2, 3])
/// expect(x[1, 0], equals: 4)
/// expect(2 * x + 1, equals: [[3, 5, 7], [9, 11, 13]])
/// expect(x.mean(along: 0), equals: [2.5, 3.5, 4.5])
/// expect(x.reshaped(3, -1).shape, equals: [3, 2])
/// ```
public struct Tensor: Sendable, Equatable {
  /// The size along each axis.
  public private(set) var shape: Shape
  /// The elements, the last index running fastest.
  public internal(set) var scalars: [Float]

  /// Creates a tensor from its elements in row-major order.
  ///
  /// - Precondition: there are as many elements as the shape has positions.
  public init(shape: Shape, scalars: [Float]) {
    require(
      scalars.count == shape.count,
      "a tensor of shape \(shape) has \(shape.count) elements, got \(scalars.count)")
    self.shape = shape
    self.scalars = scalars
  }

  /// Creates a tensor whose elements are all `value`.
  public init(repeating value: Float, shape: Shape) {
    self.init(shape: shape, scalars: Array(repeating: value, count: shape.count))
  }

  /// Returns a tensor of zeros.
  public static func zeros(_ shape: Shape) -> Tensor { Tensor(repeating: 0, shape: shape) }

  /// Returns a tensor of ones.
  public static func ones(_ shape: Shape) -> Tensor { Tensor(repeating: 1, shape: shape) }

  /// The number of elements.
  public var count: Int { scalars.count }

  /// The number of axes.
  public var rank: Int { shape.rank }

  /// Returns the same elements in another shape.
  ///
  /// - Precondition: both shapes have equally many elements.
  public func reshaped(_ shape: Shape) -> Tensor {
    require(
      shape.count == count,
      "cannot reshape \(self.shape), \(count) elements, to \(shape), \(shape.count) elements")
    return Tensor(shape: shape, scalars: scalars)
  }

  /// Returns the same elements in a shape given by its sizes, as in `reshaped(3, 3)`.
  ///
  /// One of the sizes may be −1: it becomes what the others leave, as in `reshaped(10, -1)`.
  ///
  /// - Precondition: both shapes have equally many elements.
  public func reshaped(_ dimensions: Int...) -> Tensor {
    guard let open = dimensions.firstIndex(of: -1) else { return reshaped(Shape(dimensions)) }
    var sizes = dimensions
    sizes.remove(at: open)
    let others = Shape(sizes).count
    require(
      others > 0 && count % others == 0,
      "cannot reshape \(shape), \(count) elements, to \(dimensions): the size -1 would not be whole")
    sizes.insert(count / others, at: open)
    return reshaped(Shape(sizes))
  }

  /// Returns the elements along one axis: rows first, planes outermost.
  public func flattened() -> Tensor { reshaped(Shape([count])) }

  /// Returns a tensor of the same shape with `transform` applied to each element.
  public func map(_ transform: (Float) throws -> Float) rethrows -> Tensor {
    Tensor(shape: shape, scalars: try scalars.map(transform))
  }
}
