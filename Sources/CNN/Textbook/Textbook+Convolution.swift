extension Textbook {
  /// Returns the cross-correlation of images `x` `[N, C, H, W]` with filters `w` `[K, C, R, S]`.
  ///
  ///     z[n,k,i,j] = (Σ w[k,c,r,s] · x[n,c, i·stride+r−top, j·stride+s−left] over c, r, s) + b[k]
  public static func correlate<Scalar: TextbookScalar>(
    _ x: NDArray<Scalar>, _ w: NDArray<Scalar>, bias: NDArray<Scalar>? = nil, geometry g: WindowGeometry
  ) -> NDArray<Scalar> {
    var z = NDArray<Scalar>(zeros: [x.shape[0], w.shape[0], g.output.rows, g.output.columns])
    for n in 0..<x.shape[0] {
      for k in 0..<w.shape[0] {
        for i in 0..<g.output.rows {
          for j in 0..<g.output.columns {
            var sum: Scalar = 0
            for c in 0..<w.shape[1] {
              for r in 0..<g.window.rows {
                for s in 0..<g.window.columns {
                  let (row, column) = g.pixel(i, j, r, s)
                  sum.addProduct(w[k, c, r, s], x.padded(n, c, row, column))
                }
              }
            }
            z[n, k, i, j] = bias.map { sum + $0[k] } ?? sum
          }
        }
      }
    }
    return z
  }

  /// Returns the gradient to the images from that to the output, `dz` `[N, K, H′, W′]`.
  ///
  /// An input pixel met filter element (r, s) at the output (i, j) for which `i·stride + r − top` is its row;
  /// where there is no such output, `dz` counts as 0. Put otherwise: dz is spread out with stride − 1 zeros
  /// between its elements on the full stride-1 map, and correlated with the filter turned by 180°.
  ///
  ///     dx[n,c,row,column] = Σ w[k,c,r,s] · dz[n,k,i,j]   over k, r, s
  public static func correlateBackwardInput<Scalar: TextbookScalar>(
    _ dz: NDArray<Scalar>, _ w: NDArray<Scalar>, geometry g: WindowGeometry
  ) -> NDArray<Scalar> {
    var dx = NDArray<Scalar>(zeros: [dz.shape[0], w.shape[1], g.input.rows, g.input.columns])
    for n in 0..<dz.shape[0] {
      for c in 0..<w.shape[1] {
        for row in 0..<g.input.rows {
          for column in 0..<g.input.columns {
            var sum: Scalar = 0
            for k in 0..<w.shape[0] {
              for r in 0..<g.window.rows {
                for s in 0..<g.window.columns {
                  let output = g.output(for: row, column, at: r, s)
                  sum.addProduct(w[k, c, r, s], output.map { dz[n, k, $0.row, $0.column] } ?? 0)
                }
              }
            }
            dx[n, c, row, column] = sum
          }
        }
      }
    }
    return dx
  }

  /// Returns the gradient to the filters: each image's own sum, and these added image by image.
  ///
  ///     dw[k,c,r,s] = Σ (Σ dz[n,k,i,j] · x[n,c, i·stride+r−top, j·stride+s−left] over i, j) over n
  public static func correlateBackwardFilter<Scalar: TextbookScalar>(
    _ dz: NDArray<Scalar>, _ x: NDArray<Scalar>, geometry g: WindowGeometry
  ) -> NDArray<Scalar> {
    var dw = NDArray<Scalar>(zeros: [dz.shape[1], x.shape[1], g.window.rows, g.window.columns])
    for n in 0..<x.shape[0] {
      for k in 0..<dz.shape[1] {
        for c in 0..<x.shape[1] {
          for r in 0..<g.window.rows {
            for s in 0..<g.window.columns {
              var sum: Scalar = 0
              for i in 0..<g.output.rows {
                for j in 0..<g.output.columns {
                  let (row, column) = g.pixel(i, j, r, s)
                  sum.addProduct(dz[n, k, i, j], x.padded(n, c, row, column))
                }
              }
              dw[k, c, r, s] += sum
            }
          }
        }
      }
    }
    return dw
  }

  /// Returns the gradient to the bias: each plane's sum, and these added image by image.
  ///
  ///     db[k] = Σ (Σ dz[n,k,i,j] over i, j) over n
  public static func correlateBackwardBias<Scalar: TextbookScalar>(
    _ dz: NDArray<Scalar>
  ) -> NDArray<Scalar> {
    var db = NDArray<Scalar>(zeros: [dz.shape[1]])
    let plane = dz.shape[2] * dz.shape[3]
    for n in 0..<dz.shape[0] {
      for k in 0..<dz.shape[1] {
        let start = (n * dz.shape[1] + k) * plane
        db[k] += sum(dz.scalars[start..<start + plane])
      }
    }
    return db
  }
}
