/// Images laid out as matrices whose products are convolutions ("im2col").
enum Patches {
  /// Fills `[C·R·S, H′·W′]`: a row holds what one filter element meets at each output; outside is 0.
  static func fillRowsByElement(
    _ matrix: inout [Float], _ x: Tensor, image n: Int, geometry g: WindowGeometry
  ) {
    let channels = x.shape[1]
    let pixels = g.input.rows * g.input.columns
    x.scalars.withUnsafeBufferPointer { x in
      matrix.withUnsafeMutableBufferPointer { matrix in
        var place = 0
        for c in 0..<channels {
          let plane = (n * channels + c) * pixels
          for r in 0..<g.window.rows {
            for s in 0..<g.window.columns {
              for i in 0..<g.output.rows {
                let (row, first) = g.pixel(i, 0, r, s)
                let isInside = row >= 0 && row < g.input.rows
                var column = first
                for _ in 0..<g.output.columns {
                  let value = isInside && column >= 0 && column < g.input.columns
                  matrix[place] = value ? x[plane + row * g.input.columns + column] : 0
                  place += 1
                  column += g.stride.columns
                }
              }
            }
          }
        }
      }
    }
  }

  /// Fills `[K·R·S, H·W]`: a row holds, for each pixel, the gradient of the output at which one filter
  /// element lay on it, or 0 where there is none.
  static func fillRowsByElement(
    _ matrix: inout [Float], gradient dz: Tensor, image n: Int, geometry g: WindowGeometry
  ) {
    let filters = dz.shape[1]
    let outputs = g.output.rows * g.output.columns
    let pixels = g.input.rows * g.input.columns
    dz.scalars.withUnsafeBufferPointer { dz in
      matrix.withUnsafeMutableBufferPointer { matrix in
        matrix.update(repeating: 0)
        for k in 0..<filters {
          let plane = (n * filters + k) * outputs
          for r in 0..<g.window.rows {
            for s in 0..<g.window.columns {
              let start = ((k * g.window.rows + r) * g.window.columns + s) * pixels
              for i in 0..<g.output.rows {
                let (row, first) = g.pixel(i, 0, r, s)
                guard row >= 0 && row < g.input.rows else { continue }
                var column = first
                for j in 0..<g.output.columns {
                  if column >= 0 && column < g.input.columns {
                    matrix[start + row * g.input.columns + column] = dz[plane + i * g.output.columns + j]
                  }
                  column += g.stride.columns
                }
              }
            }
          }
        }
      }
    }
  }

  /// Fills `[H′·W′, C·R·S]`: a row holds the window of one output; outside the image is 0.
  static func fillRowsByOutput(_ matrix: inout [Float], _ x: Tensor, image n: Int, geometry g: WindowGeometry)
  {
    let channels = x.shape[1]
    let pixels = g.input.rows * g.input.columns
    x.scalars.withUnsafeBufferPointer { x in
      matrix.withUnsafeMutableBufferPointer { matrix in
        var place = 0
        for i in 0..<g.output.rows {
          for j in 0..<g.output.columns {
            for c in 0..<channels {
              let plane = (n * channels + c) * pixels
              for r in 0..<g.window.rows {
                let (row, first) = g.pixel(i, j, r, 0)
                let isInside = row >= 0 && row < g.input.rows
                for column in first..<first + g.window.columns {
                  let value = isInside && column >= 0 && column < g.input.columns
                  matrix[place] = value ? x[plane + row * g.input.columns + column] : 0
                  place += 1
                }
              }
            }
          }
        }
      }
    }
  }
}
