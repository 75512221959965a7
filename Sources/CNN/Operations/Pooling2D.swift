/// Max pooling in single precision, with the bits of `Textbook.maxPool`.
package enum Pooling2D {
  /// Returns each window's maximum, and where in its plane it lies.
  package static func maxForward(_ x: Tensor, geometry g: WindowGeometry) -> (y: Tensor, indices: [Int]) {
    require(
      x.rank == 4 && x.planeSize == g.input, "max pooling takes images [N, C, H, W], got shape \(x.shape)")
    let (images, channels) = (x.shape[0], x.shape[1])
    let pixels = g.input.rows * g.input.columns
    var y = Tensor.zeros([images, channels, g.output.rows, g.output.columns])
    var indices = [Int](repeating: 0, count: y.count)
    x.scalars.withUnsafeBufferPointer { x in
      y.scalars.withUnsafeMutableBufferPointer { y in
        var output = 0
        for plane in 0..<images * channels {
          for i in 0..<g.output.rows {
            for j in 0..<g.output.columns {
              let (top, left) = g.pixel(i, j, 0, 0)
              var (value, index) = (-Float.infinity, -1)
              for row in max(top, 0)..<max(0, min(top + g.window.rows, g.input.rows), top) {
                for column in max(left, 0)..<max(0, min(left + g.window.columns, g.input.columns), left) {
                  let candidate = x[plane * pixels + row * g.input.columns + column]
                  if index < 0 || candidate > value || (candidate.isNaN && !value.isNaN) {
                    (value, index) = (candidate, row * g.input.columns + column)
                  }
                }
              }
              y[output] = value
              indices[output] = max(index, 0)
              output += 1
            }
          }
        }
      }
    }
    return (y, indices)
  }

  /// Returns the gradient to the input: each window's gradient goes to its maximum.
  package static func maxBackward(_ dy: Tensor, indices: [Int], geometry g: WindowGeometry) -> Tensor {
    require(
      dy.rank == 4 && dy.planeSize == g.output && dy.count == indices.count,
      "expected a gradient for \(indices.count) outputs, got shape \(dy.shape)")
    let outputs = g.output.rows * g.output.columns
    let pixels = g.input.rows * g.input.columns
    var dx = Tensor.zeros([dy.shape[0], dy.shape[1], g.input.rows, g.input.columns])
    for position in indices.indices {
      dx.scalars[position / outputs * pixels + indices[position]] += dy.scalars[position]
    }
    return dx
  }
}
