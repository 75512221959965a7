extension Dense: ExplainableLayer {
  /// The features.
  public var inputAxes: Int? { 1 }

  /// A dense layer with the transposed weights.
  public var backwardOperation: String { "dense layer with the transposed weights" }

  /// The products, and the gradients by loops.
  public func backwardSteps(_ x: Tensor, gradient dz: Tensor) -> BackwardSteps {
    let w = parameters[0].value
    let loops = Textbook.denseBackward(NDArray<Float>(dz), x: NDArray(x), w: NDArray(w))
    let bias = BackwardExplanation.Step(
      gradient: "db", action: "sum over the batch", result: DenseProduct.backward(dz, x: x, w: w).db)
    return BackwardSteps(
      steps: [
        .init(gradient: "dx", action: "multiply dz by the weights: dz·w", result: dz.matmul(w)),
        .init(
          gradient: "dw", action: "multiply the transposed dz by the input: dzᵀ·x",
          result: dz.transposed().matmul(x)),
      ] + (hasBias ? [bias] : []),
      checks: [
        .init("dx", "by the textbook's loops", Tensor(loops.dx)),
        .init("dw", "by the textbook's loops", Tensor(loops.dw)),
      ])
  }
}
