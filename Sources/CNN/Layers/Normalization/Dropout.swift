/// Dropout: in training each number becomes 0 with the probability `rate`, and the others grow to make up for it.
///
/// `y = x · m / (1 − rate)`, where each `m` is 0 or 1; the mean of `y` is `x`, so nothing is left to do in
/// inference, when `y = x`. The mask depends on the seed, the layer's name and the step alone. Backward,
/// `∂L/∂x = ∂L/∂y · m / (1 − rate)`.
///
/// - SeeAlso: Srivastava et al., "Dropout", JMLR 15, 2014, section 10 for the scaling in training.
public struct Dropout: Layer {
  /// The name in summaries and messages, and of the stream of random numbers.
  public var name: String
  /// The probability that a number becomes 0.
  public let rate: Float

  /// Creates a layer.
  public init(_ rate: Float = 0.5, name: String = "") {
    self.rate = rate
    self.name = name
  }

  /// The kind of layer.
  public var kind: String { "dropout" }

  /// Returns the shape of the input.
  public func outputShape(for input: Shape) throws(ShapeError) -> Shape {
    guard rate >= 0 && rate < 1 else {
      throw ShapeError(self, .outOfRange("rate", got: "\(rate)", allowed: "at least 0 and less than 1"))
    }
    return input
  }

  private func stream(of context: Context) -> RandomStream {
    RandomStream(seed: context.seed, name: displayName, step: context.step)
  }

  /// Returns what each number of a batch of `count` is multiplied by in the pass `context`: 0 or 1/(1 − rate).
  public func mask(count: Int, context: Context) -> [Float] {
    guard context.mode == .training, rate > 0 else { return Array(repeating: 1, count: count) }
    var stream = stream(of: context)
    let kept = 1 / (1 - rate)
    return (0..<count).map { _ in stream.uniform() < rate ? 0 : kept }
  }

  /// Returns the output and the pullback.
  public func forward(_ x: Tensor, context: Context) -> ForwardPass {
    guard context.mode == .training, rate > 0 else { return ForwardPass(x) { LayerGradients(input: $0) } }
    // The numbers of the images before are those of other ranks.
    let before = context.share.map { $0.images.lowerBound * x.shape.droppingFirst.count } ?? 0
    // Backward makes the mask again: that needs no memory, and takes about as long as to read it.
    let kernel = DropoutKernel(stream(of: context), rate: rate, first: before)
    return ForwardPass(kernel.apply(to: x)) { LayerGradients(input: kernel.apply(to: $0)) }
  }

  /// Returns `x`, as the trained model does.
  public func reference(_ x: NDArray<Double>, parameters: [NDArray<Double>]) -> NDArray<Double> { x }

  /// Returns `x` times the mask of the pass.
  public func reference(
    _ x: NDArray<Double>, parameters: [NDArray<Double>], context: Context
  ) -> NDArray<Double> {
    let mask = mask(count: x.scalars.count, context: context)
    return NDArray(shape: x.shape, scalars: zip(x.scalars, mask).map { $0 * Double($1) })
  }

  /// That of double precision.
  public var referencePrecision: Double { .ulpOfOne }
}
