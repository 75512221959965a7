/// Returns the matrix of a linear map of tensors: each column is what the map makes of a unit tensor, flattened.
///
/// ```swift
/// let matrix = linearMatrix(of: { x in downsample(x, by: 2) }, input: [4, 4])
/// expect(matrix.shape, equals: [4, 16])
/// ```
///
/// `map(x).flattened() = matrix.matmul(x.flattened())` for every `x` of the shape `input`, if the map is linear. Of any other
/// map it is a matrix that does not have this property.
///
/// - Parameter map: Called once for each unit tensor, which has a single 1 and zeros.
/// - Returns: `[outputs, inputs]`, both in row-major order.
/// - Precondition: the input has at least one element, and all results have the same number of elements.
public func linearMatrix(of map: (Tensor) throws -> Tensor, input: Shape) rethrows -> Tensor {
  let count = input.count
  require(count > 0, "linearMatrix takes the shape of an input with at least one element, got \(input)")
  let columns = try (0..<count).map { index in
    var unit = Tensor.zeros(input)
    unit.scalars[index] = 1
    return try map(unit).flattened()
  }
  require(
    columns.allSatisfy { $0.count == columns[0].count },
    "the map of linearMatrix has to give the same number of elements for every input of the shape \(input)")
  return Tensor(stacking: columns).transposed()
}
