/// The cross-correlation of images with filters as matrix products, with the bits of `Textbook.correlate`.
///
/// Each product's inner index runs in the textbook's order, so rearranging pixels into a matrix ("im2col")
/// changes no bit.
///
/// - SeeAlso: Chellapilla, Puri, Simard, "High performance convolutional neural networks for document
///   processing", 2006; deck rows 001-13 and 003-27.
package enum Convolution2D {
  /// Returns `z` `[N, K, H′, W′]` for images `x` `[N, C, H, W]` and filters `w` `[K, C, R, S]`.
  package static func forward(_ x: Tensor, _ w: Tensor, bias: Tensor?, geometry g: WindowGeometry) -> Tensor {
    require(
      x.rank == 4 && w.rank == 4 && x.shape[1] == w.shape[1] && x.planeSize == g.input,
      "a convolution takes images [N, C, H, W] and filters [K, C, R, S], got \(x.shape) and \(w.shape)")
    require(
      bias.map { $0.count == w.shape[0] } ?? true,
      "expected a bias of \(w.shape[0]) numbers, got shape \(bias?.shape ?? [])")
    let (images, channels, filters) = (x.shape[0], x.shape[1], w.shape[0])
    let outputs = g.output.rows * g.output.columns
    let inner = channels * g.window.rows * g.window.columns
    var columns = [Float](repeating: 0, count: inner * outputs)
    var z = Tensor.zeros([images, filters, g.output.rows, g.output.columns])
    z.scalars.withUnsafeMutableBufferPointer { z in
      for n in 0..<images {
        Patches.fillRowsByElement(&columns, x, image: n, geometry: g)
        let image = UnsafeMutableBufferPointer(
          rebasing: z[n * filters * outputs..<(n + 1) * filters * outputs])
        MatrixProduct.multiply(w.scalars, columns, into: image, rows: filters, inner: inner, columns: outputs)
        guard let bias else { continue }
        for k in 0..<filters {
          for p in k * outputs..<(k + 1) * outputs { image[p] += bias.scalars[k] }
        }
      }
    }
    return z
  }

  /// Returns the gradient to the images, `dx` `[N, C, H, W]`.
  package static func backwardInput(_ dz: Tensor, _ w: Tensor, geometry g: WindowGeometry) -> Tensor {
    requireGradient(dz, of: [dz.shape[0], w.shape[0], g.output.rows, g.output.columns])
    let (images, filters, channels) = (dz.shape[0], w.shape[0], w.shape[1])
    let window = g.window.rows * g.window.columns
    let pixels = g.input.rows * g.input.columns
    // The filters with in and out exchanged, [C, K, R, S].
    var exchanged = [Float](repeating: 0, count: w.count)
    for k in 0..<filters {
      for c in 0..<channels {
        for e in 0..<window {
          exchanged[(c * filters + k) * window + e] = w.scalars[(k * channels + c) * window + e]
        }
      }
    }
    var columns = [Float](repeating: 0, count: filters * window * pixels)
    var dx = Tensor.zeros([images, channels, g.input.rows, g.input.columns])
    dx.scalars.withUnsafeMutableBufferPointer { dx in
      for n in 0..<images {
        Patches.fillRowsByElement(&columns, gradient: dz, image: n, geometry: g)
        MatrixProduct.multiply(
          exchanged, columns,
          into: UnsafeMutableBufferPointer(rebasing: dx[n * channels * pixels..<(n + 1) * channels * pixels]),
          rows: channels, inner: filters * window, columns: pixels)
      }
    }
    return dx
  }

  /// Returns the gradient to the filters, `dw` `[K, C, R, S]`.
  package static func backwardFilter(_ dz: Tensor, _ x: Tensor, geometry g: WindowGeometry) -> Tensor {
    requireGradient(dz, of: [x.shape[0], dz.shape[1], g.output.rows, g.output.columns])
    let (images, channels, filters) = (x.shape[0], x.shape[1], dz.shape[1])
    let outputs = g.output.rows * g.output.columns
    let elements = channels * g.window.rows * g.window.columns
    var patches = [Float](repeating: 0, count: outputs * elements)
    var own = [Float](repeating: 0, count: filters * elements)
    var dw = Tensor.zeros([filters, channels, g.window.rows, g.window.columns])
    for n in 0..<images {
      Patches.fillRowsByOutput(&patches, x, image: n, geometry: g)
      dz.scalars.withUnsafeBufferPointer { dz in
        patches.withUnsafeBufferPointer { patches in
          own.withUnsafeMutableBufferPointer { own in
            MatrixProduct.multiply(
              UnsafeBufferPointer(rebasing: dz[n * filters * outputs..<(n + 1) * filters * outputs]), patches,
              into: own, rows: filters, inner: outputs, columns: elements)
          }
        }
      }
      for e in own.indices { dw.scalars[e] += own[e] }
    }
    return dw
  }

  private static func requireGradient(_ dz: Tensor, of shape: Shape) {
    require(dz.shape == shape, "expected a gradient of shape \(shape), got \(dz.shape)")
  }

  /// Returns the gradient to the bias, `db` `[K]`.
  package static func backwardBias(_ dz: Tensor) -> Tensor {
    let (images, filters, outputs) = (dz.shape[0], dz.shape[1], dz.shape[2] * dz.shape[3])
    var db = Tensor.zeros([filters])
    for n in 0..<images {
      for k in 0..<filters {
        let start = (n * filters + k) * outputs
        db.scalars[k] += Textbook.sum(dz.scalars[start..<start + outputs])
      }
    }
    return db
  }
}
