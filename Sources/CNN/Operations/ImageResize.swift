/// Returns the planes of `x` resampled to `size`, by bilinear interpolation with antialiasing.
///
/// It is what ``Resize`` does with `.antialiased`. An image of the same size stays as it is, bit by bit.
///
/// - Complexity: each pixel enters about two sums along its row, and two along its column.
/// - Precondition: there are at least two axes, and neither the planes nor `size` are empty.
public func resize(_ x: Tensor, to size: some SizesConvertible) -> Tensor {
  let size = size.size2D
  require(
    x.rank >= 2 && x.count > 0 && size.rows > 0 && size.columns > 0,
    "resize takes planes and a size that are not empty, got shape \(x.shape) and \(size)")
  let plane = x.planeSize
  let axes = zip(plane.sizes, size.sizes).map {
    ResizedAxis(
      input: $0, output: $1, scale: Double($1) / Double($0), interpolation: .antialiased,
      coordinates: .halfPixel)
  }
  let planes = x.shape.dimensions.dropLast(2)
  let batch = x.reshaped([1, planes.reduce(1, *), plane.rows, plane.columns])
  return Interpolating.forward(batch, axes).reshaped(Shape(planes + size.sizes))
}

/// Interpolation of batches `[N, C, …]`, with the bits of `Textbook.resize`, planes side by side on the threads in use.
package enum Interpolating {
  /// Returns `x` resized along its spatial axes.
  package static func forward(_ x: Tensor, _ axes: [ResizedAxis]) -> Tensor {
    onParts(of: x, to: axes.map(\.output)) { Textbook.resize($0, axes) }
  }

  /// Returns the gradient to the input from that to the resized batch.
  package static func backward(_ dy: Tensor, _ axes: [ResizedAxis]) -> Tensor {
    onParts(of: dy, to: axes.map(\.input)) { Textbook.resizeBackward($0, axes) }
  }

  /// Returns what `body` makes of the planes of `x`, which it gets in parts, for each thread some.
  private static func onParts(
    of x: Tensor, to size: [Int], _ body: (NDArray<Float>) -> NDArray<Float>
  ) -> Tensor {
    let planes = x.shape[0] * x.shape[1]
    let (old, new) = (Array(x.shape.dimensions.dropFirst(2)), size.reduce(1, *))
    let oldCount = old.reduce(1, *)
    // About what the sums along two axes take.
    let cost = Double(oldCount + new) * 5
    // A part has a region's worth of work.
    let parts = max(1, min(planes, 4 * Kernels.threads, Int(Double(planes) * cost / 20_000)))
    return Tensor(writing: Shape(x.shape.dimensions.prefix(2) + size)) { y in
      Kernels.parallel(parts, cost: cost * Double(planes) / Double(parts)) { part in
        let own = planes * part / parts..<planes * (part + 1) / parts
        let source = NDArray<Float>(
          shape: Shape([1, own.count] + old),
          scalars: Array(x.scalars[own.lowerBound * oldCount..<own.upperBound * oldCount]))
        let target = UnsafeMutableBufferPointer(start: y + own.lowerBound * new, count: own.count * new)
        _ = target.update(fromContentsOf: body(source).scalars)
      }
    }
  }
}

/// Returns the middle of the planes of `x`, `size` large, from row ⌊(H − rows) / 2⌋ and column ⌊(W − columns) / 2⌋.
///
/// - Precondition: there are at least two axes, and the planes are at least as large as `size`.
public func centerCrop(_ x: Tensor, to size: some SizesConvertible) -> Tensor {
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
