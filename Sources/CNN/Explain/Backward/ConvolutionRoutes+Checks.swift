extension ConvolutionRoutes {
  /// The gradients by the textbook's loops and, unless they are too large, by matrices.
  func checks() -> [BackwardSteps.Check] {
    let padded = mode == .zeros ? x : Pad.forward(x, geometry.sides, mode: mode)
    let g = mode == .zeros ? geometry : geometry.padded
    func folded(_ gradient: Tensor) -> Tensor {
      mode == .zeros ? gradient : Pad.backward(gradient, geometry.sides, mode: mode)
    }
    let (loopX, loopW) = (
      Textbook.correlateBackwardInput(NDArray<Float>(dz), NDArray(w), geometry: g),
      Textbook.correlateBackwardFilter(NDArray<Float>(dz), NDArray(padded), geometry: g)
    )
    let loops = [
      BackwardSteps.Check("dx", "by the textbook's loops", folded(Tensor(loopX))),
      BackwardSteps.Check("dw", "by the textbook's loops", Tensor(loopW)),
    ]
    guard w.shape[0] * g.outputCount * padded.shape[1] * g.pixelCount <= Self.largestMatrix else {
      return loops
    }
    return loops + [
      BackwardSteps.Check("dx", "by the transposed convolution matrix", folded(inputByMatrix(padded, g))),
      BackwardSteps.Check("dw", "by the matrix of windows (im2col)", filterByWindows(padded, g)),
    ]
  }

  /// The number of numbers above which no matrix is made.
  static let largestMatrix = 4_000_000

  /// The gradient to the input: the transposed convolution matrix times the flattened `dz`.
  private func inputByMatrix(_ x: Tensor, _ g: WindowGeometry) -> Tensor {
    let correlation = CorrelationSpecification(geometry: g, channels: x.shape[1], filters: w.shape[0])
    let transposed = convolutionMatrix(w, correlation).transposed()
    let images = (0..<x.shape[0]).map {
      transposed.matmul(dz.slice($0).flattened()).reshaped(x.shape.droppingFirst)
    }
    return Tensor(stacking: images)
  }

  /// The gradient to the filters: `dz` times the matrix of windows, image by image and group by group.
  private func filterByWindows(_ x: Tensor, _ g: WindowGeometry) -> Tensor {
    let (filters, depth) = (w.shape[0] / g.groups, w.shape[1])
    var sum = Tensor.zeros(w.shape)
    for n in 0..<x.shape[0] {
      let (image, gradient) = (x.slice(n), dz.slice(n))
      let parts = (0..<g.groups).flatMap { group in
        let windows = im2col(image.slices(group * depth..<(group + 1) * depth), g)
        let own = gradient.slices(group * filters..<(group + 1) * filters)
        return own.reshaped(filters, g.outputCount).matmul(windows).scalars
      }
      sum = sum + Tensor(shape: w.shape, scalars: parts)
    }
    return sum
  }
}
