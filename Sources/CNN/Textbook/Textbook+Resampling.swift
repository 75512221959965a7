extension Textbook {
  /// Returns every `factor`-th row and column of `x` `[N, C, H, W]`, from the first.
  ///
  ///     z[n,c,i,j] = x[n,c, i·factor, j·factor]
  public static func downsample<Scalar: TextbookScalar>(
    _ x: NDArray<Scalar>, by factor: Size2D
  ) -> NDArray<Scalar> {
    let rows = (x.shape[2] + factor.rows - 1) / factor.rows
    let columns = (x.shape[3] + factor.columns - 1) / factor.columns
    var z = NDArray<Scalar>(zeros: [x.shape[0], x.shape[1], rows, columns])
    for n in 0..<x.shape[0] {
      for c in 0..<x.shape[1] {
        for i in 0..<rows {
          for j in 0..<columns { z[n, c, i, j] = x[n, c, i * factor.rows, j * factor.columns] }
        }
      }
    }
    return z
  }

  /// Returns `x` `[N, C, H, W]` spread out over planes of `size`, with zeros elsewhere.
  ///
  ///     z[n,c, i·factor, j·factor] = x[n,c,i,j]
  public static func upsample<Scalar: TextbookScalar>(
    _ x: NDArray<Scalar>, by factor: Size2D, size: Size2D
  ) -> NDArray<Scalar> {
    var z = NDArray<Scalar>(zeros: [x.shape[0], x.shape[1], size.rows, size.columns])
    for n in 0..<x.shape[0] {
      for c in 0..<x.shape[1] {
        for i in 0..<x.shape[2] {
          for j in 0..<x.shape[3] { z[n, c, i * factor.rows, j * factor.columns] = x[n, c, i, j] }
        }
      }
    }
    return z
  }
}

extension Textbook {
  /// Returns `x` `[N, C, H, W]` with the pixels of each block of `b·b` as channels, `[N, C·b·b, H/b, W/b]`.
  ///
  ///     y[n, channel(i,j,c), h, w] = x[n, c, h·b + i, w·b + j]
  public static func spaceToDepth<Scalar: TextbookScalar>(
    _ x: NDArray<Scalar>, block b: Int, order: BlockOrder
  ) -> NDArray<Scalar> {
    var y = NDArray<Scalar>(zeros: [x.shape[0], x.shape[1] * b * b, x.shape[2] / b, x.shape[3] / b])
    for n in 0..<x.shape[0] {
      for c in 0..<x.shape[1] {
        for row in 0..<x.shape[2] {
          for column in 0..<x.shape[3] {
            let channel = order.channel(row % b, column % b, c, block: b, channels: x.shape[1])
            y[n, channel, row / b, column / b] = x[n, c, row, column]
          }
        }
      }
    }
    return y
  }

  /// Returns `x` `[N, C·b·b, H, W]` with blocks of `b·b` pixels made of the channels, `[N, C, H·b, W·b]`.
  ///
  ///     y[n, c, h·b + i, w·b + j] = x[n, channel(i,j,c), h, w]
  public static func depthToSpace<Scalar: TextbookScalar>(
    _ x: NDArray<Scalar>, block b: Int, order: BlockOrder
  ) -> NDArray<Scalar> {
    var y = NDArray<Scalar>(zeros: [x.shape[0], x.shape[1] / (b * b), x.shape[2] * b, x.shape[3] * b])
    for n in 0..<y.shape[0] {
      for c in 0..<y.shape[1] {
        for row in 0..<y.shape[2] {
          for column in 0..<y.shape[3] {
            let channel = order.channel(row % b, column % b, c, block: b, channels: y.shape[1])
            y[n, c, row, column] = x[n, channel, row / b, column / b]
          }
        }
      }
    }
    return y
  }
}

extension BlockOrder {
  /// Returns the channel of the position (i, j) in a block, for channel c of `channels`.
  fileprivate func channel(_ i: Int, _ j: Int, _ c: Int, block b: Int, channels: Int) -> Int {
    self == .dcr ? (i * b + j) * channels + c : (c * b + i) * b + j
  }
}
