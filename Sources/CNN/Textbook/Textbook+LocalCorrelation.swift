extension Textbook {
  /// Returns the correlation of `x` `[N, C, H, W]` with filters of their own at every output.
  ///
  /// The weights are `[H′·W′, K, C·R·S]`, one row of numbers for each window and filter:
  ///
  ///     z[n,k,i,j] = (Σ w[(i,j),k,(c,r,s)] · x[n,c, i·stride+r−top, j·stride+s−left]) + b[k,i,j]
  ///
  /// over c, r, s.
  public static func correlateLocally<Scalar: TextbookScalar>(
    _ x: NDArray<Scalar>, _ w: NDArray<Scalar>, bias: NDArray<Scalar>? = nil,
    geometry g: WindowGeometry
  ) -> NDArray<Scalar> {
    let (filters, elements, outputs) = (w.shape[1], g.elements, g.outputs)
    var z = NDArray<Scalar>(zeros: Shape([x.shape[0], filters] + g.outputSizes))
    for n in 0..<x.shape[0] {
      for k in 0..<filters {
        for (o, output) in outputs.enumerated() {
          var sum: Scalar = 0
          var weight = (o * filters + k) * w.shape[2]
          for c in 0..<x.shape[1] {
            for element in elements {
              sum.addProduct(w[weight], x.padded(n, c, g.pixel(output, element)))
              weight += 1
            }
          }
          z[n, k, output] = bias.map { sum + $0[k * outputs.count + o] } ?? sum
        }
      }
    }
    return z
  }

  /// Returns the gradient to the images: a pixel takes from each window that holds it, over k, r, s.
  public static func correlateLocallyBackwardInput<Scalar: TextbookScalar>(
    _ dz: NDArray<Scalar>, _ w: NDArray<Scalar>, geometry g: WindowGeometry
  ) -> NDArray<Scalar> {
    let (filters, elements) = (w.shape[1], g.elements)
    let channels = w.shape[2] / elements.count
    let width = g.outputSizes[g.rank - 1]
    var dx = NDArray<Scalar>(zeros: Shape([dz.shape[0], channels] + g.inputSizes))
    for n in 0..<dz.shape[0] {
      for c in 0..<channels {
        for pixel in g.pixels {
          var sum: Scalar = 0
          for k in 0..<filters {
            for (e, element) in elements.enumerated() {
              guard let output = g.output(for: pixel, at: element) else { continue }
              let o = output.row * width + output.column
              sum.addProduct(w[(o * filters + k) * w.shape[2] + c * elements.count + e], dz[n, k, output])
            }
          }
          dx[n, c, pixel] = sum
        }
      }
    }
    return dx
  }

  /// Returns the gradient to the filters, `[H′·W′, K, C·R·S]`: one product for each image, added in order.
  public static func correlateLocallyBackwardFilter<Scalar: TextbookScalar>(
    _ dz: NDArray<Scalar>, _ x: NDArray<Scalar>, geometry g: WindowGeometry
  ) -> NDArray<Scalar> {
    let (filters, elements, outputs) = (dz.shape[1], g.elements, g.outputs)
    var dw = NDArray<Scalar>(zeros: [outputs.count, filters, x.shape[1] * elements.count])
    for n in 0..<x.shape[0] {
      var weight = 0
      for output in outputs {
        for k in 0..<filters {
          for c in 0..<x.shape[1] {
            for element in elements {
              dw[weight] += dz[n, k, output] * x.padded(n, c, g.pixel(output, element))
              weight += 1
            }
          }
        }
      }
    }
    return dw
  }
}
