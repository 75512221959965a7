/// How the weights of a layer start out.
///
/// Fan-in is the number of products in the sum of one output, fan-out that in the gradient to one input, both on
/// average and without the borders. The outputs of a convolution are sums of C/groups·R·S products each. Those of a
/// transposed convolution are sums of C/groups·R·S/stride², as so many of its filters overlap.
public enum Initializer: Sendable, Hashable {
  /// Normal with variance 2/fan-in: keeps the size of signals through layers that end in ReLU.
  ///
  /// He, Zhang, Ren, Sun, "Delving deep into rectifiers", ICCV 2015, equation 10.
  case he
  /// Uniform with variance 2/(fan-in + fan-out): a compromise between signals and gradients.
  ///
  /// Glorot and Bengio, "Understanding the difficulty of training deep feedforward neural networks",
  /// AISTATS 2010, equation 16.
  case glorot
  /// All zeros.
  case zeros

  /// Returns weights of the given shape; the stream's name makes them differ from those of other layers.
  ///
  /// - Parameters:
  ///   - fanIn: The average number of products in an output's sum; less than 1 counts as 1.
  ///   - fanOut: The average number of products in the sum of the gradient to an input.
  public func tensor(_ shape: Shape, fanIn: Float, fanOut: Float, name: String, seed: UInt64) -> Tensor {
    switch self {
    case .he:
      let deviation = (2 / max(1, fanIn)).squareRoot()
      return .randomNormal(shape, deviation: deviation, name: name, seed: seed)
    case .glorot:
      let limit = (6 / max(1, fanIn + fanOut)).squareRoot()
      return .random(shape, in: -limit...limit, name: name, seed: seed)
    case .zeros: return .zeros(shape)
    }
  }
}
