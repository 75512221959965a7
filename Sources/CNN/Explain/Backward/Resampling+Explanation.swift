extension Downsample: ExplainableLayer {
  /// Channels, rows and columns.
  public var inputAxes: Int? { 3 }

  /// Upsampling.
  public var wayBack: String { "upsampling with zeros, to the size that came in" }

  /// One step, and the same by loops: deck row 002-20.
  public func accountForBackward(_ x: Tensor, gradient dz: Tensor) -> BackwardAccount {
    let size = x.planeSize
    let loops = Textbook.upsample(NDArray<Float>(dz), by: factor, size: size)
    return BackwardAccount(
      steps: [
        .init(
          gradient: "dx", action: "spread dz by \(factor) over \(size), zeros elsewhere",
          result: upsample(dz, by: factor, size: size))
      ], checks: [.init("dx", "by the textbook's loops", Tensor(loops))])
  }
}

extension ZeroUpsample: ExplainableLayer {
  /// Channels, rows and columns.
  public var inputAxes: Int? { 3 }

  /// Downsampling.
  public var wayBack: String { "downsampling" }

  /// One step or two, and the same by loops: deck row 002-21.
  public func accountForBackward(_ x: Tensor, gradient dz: Tensor) -> BackwardAccount {
    let factor = factor.size2D
    let sampled = downsample(dz, by: factor)
    let step = BackwardExplanation.Step(
      gradient: "dx", action: "keep every row and column that is a multiple of \(factor)", result: sampled)
    let cropped = BackwardExplanation.Step(
      gradient: "dx", action: "drop those behind the last of the input",
      result: crop(sampled, to: x.planeSize))
    let loops = crop(Tensor(Textbook.downsample(NDArray<Float>(dz), by: factor)), to: x.planeSize)
    return BackwardAccount(
      steps: sampled.planeSize == x.planeSize ? [step] : [step, cropped],
      checks: [.init("dx", "by the textbook's loops", loops)])
  }
}
