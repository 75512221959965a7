/// Pooling in single precision, with the bits of `Textbook.maxPool` and `Textbook.meanPool`.
package enum Pooling {
  /// Returns each window's maximum, and where in its plane it lies.
  package static func maxForward(_ x: Tensor, geometry g: PoolingGeometry) -> (y: Tensor, indices: [Int]) {
    requireImages(x, g)
    var y = Tensor.zeros(Shape([x.shape[0], x.shape[1]] + g.output))
    let (planes, pixels) = (x.shape[0] * x.shape[1], g.inputCount)
    let (depth, rows, columns) = g.volume
    var indices = [Int](repeating: 0, count: y.count)
    x.scalars.withUnsafeBufferPointer { x in
      y.scalars.withUnsafeMutableBufferPointer { y in
        var output = 0
        for plane in 0..<planes {
          forEachWindow(g) { slices, lines, places in
            var (value, index) = (-Float.infinity, -1)
            for slice in stride(from: slices.0, to: slices.1, by: depth.dilation) {
              for line in stride(from: lines.0, to: lines.1, by: rows.dilation) {
                let start = (slice * rows.input + line) * columns.input
                for place in stride(from: places.0, to: places.1, by: columns.dilation) {
                  let candidate = x[plane * pixels + start + place]
                  if index < 0 || candidate > value || (candidate.isNaN && !value.isNaN) {
                    (value, index) = (candidate, start + place)
                  }
                }
              }
            }
            y[output] = value
            indices[output] = index
            output += 1
          }
        }
      }
    }
    return (y, indices)
  }

  /// Returns the gradient to the input: each window's gradient goes to its maximum.
  package static func maxBackward(_ dy: Tensor, indices: [Int], geometry g: PoolingGeometry) -> Tensor {
    requireGradient(dy, g)
    var dx = Tensor.zeros(Shape([dy.shape[0], dy.shape[1]] + g.input))
    let (outputs, pixels) = (g.outputCount, g.inputCount)
    for plane in 0..<dy.shape[0] * dy.shape[1] {
      for position in plane * outputs..<(plane + 1) * outputs where indices[position] >= 0 {
        dx.scalars[plane * pixels + indices[position]] += dy.scalars[position]
      }
    }
    return dx
  }

  /// Hands each window's first and past-the-end places inside the image, along each axis, to `body`.
  @inline(__always)
  static func forEachWindow(
    _ g: PoolingGeometry, _ body: (_ slices: (Int, Int), _ lines: (Int, Int), _ places: (Int, Int)) -> Void
  ) {
    let (depth, rows, columns) = g.volume
    func bounds(_ axis: PoolingAxis) -> [(Int, Int)] {
      (0..<axis.output).map { window in
        let inside = axis.inside(window)
        guard let last = inside.last else { return (0, 0) }
        return (axis.place(window, inside.lowerBound), axis.place(window, last) + 1)
      }
    }
    let (slices, lines, places) = (bounds(depth), bounds(rows), bounds(columns))
    for slice in slices {
      for line in lines {
        for place in places { body(slice, line, place) }
      }
    }
  }

  static func requireImages(_ x: Tensor, _ g: PoolingGeometry) {
    require(
      x.rank == g.axes.count + 2 && Array(x.shape.dimensions.dropFirst(2)) == g.input,
      "pooling takes images [N, C] + \(g.input), got shape \(x.shape)")
  }

  static func requireGradient(_ dy: Tensor, _ g: PoolingGeometry) {
    require(
      dy.rank == g.axes.count + 2 && Array(dy.shape.dimensions.dropFirst(2)) == g.output,
      "expected a gradient [N, C] + \(g.output), got shape \(dy.shape)")
  }
}
