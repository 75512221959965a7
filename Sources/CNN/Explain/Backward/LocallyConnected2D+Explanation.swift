extension LocallyConnected2D: ExplainableLayer {
  /// Channels, rows and columns.
  public var inputAxes: Int? { 3 }

  /// Every position's filters, turned into a stamp.
  public var backwardOperation: String {
    "every gradient times the filters of its position, summed where they overlap"
  }

  /// The steps by windows, and the gradients by loops.
  public func backwardSteps(_ x: Tensor, gradient dz: Tensor) -> BackwardSteps {
    let g = options.geometry(x.shape.dimensions.dropFirst(2), groups: 1)
    let w = parameters[0].value
    let windows = (0..<x.shape[0]).map { im2col(x.slice($0), g) }
    let gradients = (0..<x.shape[0]).map { windowGradients(dz.slice($0), w) }
    let inputs = gradients.map {
      col2im(
        $0, input: g.inputSizes, filter: g.windowSizes, stride: g.axes.map(\.stride),
        padding: options.padding)
    }
    let steps: [BackwardExplanation.Step] = [
      .init(
        gradient: "dx", action: "at each position, multiply dz by the filters there: the window's gradient",
        result: Tensor(stacking: gradients)),
      .init(
        gradient: "dx", action: "add the windows up where they overlap, without the padding",
        result: Tensor(stacking: inputs)),
      .init(gradient: "dw", action: "lay out the windows of the input", result: Tensor(stacking: windows)),
      .init(
        gradient: "dw", action: "at each position, multiply dz by the window there, and sum over the images",
        result: filterGradient(dz, windows)),
    ]
    let bias: [BackwardExplanation.Step] =
      hasBias
      ? [.init(gradient: "db", action: "sum over the images", result: LocalCorrelation.backwardBias(dz))] : []
    let (loopX, loopW) = (
      Textbook.correlateLocallyBackwardInput(NDArray<Float>(dz), NDArray(w), geometry: g),
      Textbook.correlateLocallyBackwardFilter(NDArray<Float>(dz), NDArray(x), geometry: g)
    )
    return BackwardSteps(
      steps: steps + bias,
      checks: [
        .init("dx", "by the textbook's loops", Tensor(loopX)),
        .init("dw", "by the textbook's loops", Tensor(loopW)),
      ])
  }

  /// Returns the gradient to each window, `[H′·W′, C·R·S]`.
  private func windowGradients(_ dz: Tensor, _ w: Tensor) -> Tensor {
    let positions = w.shape[0]
    let rows = (0..<positions).map { position in
      Tensor((0..<filters).map { dz.scalars[$0 * positions + position] }).matmul(w.slice(position))
    }
    return Tensor(stacking: rows)
  }

  /// Returns the gradient to the filters, `[H′·W′, K, C·R·S]`.
  private func filterGradient(_ dz: Tensor, _ windows: [Tensor]) -> Tensor {
    let positions = windows[0].shape[0]
    let parts = (0..<positions).map { position in
      let gradients = windows.indices.map { n in
        let first = n * filters
        return Tensor((first..<first + filters).map { dz.scalars[$0 * positions + position] })
      }
      let own = Tensor(stacking: windows.map { $0.slice(position) })
      return Tensor(stacking: gradients).transposed().matmul(own)
    }
    return Tensor(stacking: parts)
  }
}
