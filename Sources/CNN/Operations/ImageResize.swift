/// Returns the planes of `x` resampled to `size`, by bilinear interpolation with antialiasing.
///
/// ``Textbook/resize(_:to:)`` has the formula. An image of the same size stays as it is, bit by bit.
///
/// - Complexity: each pixel enters about two sums along its row, and two along its column.
/// - Precondition: there are at least two axes, and neither the planes nor `size` are empty.
public func resize(_ x: Tensor, to size: some Size2DConvertible) -> Tensor {
  let size = size.size2D
  require(x.rank >= 2, "resize takes at least two axes, got shape \(x.shape)")
  let (height, width) = (x.shape[-2], x.shape[-1])
  let planes = x.shape.dimensions.dropLast(2)
  func windows(_ input: Int, _ output: Int) -> [[(pixel: Int, weight: Float)]] {
    let axis = ResizeAxis(input: input, output: output)
    return (0..<output).map { axis.window($0).map { ($0, Float($1)) } }
  }
  let (rows, columns) = (windows(height, size.rows), windows(width, size.columns))
  var narrowed = [Float](repeating: 0, count: height * size.columns)
  var result = [Float](repeating: 0, count: planes.reduce(1, *) * size.rows * size.columns)
  for plane in 0..<planes.reduce(1, *) {
    for row in 0..<height {
      let start = (plane * height + row) * width
      for (column, window) in columns.enumerated() {
        var sum: Float = 0
        for (pixel, weight) in window { sum.addProduct(weight, x.scalars[start + pixel]) }
        narrowed[row * size.columns + column] = sum
      }
    }
    for (row, window) in rows.enumerated() {
      let start = (plane * size.rows + row) * size.columns
      for (pixel, weight) in window {
        for column in 0..<size.columns {
          result[start + column].addProduct(weight, narrowed[pixel * size.columns + column])
        }
      }
    }
  }
  return Tensor(shape: Shape(planes + [size.rows, size.columns]), scalars: result)
}

/// Returns the middle of the planes of `x`, `size` large, from row ⌊(H − rows) / 2⌋ and column ⌊(W − columns) / 2⌋.
///
/// - Precondition: there are at least two axes, and the planes are at least as large as `size`.
public func centerCrop(_ x: Tensor, to size: some Size2DConvertible) -> Tensor {
  let size = size.size2D
  require(x.rank >= 2, "centerCrop takes at least two axes, got shape \(x.shape)")
  let (height, width) = (x.shape[-2], x.shape[-1])
  require(
    (0...height).contains(size.rows) && (0...width).contains(size.columns),
    "\(size) does not fit into planes of \(height)×\(width)")
  let planes = x.shape.dimensions.dropLast(2)
  let (top, left) = ((height - size.rows) / 2, (width - size.columns) / 2)
  var result: [Float] = []
  result.reserveCapacity(planes.reduce(1, *) * size.rows * size.columns)
  for plane in 0..<planes.reduce(1, *) {
    for row in top..<top + size.rows {
      let start = (plane * height + row) * width + left
      result += x.scalars[start..<start + size.columns]
    }
  }
  return Tensor(shape: Shape(planes + [size.rows, size.columns]), scalars: result)
}
