/// Group normalization: the channels of each input are divided into groups, which are normalized each by itself.
///
///     y = γ[c] · (x − μ) / √(σ² + ε) + β[c]   with the mean μ and the biased variance σ² of the group of channel c
///
/// For vectors `[N, C]` and maps `[N, C, …]`; the shape stays. Unlike with ``BatchNorm`` an output depends on its own
/// input alone, and training and inference are the same. Mean, variance and the sums of the backward pass are long sums
/// over the group (`Textbook.sum`); γ and β take each plane's long sum, images in order.
///
/// - SeeAlso: Wu, He, "Group normalization", ECCV 2018.
public struct GroupNorm: ChannelwiseNormalization {
  /// The name in summaries and messages.
  public var name: String
  /// The number of groups.
  public let groups: Int
  /// What is added to variances, so that a constant group has a deviation.
  public let epsilon: Float
  /// Whether γ and β are learned; if not they are 1 and 0.
  public let affine: Bool
  /// `weight` γ `[C]` and `bias` β `[C]`, at first 1 and 0; empty until the layer is built.
  public var parameters: [Parameter] = []

  /// Creates a layer whose number of channels, a multiple of `groups`, is known once it is built.
  public init(_ groups: Int, epsilon: Float = 1e-5, affine: Bool = true, name: String = "") {
    self.groups = groups
    self.epsilon = epsilon
    self.affine = affine
    self.name = name
  }

  /// The kind of layer.
  public var kind: String { "groupnorm" }

  /// Returns the number of groups.
  public func groups(channels: Int) -> Int { groups }
}

/// Instance normalization: each channel of each input is normalized by itself.
///
///     y = γ[c] · (x − μ) / √(σ² + ε) + β[c]   with the mean μ and the biased variance σ² of the plane
///
/// For maps `[N, C, …]`; the shape stays. It is group normalization with as many groups as channels. γ and β are learned
/// if `affine` is true, which is not the default, as in PyTorch.
///
/// - SeeAlso: Ulyanov, Vedaldi, Lempitsky, "Instance normalization: the missing ingredient for fast stylization", 2016.
public struct InstanceNorm: ChannelwiseNormalization {
  /// The name in summaries and messages.
  public var name: String
  /// What is added to variances, so that a constant plane has a deviation.
  public let epsilon: Float
  /// Whether γ and β are learned; if not they are 1 and 0.
  public let affine: Bool
  /// `weight` γ `[C]` and `bias` β `[C]`, at first 1 and 0; empty until the layer is built.
  public var parameters: [Parameter] = []

  /// Creates a layer whose number of channels is known once it is built.
  public init(epsilon: Float = 1e-5, affine: Bool = false, name: String = "") {
    self.epsilon = epsilon
    self.affine = affine
    self.name = name
  }

  /// The kind of layer.
  public var kind: String { "instancenorm" }

  /// Returns one group for each channel.
  public func groups(channels: Int) -> Int { channels }
}

/// A layer that normalizes groups of channels of each input, and then scales and shifts each channel.
public protocol ChannelwiseNormalization: ExplainableLayer {
  /// What is added to variances.
  var epsilon: Float { get }
  /// Whether γ and β are learned; if not they are 1 and 0.
  var affine: Bool { get }
  /// Returns the number of groups into which `channels` channels are divided.
  func groups(channels: Int) -> Int
}

extension ChannelwiseNormalization {
  /// Makes γ and β for `C` channels.
  public mutating func build(input: Shape, seed: UInt64) throws(ShapeError) {
    parameters = try parameterShapes(for: input).map {
      Parameter($0.name, Tensor(repeating: $0.name == "weight" ? 1 : 0, shape: $0.shape))
    }
  }

  /// Returns the shapes of γ and β.
  public func parameterShapes(for input: Shape) throws(ShapeError) -> [ParameterShape] {
    try check(input)
    return affine ? [ParameterShape("weight", [input[0]]), ParameterShape("bias", [input[0]])] : []
  }

  /// Returns the shape of the input, `[C, …]`.
  public func outputShape(for input: Shape) throws(ShapeError) -> Shape {
    try check(input)
    if let gamma = parameters.first?.value, gamma.count != input[0] {
      throw ShapeError(self, .channels(expected: gamma.count, got: input))
    }
    return input
  }

  private func check(_ input: Shape) throws(ShapeError) {
    guard (1...4).contains(input.rank) else { throw ShapeError(self, .notMap(axes: 2, got: input)) }
    guard epsilon > 0 else { throw ShapeError(self, .notPositive("epsilon", "\(epsilon)")) }
    let groups = groups(channels: input[0])
    guard groups > 0, input[0] % groups == 0 else {
      throw ShapeError(
        self,
        .outOfRange("number of groups", got: "\(groups)", allowed: "a divisor of the \(input[0]) channels"))
    }
    guard input.count / groups > 1 else {
      throw ShapeError(
        self, .outOfRange("size of a group", got: "1", allowed: "at least 2, as one number has no variance"))
    }
  }

  /// Returns the field of the whole input, on which mean and variance of a group depend; that of a vector stays.
  public func receptiveField(after field: ReceptiveField, input: Shape) -> ReceptiveField {
    input.rank > 1 ? field.everything : field
  }

  /// Returns the output, and the pullback.
  public func forward(_ x: Tensor, context: Context) -> ForwardPass {
    if affine { requireBuilt() }
    let channels = affine ? parameters[0].value.count : x.rank > 1 ? x.shape[1] : 0
    require(
      x.rank > 1 && x.shape[1] == channels && channels > 0,
      "layer \"\(displayName)\" takes a batch\(affine ? " with \(channels) channels" : ""), got shape \(x.shape)"
    )
    let size = x.shape.droppingFirst.count / groups(channels: channels)
    let group = GroupStandardization(x, size: size, epsilon: epsilon)
    guard affine else { return ForwardPass(group.output) { LayerGradients(input: group.backward($0)) } }
    let perChannel = Shape([channels] + Array(repeating: 1, count: x.rank - 2))
    let gamma = parameters[0].value.reshaped(perChannel)
    return ForwardPass(group.output * gamma + parameters[1].value.reshaped(perChannel)) { dy in
      let planes: Shape = [x.shape[0], channels, x.shape.droppingFirst.count / channels]
      return LayerGradients(
        input: group.backward(dy * gamma),
        parameters: [
          Convolution.backwardBias((dy * group.output).reshaped(planes)),
          Convolution.backwardBias(dy.reshaped(planes)),
        ])
    }
  }

  /// Returns `Textbook.standardize`, scaled and shifted.
  public func reference(_ x: NDArray<Double>, parameters: [NDArray<Double>]) -> NDArray<Double> {
    let channels = x.shape[1]
    let size = x.shape.droppingFirst.count
    var y = Textbook.standardize(x, size: size / groups(channels: channels), epsilon: Double(epsilon))
    guard affine else { return y }
    for index in y.scalars.indices {
      let c = index / (size / channels) % channels
      y.scalars[index] = y.scalars[index] * parameters[0].scalars[c] + parameters[1].scalars[c]
    }
    return y
  }

  /// That of double precision.
  public var referencePrecision: Double { .ulpOfOne }
}
