/// Images laid out as matrices whose products are convolutions ("im2col").
///
/// The positions that are filled depend on the geometry only. So a matrix that starts as zeros can be filled for
/// one image after the other, and what lies outside the image stays 0.
enum Patches {
  /// Fills `[H′·W′, C·R·S]`: a row holds the window of one output.
  static func fillRowsByOutput(
    _ matrix: UnsafeMutableBufferPointer<Float>, _ x: UnsafeBufferPointer<Float>, channels: Int,
    geometry g: WindowGeometry
  ) {
    let width = channels * g.elementCount
    visit(channels, g) { row, c, run in
      var pixel = c * g.pixelCount + run.pixel
      var position = run.output * width + row
      for _ in 0..<run.count {
        matrix[position] = x[pixel]
        position += width
        pixel += g.columns.stride
      }
    }
  }

  /// Outputs next to each other in a row, and the pixel that one filter element meets at the first of them;
  /// at the next ones it meets pixels one stride apart.
  private struct Run {
    let output: Int
    let pixel: Int
    let count: Int
  }

  /// Visits, plane by plane and element by element, all outputs at which the element meets the image.
  @inline(__always)
  private static func visit(
    _ planes: Int, _ g: WindowGeometry, _ body: (_ row: Int, _ plane: Int, Run) -> Void
  ) {
    var row = 0
    for plane in 0..<planes {
      for t in 0..<g.depth.window {
        for r in 0..<g.rows.window {
          for s in 0..<g.columns.window {
            let across = g.columns.outputs(inside: s)
            for d in g.depth.outputs(inside: t) {
              for i in g.rows.outputs(inside: r) {
                let line = g.depth.position(d, t) * g.rows.input + g.rows.position(i, r)
                body(
                  row, plane,
                  Run(
                    output: (d * g.rows.output + i) * g.columns.output + across.lowerBound,
                    pixel: line * g.columns.input + g.columns.position(across.lowerBound, s),
                    count: across.count))
              }
            }
            row += 1
          }
        }
      }
    }
  }
}
