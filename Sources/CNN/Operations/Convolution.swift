internal import CKernels

/// The cross-correlation of signals, images and volumes, with the bits of `Textbook`.
///
/// The kernels slide the filters over the images themselves: no matrix of windows is made for a batch. Each
/// sum runs in the textbook's order; neighboring results are computed side by side. Shapes are written for
/// images here; the other kinds have one axis less or more.
///
/// - SeeAlso: `docs/performance.md`.
package enum Convolution {
  /// Returns `z` `[N, K, H′, W′]` for images `x` `[N, C, H, W]` and filters `w` `[K, C/groups, R, S]`.
  ///
  /// - Parameter fusesReLU: Whether to return `max(z, 0)`, with the bits of a ReLU after it.
  package static func forward(
    _ x: Tensor, _ w: Tensor, bias: Tensor?, geometry g: WindowGeometry, fusesReLU: Bool = false
  ) -> Tensor {
    requireOperands(x, w, bias: bias, geometry: g)
    var problem = g.problem(images: x.shape[0], channels: x.shape[1], filters: w.shape[0])
    return Tensor(writing: g.batch(x.shape[0], w.shape[0], \.output)) { z in
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
    requireGradient(dz, of: g.batch(dz.rank > 0 ? dz.shape[0] : 1, w.shape[0], \.output))
    let channels = w.shape[1] * g.groups
    var problem = g.problem(images: dz.shape[0], channels: channels, filters: w.shape[0])
    let shape = g.batch(dz.shape[0], channels, \.input)
    requireReLUMask(reluMask, of: shape)
    return Tensor(writing: shape) { dx in
      reluMask.withPointer { ck_correlate_backward_input(&problem, dz.scalars, w.scalars, $0, dx) }
    }
  }

  /// Returns the gradient to the filters, `dw` `[K, C/groups, R, S]`.
  ///
  /// - Parameter share: Which images these are, if there are others on other ranks; only the last rank has the whole sums.
  package static func backwardFilter(
    _ dz: Tensor, _ x: Tensor, geometry g: WindowGeometry, share: Share? = nil
  ) -> Tensor {
    requireImages(x, geometry: g)
    requireGradient(dz, of: g.batch(x.shape[0], dz.rank > 1 ? dz.shape[1] : 1, \.output))
    require(
      dz.shape[1] % g.groups == 0, "\(dz.shape[1]) filters cannot be divided into \(g.groups) groups")
    var problem = g.problem(images: x.shape[0], channels: x.shape[1], filters: dz.shape[1])
    let shape = g.batch(dz.shape[1], x.shape[1] / g.groups, \.window)
    let filter = Tensor(writing: shape) { dw in
      share.withStart(shape.count) { ck_correlate_backward_filter(&problem, dz.scalars, x.scalars, $0, dw) }
    }
    share?.passOn(filter.scalars)
    return filter
  }

  /// Returns the gradient to the bias, `db` `[K]`, with `share` as for the filters.
  package static func backwardBias(_ dz: Tensor, share: Share? = nil) -> Tensor {
    require(dz.rank > 2, "expected a gradient [N, K, …], got shape \(dz.shape)")
    var batch = dz.batch
    var db = [Float](repeating: 0, count: batch.channels)
    share.withStart(batch.channels) { ck_channel_sums(&batch, dz.scalars, $0, &db) }
    share?.passOn(db)
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

/// Convolutions of an input that is continued with something other than zeros: it is padded first, and the
/// gradient to the padded input goes back through the padding.
extension Convolution {
  /// Returns `z` for an input continued by `mode`.
  package static func forward(
    _ x: Tensor, _ w: Tensor, bias: Tensor?, geometry g: WindowGeometry, mode: PaddingMode,
    fusesReLU: Bool = false
  ) -> Tensor {
    guard mode != .zeros else { return forward(x, w, bias: bias, geometry: g, fusesReLU: fusesReLU) }
    requireOperands(x, w, bias: bias, geometry: g)
    let padded = Pad.forward(x, g.sides, mode: mode)
    return forward(padded, w, bias: bias, geometry: g.padded, fusesReLU: fusesReLU)
  }

  /// Returns the gradient to an input that was continued by `mode`.
  package static func backwardInput(
    _ dz: Tensor, _ w: Tensor, geometry g: WindowGeometry, mode: PaddingMode, reluMask: Tensor? = nil
  ) -> Tensor {
    guard mode != .zeros else { return backwardInput(dz, w, geometry: g, reluMask: reluMask) }
    let dx = Pad.backward(backwardInput(dz, w, geometry: g.padded), g.sides, mode: mode)
    return reluMask.map { ActivationKernel.relu.backward(dx, x: $0) } ?? dx
  }

  /// Returns the gradient to the filters over an input that was continued by `mode`.
  package static func backwardFilter(
    _ dz: Tensor, _ x: Tensor, geometry g: WindowGeometry, mode: PaddingMode, share: Share? = nil
  ) -> Tensor {
    guard mode != .zeros else { return backwardFilter(dz, x, geometry: g, share: share) }
    requireImages(x, geometry: g)
    return backwardFilter(dz, Pad.forward(x, g.sides, mode: mode), geometry: g.padded, share: share)
  }
}

extension WindowGeometry {
  /// How far the input is continued along each axis.
  public var sides: [Sides] { axes.map(\.sides) }
}

extension Tensor {
  /// Calls `body` with a function that gives the tensor's elements by parts of `size` each.
  func withParts(_ size: Int, _ body: ((Int) -> UnsafeBufferPointer<Float>) -> Void) {
    scalars.withUnsafeBufferPointer { all in
      body { UnsafeBufferPointer(rebasing: all[$0 * size..<($0 + 1) * size]) }
    }
  }

  /// Calls `body` with a function that gives the tensor's elements, to be written, by parts of `size` each.
  mutating func withMutableParts(_ size: Int, _ body: ((Int) -> UnsafeMutableBufferPointer<Float>) -> Void) {
    scalars.withUnsafeMutableBufferPointer { all in
      body { UnsafeMutableBufferPointer(rebasing: all[$0 * size..<($0 + 1) * size]) }
    }
  }
}

extension Convolution {
  /// Returns the filters with in and out exchanged inside each group: `[C, K/groups, R, S]`.
  static func exchangedPlanes(_ w: Tensor, groups: Int) -> Tensor {
    let (filters, channels) = (w.shape[0] / groups, w.shape[1])
    let window = w.shape.droppingFirst.droppingFirst
    let size = window.count
    var exchanged: [Float] = []
    exchanged.reserveCapacity(w.count)
    for group in 0..<groups {
      for c in 0..<channels {
        for k in group * filters..<(group + 1) * filters {
          let start = (k * channels + c) * size
          exchanged += w.scalars[start..<start + size]
        }
      }
    }
    return Tensor(shape: Shape([channels * groups, filters] + window.dimensions), scalars: exchanged)
  }

  /// Adds its bias to each plane of `z` `[N, K, …]`.
  static func add(_ bias: Tensor, to z: inout Tensor) {
    let (planes, size) = (z.shape[0] * z.shape[1], z.shape.droppingFirst.droppingFirst.count)
    for plane in 0..<planes {
      let own = bias.scalars[plane % bias.count]
      for position in plane * size..<(plane + 1) * size { z.scalars[position] += own }
    }
  }
}

/// The checks before raw memory is read: every shape that the kernels rely on.
extension Convolution {
  /// How operands of a convolution with so many axes are written: input and filters.
  static func operandNames(axes: Int) -> (input: String, filters: String) {
    switch axes {
    case 1: ("signals [N, C, L]", "filters [K, C, S]")
    case 2: ("images [N, C, H, W]", "filters [K, C, R, S]")
    default: ("volumes [N, C, D, H, W]", "filters [K, C, T, R, S]")
    }
  }

  static func requireOperands(_ x: Tensor, _ w: Tensor, bias: Tensor?, geometry g: WindowGeometry) {
    require(
      g.hasBatch(x.shape, \.input) && w.rank == g.rank + 2 && x.shape[1] == w.shape[1] * g.groups,
      "a convolution takes \(operandNames(axes: g.rank).input) and \(operandNames(axes: g.rank).filters),"
        + " got \(x.shape) and \(w.shape)"
        + (g.groups == 1 ? "" : " for \(g.groups) groups"))
    requireFilters(w, geometry: g)
    require(
      bias.map { $0.count == w.shape[0] } ?? true,
      "expected a bias of \(w.shape[0]) numbers, got shape \(bias?.shape ?? [])")
  }

  static func requireFilters(_ w: Tensor, geometry g: WindowGeometry) {
    require(
      g.hasBatch(w.shape, \.window) && w.shape[0] % g.groups == 0,
      "expected \(operandNames(axes: g.rank).filters) in \(g.groups) groups of size \(g.windowSizes),"
        + " got shape \(w.shape)")
  }

  static func requireImages(_ x: Tensor, geometry g: WindowGeometry) {
    require(
      g.hasBatch(x.shape, \.input) && x.shape[1] % g.groups == 0,
      "expected \(operandNames(axes: g.rank).input) in \(g.groups) groups of size \(g.inputSizes),"
        + " got shape \(x.shape)")
  }

  static func requireGradient(_ dz: Tensor, of shape: Shape) {
    require(dz.shape == shape, "expected a gradient of shape \(shape), got \(dz.shape)")
  }

  static func requireReLUMask(_ x: Tensor?, of shape: Shape) {
    guard let x else { return }
    require(x.shape == shape, "expected a ReLU's output of shape \(shape), got \(x.shape)")
  }
}
