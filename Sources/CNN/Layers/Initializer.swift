/// How the weights of a layer start out; `fan` counts the numbers that meet in one sum.
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
  public func tensor(_ shape: Shape, fanIn: Int, fanOut: Int, name: String, seed: UInt64) -> Tensor {
    switch self {
    case .he:
      let deviation = (2 / Float(max(1, fanIn))).squareRoot()
      return .randomNormal(shape, deviation: deviation, name: name, seed: seed)
    case .glorot:
      let limit = (6 / Float(max(1, fanIn + fanOut))).squareRoot()
      return .random(shape, in: -limit...limit, name: name, seed: seed)
    case .zeros: return .zeros(shape)
    }
  }
}
