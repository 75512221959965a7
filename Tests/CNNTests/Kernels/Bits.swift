import CNN

/// Whether two arrays have the same bits, also the sign of a zero; any NaN is like any other.
func haveSameBits(_ left: [Float], _ right: [Float]) -> Bool {
  left.count == right.count
    && zip(left, right).allSatisfy { $0.bitPattern == $1.bitPattern || ($0.isNaN && $1.isNaN) }
}

func haveSameBits(_ left: Tensor, _ right: NDArray<Float>) -> Bool {
  left.shape == right.shape && haveSameBits(left.scalars, right.scalars)
}

/// The numbers that are put among ordinary ones.
enum SpecialNumbers: CaseIterable, Sendable {
  /// None.
  case none
  /// Zeros of both signs and subnormal numbers.
  case small
  /// Numbers whose products underflow, to zeros of both signs.
  case vanishing
  /// Infinities and NaN.
  case nonFinite

  func tensor(_ shape: Shape, name: String, seed: UInt64) -> Tensor {
    var stream = RandomStream(seed: seed, name: "special \(name)")
    let choices: [Float] =
      switch self {
      case .none: []
      case .small: [0, -0.0, 0x1p-133, -0x1p-139, .leastNonzeroMagnitude]
      case .vanishing: [1e-25, -1e-25, 1e-30, -1e-30, 0, -0.0]
      case .nonFinite: [.infinity, -.infinity, .nan, 0, 0x1p-133]
      }
    let one = self == .vanishing ? 2 : 12
    return Tensor.randomNormal(shape, name: name, seed: seed).map { value in
      guard let choice = choices.randomElement(using: &stream), Int.random(in: 0..<one, using: &stream) == 0
      else { return self == .vanishing ? value * 1e-28 : value }
      return choice
    }
  }
}

/// What kernels may run on: every instruction set of this processor, and thread counts below, at and above the
/// number of processors.
struct KernelChoice: Sendable, CustomStringConvertible {
  let level: String
  let threads: Int

  static let all = Kernels.levels.flatMap { level in
    [1, 2, 3, 5, 8].map { KernelChoice(level: level, threads: $0) }
  }

  var description: String { "\(level), \(threads) threads" }

  func callAsFunction<Result>(_ body: () -> Result) -> Result {
    Kernels.using(level, threads: threads, body)
  }
}
