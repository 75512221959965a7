/// Mixes the channels of groups: of G groups of M channels, channel `g·M + m` becomes channel `m·G + g`.
///
/// After a convolution with groups, each group of the next one then gets channels of all of them. For vectors `[N, C]`
/// and maps `[N, C, …]`; each element is moved, none is lost. Backward, gradients move back, which is a shuffle of M
/// groups.
///
/// - SeeAlso: Zhang, Zhou, Lin, Sun, "ShuffleNet", CVPR 2018, section 3.1.
public struct ChannelShuffle: Layer {
  /// The name in summaries and messages.
  public var name: String
  /// The number of groups.
  public let groups: Int

  /// Creates a layer whose number of channels, a multiple of `groups`, is known once it is built.
  public init(_ groups: Int, name: String = "") {
    self.groups = groups
    self.name = name
  }

  /// The kind of layer.
  public var kind: String { "shuffle" }

  /// Returns the shape of the input, `[C, …]`.
  public func outputShape(for input: Shape) throws(ShapeError) -> Shape {
    guard input.rank > 0 else { throw ShapeError(self, .notFlat(got: input)) }
    guard groups > 0, input[0] % groups == 0 else {
      throw ShapeError(
        self,
        .outOfRange("number of groups", got: "\(groups)", allowed: "a divisor of the \(input[0]) channels"))
    }
    return input
  }

  /// Returns the output, and the pullback.
  public func forward(_ x: Tensor, context: Context) -> ForwardPass {
    require(
      x.rank > 1 && groups > 0 && x.shape[1] % groups == 0,
      "layer \"\(displayName)\" takes a batch with a multiple of \(groups) channels, got shape \(x.shape)")
    let (groups, members) = (groups, x.shape[1] / groups)
    func shuffled(_ x: Tensor, _ rows: Int, _ columns: Int) -> Tensor {
      let size = x.shape.dimensions.dropFirst(2).reduce(1, *)
      return x.reshaped([x.shape[0], rows, columns, size]).permuted(0, 2, 1, 3).reshaped(x.shape)
    }
    return ForwardPass(shuffled(x, groups, members)) { LayerGradients(input: shuffled($0, members, groups)) }
  }

  /// Returns the elements of each channel in the position of the channel that it becomes.
  public func reference(_ x: NDArray<Double>, parameters: [NDArray<Double>]) -> NDArray<Double> {
    var y = x
    let (channels, size) = (x.shape[1], x.shape.dimensions.dropFirst(2).reduce(1, *))
    for n in 0..<x.shape[0] {
      for c in 0..<channels {
        let (g, m) = (c / (channels / groups), c % (channels / groups))
        for i in 0..<size {
          y.scalars[(n * channels + m * groups + g) * size + i] = x.scalars[(n * channels + c) * size + i]
        }
      }
    }
    return y
  }

  /// That of double precision.
  public var referencePrecision: Double { .ulpOfOne }
}
