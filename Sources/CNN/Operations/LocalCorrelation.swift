/// Returns the correlation of `x` with filters of their own at every output.
///
/// For images `[N, C, H, W]` and weights `[H′·W′, K, C·R·S]`, one row of numbers for each window and filter:
///
///     z[n,k,i,j] = Σ x[n,c, i·stride+r−p, j·stride+s−p] · w[(i,j),k,(c,r,s)] + b[k,i,j]   over c, r, s
///
/// giving `[N, K, H′, W′]`. An image `[C, H, W]` gives `[K, H′, W′]`.
///
/// - Parameters:
///   - filter: The size of the windows, `[R, S]`.
///   - bias: `[K, H′, W′]`.
/// - Precondition: the shapes are among those above, and a window fits.
/// - Complexity: `N·K·C·R·S·H′·W′` multiply–adds.
public func correlateLocally(
  _ x: Tensor, _ w: Tensor, filter: some SizesConvertible, bias: Tensor? = nil,
  stride: some SizesConvertible = 1, padding: some PaddingConvertible = .valid
) -> Tensor {
  require((3...4).contains(x.rank), "correlateLocally takes [C, H, W] or [N, C, H, W], got \(x.shape)")
  let batch = x.addingAxes(to: 4)
  let geometry = checkedGeometry(
    input: [batch.shape[2], batch.shape[3]], window: filter.size2D.sizes(axes: 2), stride: stride,
    padding: padding.padding)
  let z = LocalCorrelation.forward(batch, w, bias: bias, geometry: geometry)
  return x.rank == 4 ? z : z.reshaped(z.shape.droppingFirst)
}

/// The correlation with filters of their own at every output, with the bits of `Textbook.correlateLocally`.
package enum LocalCorrelation {
  /// Returns `z` `[N, K, H′, W′]` for images `[N, C, H, W]` and weights `[H′·W′, K, C·R·S]`.
  package static func forward(_ x: Tensor, _ w: Tensor, bias: Tensor?, geometry g: WindowGeometry)
    -> Tensor
  {
    check(x, w, g)
    let (filters, inner, outputs) = (w.shape[1], w.shape[2], g.outputCount)
    require(
      bias.map { $0.count == filters * outputs } ?? true,
      "expected a bias of \(filters) × \(outputs) numbers, got shape \(bias?.shape ?? [])")
    var z = Tensor.zeros(Shape([x.shape[0], filters] + g.outputSizes))
    for n in 0..<x.shape[0] {
      let windows = patches(x, image: n, g)
      for o in 0..<outputs {
        let window = Array(windows[o * inner..<(o + 1) * inner])
        let filter = Array(w.scalars[o * filters * inner..<(o + 1) * filters * inner])
        let sums = MatrixProduct.multiply(filter, window, rows: filters, inner: inner, columns: 1)
        for k in 0..<filters {
          z.scalars[(n * filters + k) * outputs + o] =
            bias.map { sums[k] + $0.scalars[k * outputs + o] } ?? sums[k]
        }
      }
    }
    return z
  }

  /// Returns the gradient to the images.
  package static func backwardInput(_ dz: Tensor, _ w: Tensor, geometry g: WindowGeometry) -> Tensor {
    let (filters, outputs, elements) = (w.shape[1], g.outputs, g.elements)
    Convolution.requireGradient(dz, of: Shape([dz.shape[0], filters] + g.outputSizes))
    let channels = w.shape[2] / elements.count
    var dx = Tensor.zeros(Shape([dz.shape[0], channels] + g.inputSizes))
    for n in 0..<dz.shape[0] {
      for c in 0..<channels {
        let plane = (n * channels + c) * g.pixelCount
        // A pixel meets at most one output for each k and element, so this is the order of its sum.
        for k in 0..<filters {
          for (e, element) in elements.enumerated() {
            for (o, output) in outputs.enumerated() {
              let pixel = g.pixel(output, element)
              guard g.isInside(pixel) else { continue }
              let position = plane + pixel.row * g.columns.input + pixel.column
              dx.scalars[position].addProduct(
                w.scalars[(o * filters + k) * w.shape[2] + c * elements.count + e],
                dz.scalars[(n * filters + k) * outputs.count + o])
            }
          }
        }
      }
    }
    return dx
  }

  /// Returns the gradient to the filters, `[H′·W′, K, C·R·S]`.
  package static func backwardFilter(_ dz: Tensor, _ x: Tensor, geometry g: WindowGeometry) -> Tensor {
    Convolution.requireImages(x, geometry: g)
    Convolution.requireGradient(dz, of: Shape([x.shape[0], dz.shape[1]] + g.outputSizes))
    let (filters, outputs, inner) = (dz.shape[1], g.outputCount, x.shape[1] * g.elementCount)
    var dw = Tensor.zeros([outputs, filters, inner])
    for n in 0..<x.shape[0] {
      let windows = patches(x, image: n, g)
      for o in 0..<outputs {
        for k in 0..<filters {
          let gradient = dz.scalars[(n * filters + k) * outputs + o]
          let start = (o * filters + k) * inner
          for e in 0..<inner { dw.scalars[start + e] += gradient * windows[o * inner + e] }
        }
      }
    }
    return dw
  }

  /// Returns the gradient to the bias, `[K, H′, W′]`: that to the output, added image by image.
  package static func backwardBias(_ dz: Tensor) -> Tensor {
    (1..<max(1, dz.shape[0])).reduce(dz.slice(0)) { $0 + dz.slice($1) }
  }

  private static func patches(_ x: Tensor, image n: Int, _ g: WindowGeometry) -> [Float] {
    var windows = [Float](repeating: 0, count: g.outputCount * x.shape[1] * g.elementCount)
    x.withParts(x.shape[1] * g.pixelCount) { image in
      windows.withUnsafeMutableBufferPointer {
        Patches.fillRowsByOutput($0, image(n), channels: x.shape[1], geometry: g)
      }
    }
    return windows
  }

  private static func check(_ x: Tensor, _ w: Tensor, _ g: WindowGeometry) {
    Convolution.requireImages(x, geometry: g)
    let inner = x.shape[1] * g.elementCount
    require(
      w.rank == 3 && w.shape[0] == g.outputCount && w.shape[2] == inner,
      "expected weights [\(g.outputCount), K, \(inner)]: one row for each of the \(g.outputCount) windows and"
        + " each filter, got shape \(w.shape)")
  }
}
