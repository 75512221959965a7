extension Pooling {
  /// Returns each window's mean.
  package static func meanForward(_ x: Tensor, geometry g: PoolingGeometry, countsPadding: Bool) -> Tensor {
    requireImages(x, g)
    let counts = Textbook.windowCounts(g, countsPadding: countsPadding).map { Float($0) }
    var y = Tensor.zeros(Shape([x.shape[0], x.shape[1]] + g.output))
    let (planes, pixels, outputs) = (x.shape[0] * x.shape[1], g.inputCount, g.outputCount)
    let (depth, rows, columns) = g.volume
    x.scalars.withUnsafeBufferPointer { x in
      y.scalars.withUnsafeMutableBufferPointer { y in
        var output = 0
        for plane in 0..<planes {
          forEachWindow(g) { slices, lines, places in
            var sum: Float = 0
            for slice in stride(from: slices.0, to: slices.1, by: depth.dilation) {
              for line in stride(from: lines.0, to: lines.1, by: rows.dilation) {
                let start = plane * pixels + (slice * rows.input + line) * columns.input
                for place in stride(from: places.0, to: places.1, by: columns.dilation) {
                  sum += x[start + place]
                }
              }
            }
            y[output] = sum / counts[output - plane * outputs]
            output += 1
          }
        }
      }
    }
    return y
  }

  /// Returns the gradient to the input: each element of a window gets an equal part of its gradient.
  package static func meanBackward(
    _ dy: Tensor, geometry g: PoolingGeometry, countsPadding: Bool
  ) -> Tensor {
    requireGradient(dy, g)
    let counts = Textbook.windowCounts(g, countsPadding: countsPadding).map { Float($0) }
    var dx = Tensor.zeros(Shape([dy.shape[0], dy.shape[1]] + g.input))
    let (planes, pixels, outputs) = (dy.shape[0] * dy.shape[1], g.inputCount, g.outputCount)
    let (depth, rows, columns) = g.volume
    dy.scalars.withUnsafeBufferPointer { dy in
      dx.scalars.withUnsafeMutableBufferPointer { dx in
        var output = 0
        for plane in 0..<planes {
          forEachWindow(g) { slices, lines, places in
            let part = dy[output] / counts[output - plane * outputs]
            for slice in stride(from: slices.0, to: slices.1, by: depth.dilation) {
              for line in stride(from: lines.0, to: lines.1, by: rows.dilation) {
                let start = plane * pixels + (slice * rows.input + line) * columns.input
                for place in stride(from: places.0, to: places.1, by: columns.dilation) {
                  dx[start + place] += part
                }
              }
            }
            output += 1
          }
        }
      }
    }
    return dx
  }
}
