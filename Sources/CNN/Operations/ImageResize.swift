internal import CKernels

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

/// Interpolation of batches `[N, C, …]` in single precision, with the bits of `Textbook.resize`.
package enum Interpolating {
  /// Returns `x` resized along its spatial axes.
  package static func forward(_ x: Tensor, _ axes: [ResizedAxis]) -> Tensor {
    resized(x, to: axes.map(\.output), axes, ck_resize)
  }

  /// Returns the gradient to the input from that to the resized batch.
  package static func backward(_ dy: Tensor, _ axes: [ResizedAxis]) -> Tensor {
    resized(dy, to: axes.map(\.input), axes, ck_resize_backward)
  }

  /// Calls a kernel with the taps of all axes, one axis after the other in each array.
  private static func resized(
    _ x: Tensor, to size: [Int], _ axes: [ResizedAxis],
    _ kernel: (Int, Int, UnsafePointer<ck_resized_axis>?, UnsafePointer<Float>?, UnsafeMutablePointer<Float>?)
      -> Void
  ) -> Tensor {
    Kernels.check()
    var starts: [Int] = []
    var taps: [ResizedAxis.Tap] = []
    for axis in axes {
      for own in axis.taps {
        starts.append(taps.count)
        taps += own
      }
      starts.append(taps.count)
    }
    let (inputs, weights) = (taps.map(\.input), taps.map { Float($0.weight) })
    return Tensor(writing: Shape(x.shape.dimensions.prefix(2) + size)) { y in
      starts.withUnsafeBufferPointer { starts in
        inputs.withUnsafeBufferPointer { inputs in
          weights.withUnsafeBufferPointer { weights in
            var first = 0
            let described = axes.map { axis in
              defer { first += axis.output + 1 }
              return ck_resized_axis(
                input: axis.input, output: axis.output, starts: starts.baseAddress.map { $0 + first },
                inputs: inputs.baseAddress, weights: weights.baseAddress)
            }
            kernel(x.shape[0] * x.shape[1], axes.count, described, x.scalars, y)
          }
        }
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
