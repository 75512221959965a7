/// An array of numbers with any number of axes, in any precision: what the textbook's loops work on.
public struct NDArray<Scalar: TextbookScalar>: Sendable, Equatable {
  /// The size along each axis.
  public let shape: Shape
  /// The elements, the last index running fastest.
  public var scalars: [Scalar]
  /// The sizes of the axes for looking up an element by its position.
  let layout: PlaneLayout

  /// Creates an array from its elements in row-major order.
  ///
  /// - Precondition: there are as many elements as the shape has positions.
  public init(shape: Shape, scalars: [Scalar]) {
    require(scalars.count == shape.count, "\(shape) takes \(shape.count) elements, got \(scalars.count)")
    self.shape = shape
    self.scalars = scalars
    layout = PlaneLayout(shape)
  }

  /// Creates an array of zeros.
  public init(zeros shape: Shape) {
    self.init(shape: shape, scalars: Array(repeating: 0, count: shape.count))
  }

  /// Creates an array with a tensor's elements, which every precision here holds exactly.
  public init(_ tensor: Tensor) {
    self.init(shape: tensor.shape, scalars: tensor.scalars.map { Scalar($0) })
  }

  /// Returns the same elements in another shape.
  public func reshaped(_ shape: Shape) -> NDArray { NDArray(shape: shape, scalars: scalars) }

  /// The element of a vector at `index`.
  public subscript(index: Int) -> Scalar {
    get { scalars[index] }
    set { scalars[index] = newValue }
  }

  /// The element of a matrix.
  public subscript(row: Int, column: Int) -> Scalar {
    get { scalars[row * shape.dimensions[1] + column] }
    set { scalars[row * shape.dimensions[1] + column] = newValue }
  }

  /// The element of a batch of images, or of a layer's filters.
  public subscript(n: Int, c: Int, row: Int, column: Int) -> Scalar {
    get { scalars[offset(n, c, row, column)] }
    set { scalars[offset(n, c, row, column)] = newValue }
  }

  private func offset(_ n: Int, _ c: Int, _ row: Int, _ column: Int) -> Int {
    let sizes = shape.dimensions
    return ((n * sizes[1] + c) * sizes[2] + row) * sizes[3] + column
  }

  /// Returns the element at a position that may lie outside the image, where it is 0.
  public func padded(_ n: Int, _ c: Int, _ row: Int, _ column: Int) -> Scalar {
    let isInside = (0..<shape.dimensions[2]).contains(row) && (0..<shape.dimensions[3]).contains(column)
    return isInside ? self[n, c, row, column] : 0
  }
}

extension Tensor {
  /// Creates a tensor from an array, rounding each element to single precision.
  public init(_ array: NDArray<some TextbookScalar>) {
    self.init(shape: array.shape, scalars: array.scalars.map { Float($0) })
  }
}
