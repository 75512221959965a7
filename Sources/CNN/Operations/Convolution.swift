/// The cross-correlation of signals, images and volumes as matrix products, with the bits of `Textbook`.
///
/// Each product's inner index runs in the textbook's order, so rearranging pixels into a matrix ("im2col")
/// changes no bit. Shapes are written for images here; the other kinds have one axis less or more.
///
/// - SeeAlso: Chellapilla, Puri, Simard, "High performance convolutional neural networks for document
///   processing", 2006; deck rows 001-13 and 003-27.
package enum Convolution {
  /// Returns `z` `[N, K, H′, W′]` for images `x` `[N, C, H, W]` and filters `w` `[K, C/groups, R, S]`.
  package static func forward(_ x: Tensor, _ w: Tensor, bias: Tensor?, geometry g: ConvolutionGeometry)
    -> Tensor
  {
    requireOperands(x, w, bias: bias, geometry: g)
    let (filters, channels) = (w.shape[0] / g.groups, w.shape[1])
    let (outputs, inner) = (g.outputCount, channels * g.elementCount)
    var columns = [Float](repeating: 0, count: inner * outputs)
    var z = Tensor.zeros(Shape([x.shape[0], w.shape[0]] + g.outputSizes))
    x.withParts(channels * g.pixelCount) { image in
      w.withParts(filters * inner) { filter in
        z.withMutableParts(filters * outputs) { output in
          columns.withUnsafeMutableBufferPointer { columns in
            for part in 0..<x.shape[0] * g.groups {
              Patches.fillRowsByElement(columns, image(part), channels: channels, geometry: g)
              MatrixProduct.multiply(
                filter(part % g.groups), UnsafeBufferPointer(columns), into: output(part), rows: filters,
                inner: inner, columns: outputs)
            }
          }
        }
      }
    }
    if let bias { add(bias, to: &z) }
    return z
  }

  /// Returns the gradient to the images, `dx` `[N, C, H, W]`.
  package static func backwardInput(_ dz: Tensor, _ w: Tensor, geometry g: ConvolutionGeometry) -> Tensor {
    requireFilters(w, geometry: g)
    requireGradient(dz, of: Shape([dz.rank > 0 ? dz.shape[0] : 1, w.shape[0]] + g.outputSizes))
    let (filters, channels) = (w.shape[0] / g.groups, w.shape[1])
    let (pixels, inner) = (g.pixelCount, filters * g.elementCount)
    let exchanged = exchangedPlanes(w, groups: g.groups)
    var columns = [Float](repeating: 0, count: inner * pixels)
    var dx = Tensor.zeros(Shape([dz.shape[0], channels * g.groups] + g.inputSizes))
    dz.withParts(filters * g.outputCount) { gradient in
      exchanged.withParts(channels * inner) { filter in
        dx.withMutableParts(channels * pixels) { input in
          columns.withUnsafeMutableBufferPointer { columns in
            for part in 0..<dz.shape[0] * g.groups {
              Patches.fillRowsByElement(columns, gradient: gradient(part), filters: filters, geometry: g)
              MatrixProduct.multiply(
                filter(part % g.groups), UnsafeBufferPointer(columns), into: input(part), rows: channels,
                inner: inner, columns: pixels)
            }
          }
        }
      }
    }
    return dx
  }

  /// Returns the gradient to the filters, `dw` `[K, C/groups, R, S]`.
  package static func backwardFilter(_ dz: Tensor, _ x: Tensor, geometry g: ConvolutionGeometry) -> Tensor {
    requireImages(x, geometry: g)
    requireGradient(dz, of: Shape([x.shape[0], dz.rank > 1 ? dz.shape[1] : 1] + g.outputSizes))
    let (filters, channels) = (dz.shape[1] / g.groups, x.shape[1] / g.groups)
    let (outputs, elements) = (g.outputCount, channels * g.elementCount)
    var patches = [Float](repeating: 0, count: outputs * elements)
    var own = [Float](repeating: 0, count: filters * elements)
    var dw = Tensor.zeros(Shape([dz.shape[1], channels] + g.windowSizes))
    dz.withParts(filters * outputs) { gradient in
      x.withParts(channels * g.pixelCount) { image in
        dw.withMutableParts(filters * elements) { filter in
          patches.withUnsafeMutableBufferPointer { patches in
            own.withUnsafeMutableBufferPointer { own in
              for part in 0..<x.shape[0] * g.groups {
                Patches.fillRowsByOutput(patches, image(part), channels: channels, geometry: g)
                MatrixProduct.multiply(
                  gradient(part), UnsafeBufferPointer(patches), into: own, rows: filters, inner: outputs,
                  columns: elements)
                let sum = filter(part % g.groups)
                for e in own.indices { sum[e] += own[e] }
              }
            }
          }
        }
      }
    }
    return dw
  }

  /// Returns the gradient to the bias, `db` `[K]`.
  package static func backwardBias(_ dz: Tensor) -> Tensor {
    require(dz.rank > 2, "expected a gradient [N, K, …], got shape \(dz.shape)")
    let (filters, outputs) = (dz.shape[1], dz.shape.droppingFirst.droppingFirst.count)
    var db = Tensor.zeros([filters])
    for plane in 0..<dz.shape[0] * filters {
      db.scalars[plane % filters] += Textbook.sum(dz.scalars[plane * outputs..<(plane + 1) * outputs])
    }
    return db
  }
}
