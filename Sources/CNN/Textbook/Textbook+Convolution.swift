extension Textbook {
  /// Returns the cross-correlation of images `x` `[N, C, H, W]` with filters `w` `[K, C/groups, R, S]`.
  ///
  ///     z[n,k,i,j] = (Σ w[k,c,r,s] · x[n,c, i·stride+r·dilation−top, j·stride+s·dilation−left]) + b[k]
  ///
  /// over c, r, s. For signals `[N, C, L]` and volumes `[N, C, D, H, W]` it is the same along their axes:
  /// `output` stands for (i, j), `element` for (r, s), or as many indices as there are axes. With groups, a
  /// filter sees only the planes of its own group.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public static func correlate<Scalar: TextbookScalar>(
    _ x: NDArray<Scalar>, _ w: NDArray<Scalar>, bias: NDArray<Scalar>? = nil,
    geometry g: WindowGeometry
  ) -> NDArray<Scalar> {
    var z = NDArray<Scalar>(zeros: Shape([x.shape[0], w.shape[0]] + g.outputSizes))
    let (filters, channels, elements) = (w.shape[0] / g.groups, w.shape[1], g.elements)
    for n in 0..<x.shape[0] {
      for k in 0..<w.shape[0] {
        let first = k / filters * channels  // the first plane of the filter's group
        for output in g.outputs {
          var sum: Scalar = 0
          for c in 0..<channels {
            for element in elements {
              sum.addProduct(w[k, c, element], x.padded(n, first + c, g.pixel(output, element)))
            }
          }
          z[n, k, output] = bias.map { sum + $0[k] } ?? sum
        }
      }
    }
    return z
  }

  /// Returns the gradient to the images from that to the output, `dz` `[N, K, H′, W′]`.
  ///
  /// An input pixel met filter element (r, s) at the output (i, j) for which `i·stride + r·dilation − top` is
  /// its row; where there is none, `dz` counts as 0. Put otherwise: dz is spread out with stride − 1 zeros
  /// between its elements on the full stride-1 map, and correlated with the filter turned by 180°.
  ///
  ///     dx[n,c,row,column] = Σ w[k,c,r,s] · dz[n,k,i,j]   over k, r, s
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public static func correlateBackwardInput<Scalar: TextbookScalar>(
    _ dz: NDArray<Scalar>, _ w: NDArray<Scalar>, geometry g: WindowGeometry
  ) -> NDArray<Scalar> {
    let (filters, channels, elements) = (w.shape[0] / g.groups, w.shape[1], g.elements)
    var dx = NDArray<Scalar>(zeros: Shape([dz.shape[0], channels * g.groups] + g.inputSizes))
    for n in 0..<dz.shape[0] {
      for plane in 0..<channels * g.groups {
        let (group, c) = (plane / channels, plane % channels)
        for pixel in g.pixels {
          var sum: Scalar = 0
          for k in group * filters..<(group + 1) * filters {
            for element in elements {
              let output = g.output(for: pixel, at: element)
              sum.addProduct(w[k, c, element], output.map { dz[n, k, $0] } ?? 0)
            }
          }
          dx[n, plane, pixel] = sum
        }
      }
    }
    return dx
  }

  /// Returns the gradient to the filters: each image's own sum, and these added image by image.
  ///
  ///     dw[k,c,r,s] = Σ (Σ dz[n,k,i,j] · x[n,c, i·stride+r·dilation−top, j·stride+s·dilation−left]) over n
  ///
  /// where the inner sum is over i, j.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public static func correlateBackwardFilter<Scalar: TextbookScalar>(
    _ dz: NDArray<Scalar>, _ x: NDArray<Scalar>, geometry g: WindowGeometry
  ) -> NDArray<Scalar> {
    let (filters, channels, outputs) = (dz.shape[1] / g.groups, x.shape[1] / g.groups, g.outputs)
    var dw = NDArray<Scalar>(zeros: Shape([dz.shape[1], channels] + g.windowSizes))
    for n in 0..<x.shape[0] {
      for k in 0..<dz.shape[1] {
        let first = k / filters * channels
        for c in 0..<channels {
          for element in g.elements {
            var sum: Scalar = 0
            for output in outputs {
              sum.addProduct(dz[n, k, output], x.padded(n, first + c, g.pixel(output, element)))
            }
            dw[k, c, element] += sum
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
    let plane = dz.shape.dimensions.dropFirst(2).reduce(1, *)
    for n in 0..<dz.shape[0] {
      for k in 0..<dz.shape[1] {
        let start = (n * dz.shape[1] + k) * plane
        db[k] += sum(dz.scalars[start..<start + plane])
      }
    }
    return db
  }
}
