extension Tensor: ExpressibleByArrayLiteral, ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral {
  /// Creates a tensor from nested literals such as `[[1, 2], [3, 4]]`.
  ///
  /// - Precondition: all parts have the same shape.
  public init(arrayLiteral parts: Tensor...) { self.init(stacking: parts) }

  /// Creates a tensor without axes from a number.
  public init(floatLiteral value: Float) { self.init(shape: [], scalars: [value]) }

  /// Creates a tensor without axes from a whole number.
  public init(integerLiteral value: Int) { self.init(shape: [], scalars: [Float(value)]) }
}

extension Tensor {
  /// Creates a vector from numbers.
  public init(_ values: [some BinaryFloatingPoint]) {
    self.init(shape: [values.count], scalars: values.map { Float($0) })
  }

  /// Creates a matrix from its rows.
  ///
  /// - Precondition: all rows have the same length.
  public init(_ rows: [[some BinaryFloatingPoint]]) { self.init(stacking: rows.map { Tensor($0) }) }

  /// Creates a tensor from planes of rows.
  ///
  /// - Precondition: all planes have the same shape.
  public init(_ planes: [[[some BinaryFloatingPoint]]]) { self.init(stacking: planes.map { Tensor($0) }) }

  /// The elements of a matrix row by row, in double precision, as figures take them.
  ///
  /// - Precondition: the tensor has two axes.
  public var rows: [[Double]] {
    require(rank == 2, "rows belong to a tensor with two axes, got shape \(shape)")
    return (0..<shape[0]).map { row in
      scalars[row * shape[1]..<(row + 1) * shape[1]].map { Double($0) }
    }
  }
}
