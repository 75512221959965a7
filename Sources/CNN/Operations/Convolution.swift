internal import CKernels

/// The cross-correlation of signals, images and volumes, with the bits of `Textbook`.
///
/// The kernels slide the filters over the images themselves: no matrix of windows is made for a batch. Each
/// sum runs in the textbook's order; neighboring results are computed side by side. Shapes are written for
/// images here; the other kinds have one axis less or more.
///
/// - SeeAlso: `docs/performance.md`; deck rows 001-13 and 003-27.
package enum Convolution {
  /// Returns `z` `[N, K, H′, W′]` for images `x` `[N, C, H, W]` and filters `w` `[K, C/groups, R, S]`.
  ///
  /// - Parameter fusesReLU: Whether to return `max(z, 0)`, with the bits of a ReLU after it.
  package static func forward(
    _ x: Tensor, _ w: Tensor, bias: Tensor?, geometry g: WindowGeometry, fusesReLU: Bool = false
  ) -> Tensor {
    requireOperands(x, w, bias: bias, geometry: g)
    var problem = g.problem(images: x.shape[0], channels: x.shape[1], filters: w.shape[0])
    return Tensor(writing: Shape([x.shape[0], w.shape[0]] + g.outputSizes)) { z in
      bias.withPointer { ck_correlate(&problem, x.scalars, w.scalars, $0, fusesReLU ? 1 : 0, z) }
    }
  }

  /// Returns the gradient to the images, `dx` `[N, C, H, W]`.
  ///
  /// - Parameter reluMask: The images, if a ReLU has made them and the gradient to its input is wanted.
  package static func backwardInput(
    _ dz: Tensor, _ w: Tensor, geometry g: WindowGeometry, reluMask: Tensor? = nil
  ) -> Tensor {
    requireFilters(w, geometry: g)
    requireGradient(dz, of: Shape([dz.rank > 0 ? dz.shape[0] : 1, w.shape[0]] + g.outputSizes))
    let channels = w.shape[1] * g.groups
    var problem = g.problem(images: dz.shape[0], channels: channels, filters: w.shape[0])
    let shape = Shape([dz.shape[0], channels] + g.inputSizes)
    requireReLUMask(reluMask, of: shape)
    return Tensor(writing: shape) { dx in
      reluMask.withPointer { ck_correlate_backward_input(&problem, dz.scalars, w.scalars, $0, dx) }
    }
  }

  /// Returns the gradient to the filters, `dw` `[K, C/groups, R, S]`.
  package static func backwardFilter(_ dz: Tensor, _ x: Tensor, geometry g: WindowGeometry) -> Tensor {
    requireImages(x, geometry: g)
    requireGradient(dz, of: Shape([x.shape[0], dz.rank > 1 ? dz.shape[1] : 1] + g.outputSizes))
    require(
      dz.shape[1] % g.groups == 0, "\(dz.shape[1]) filters cannot be divided into \(g.groups) groups")
    var problem = g.problem(images: x.shape[0], channels: x.shape[1], filters: dz.shape[1])
    return Tensor(writing: Shape([dz.shape[1], x.shape[1] / g.groups] + g.windowSizes)) { dw in
      ck_correlate_backward_filter(&problem, dz.scalars, x.scalars, dw)
    }
  }

  /// Returns the gradient to the bias, `db` `[K]`.
  package static func backwardBias(_ dz: Tensor) -> Tensor {
    require(dz.rank > 2, "expected a gradient [N, K, …], got shape \(dz.shape)")
    var batch = dz.batch
    var db = [Float](repeating: 0, count: batch.channels)
    ck_channel_sums(&batch, dz.scalars, &db)
    return Tensor(db)
  }
}

extension WindowGeometry {
  /// Returns the description of a convolution that the kernels take; axes that are missing have one position.
  fileprivate func problem(images: Int, channels: Int, filters: Int) -> ck_convolution {
    Kernels.check()
    func axis(_ axis: AxisGeometry) -> ck_axis {
      require(axis.sides.before >= 0, "a padding is at least 0, got \(axis.sides.before)")
      return ck_axis(
        input: axis.input, window: axis.window, output: axis.output, stride: axis.stride,
        dilation: axis.dilation, before: axis.sides.before)
    }
    return ck_convolution(
      images: images, channels: channels, filters: filters, groups: groups,
      axes: (axis(depth), axis(rows), axis(columns)))
  }
}
