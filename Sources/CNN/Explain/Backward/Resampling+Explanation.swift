extension Downsample: ExplainableLayer {
  /// Channels, rows and columns.
  public var inputAxes: Int? { 3 }

  /// Upsampling.
  public var backwardOperation: String { "upsampling with zeros, to the size of the input" }

  /// One step, and the same by loops.
  public func backwardSteps(_ x: Tensor, gradient dz: Tensor) -> BackwardSteps {
    let size = x.planeSize
    let loops = Textbook.upsample(NDArray<Float>(dz), by: factor, size: size)
    return BackwardSteps(
      steps: [
        .init(
          gradient: "dx", action: "upsample dz by \(factor) to \(size), with zeros in between",
          result: upsample(dz, by: factor, size: size))
      ], checks: [.init("dx", "by the textbook's loops", Tensor(loops))])
  }
}

extension ZeroUpsample: ExplainableLayer {
  /// Channels, rows and columns.
  public var inputAxes: Int? { 3 }

  /// Downsampling.
  public var backwardOperation: String { "downsampling" }

  /// One step or two, and the same by loops.
  public func backwardSteps(_ x: Tensor, gradient dz: Tensor) -> BackwardSteps {
    let factor = factor.size2D
    let sampled = downsample(dz, by: factor)
    let step = BackwardExplanation.Step(
      gradient: "dx", action: "keep every row and column that is a multiple of \(factor)", result: sampled)
    let cropped = BackwardExplanation.Step(
      gradient: "dx", action: "drop those behind the last of the input",
      result: crop(sampled, to: x.planeSize))
    let loops = crop(Tensor(Textbook.downsample(NDArray<Float>(dz), by: factor)), to: x.planeSize)
    return BackwardSteps(
      steps: sampled.planeSize == x.planeSize ? [step] : [step, cropped],
      checks: [.init("dx", "by the textbook's loops", loops)])
  }
}

extension Pad: ExplainableLayer {
  /// Any.
  public var inputAxes: Int? { nil }

  /// Cutting the border off, after what was copied there has come back.
  public var backwardOperation: String {
    mode == .zeros ? "cropping" : "cropping, where the border is added to what it was copied from"
  }

  /// One step, and the same by loops.
  public func backwardSteps(_ x: Tensor, gradient dz: Tensor) -> BackwardSteps {
    let sides = sides(Array(x.shape.dimensions.dropFirst(2)))
    return BackwardSteps(
      steps: [
        .init(
          gradient: "dx",
          action: mode == .zeros
            ? "cut off what lies on the border" : "add what lies on the border to where it was copied from",
          result: Pad.backward(dz, sides, mode: mode))
      ],
      checks: [
        .init(
          "dx", "by the textbook's loops",
          Tensor(Textbook.padBackward(NDArray<Float>(dz), sides, mode: mode)))
      ])
  }
}

extension Resize: ExplainableLayer {
  /// Any.
  public var inputAxes: Int? { nil }

  /// The transposed interpolation.
  public var backwardOperation: String {
    "each gradient to the elements that were interpolated, with the same weights"
  }

  /// A step for each axis, the first one first, and the same by loops.
  public func backwardSteps(_ x: Tensor, gradient dz: Tensor) -> BackwardSteps {
    let axes = resizedAxes(Array(x.shape.dimensions.dropFirst(2)))
    var (steps, gradient) = ([BackwardExplanation.Step](), dz)
    for (index, axis) in axes.enumerated() {
      let sizes = gradient.shape.dimensions.dropFirst(2)
      // The other axes stay as they are.
      let one = zip(0..., sizes).map { other, size in
        other == index
          ? axis
          : ResizedAxis(
            input: size, output: size, scale: 1, interpolation: .nearest(), coordinates: .asymmetric)
      }
      gradient = Interpolating.backward(gradient, one)
      steps.append(
        .init(
          gradient: "dx",
          action:
            "along axis \(index + 2), add each element to the \(axis.input) it was made of, by its weights",
          result: gradient))
    }
    return BackwardSteps(
      steps: steps,
      checks: [
        .init(
          "dx", "by the textbook's loops", Tensor(Textbook.resizeBackward(NDArray<Float>(dz), axes)))
      ])
  }
}

extension SpaceToDepth: ExplainableLayer {
  /// Channels, rows and columns.
  public var inputAxes: Int? { 3 }

  /// Depth to space.
  public var backwardOperation: String { "depth to space" }

  /// One step, and the same by loops.
  public func backwardSteps(_ x: Tensor, gradient dz: Tensor) -> BackwardSteps {
    let loops = Textbook.depthToSpace(NDArray<Float>(dz), block: block, order: order)
    return BackwardSteps(
      steps: [
        .init(
          gradient: "dx", action: "make a block of \(block)×\(block) elements of the channels again",
          result: DepthToSpace(block, order: order)(dz))
      ], checks: [.init("dx", "by the textbook's loops", Tensor(loops))])
  }
}

extension DepthToSpace: ExplainableLayer {
  /// Channels, rows and columns.
  public var inputAxes: Int? { 3 }

  /// Space to depth.
  public var backwardOperation: String { "space to depth" }

  /// One step, and the same by loops.
  public func backwardSteps(_ x: Tensor, gradient dz: Tensor) -> BackwardSteps {
    let loops = Textbook.spaceToDepth(NDArray<Float>(dz), block: block, order: order)
    return BackwardSteps(
      steps: [
        .init(
          gradient: "dx", action: "make channels of each block of \(block)×\(block) elements again",
          result: SpaceToDepth(block, order: order)(dz))
      ], checks: [.init("dx", "by the textbook's loops", Tensor(loops))])
  }
}
