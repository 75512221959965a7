import CNN

/// Whether a kernel's results have the textbook's bits, also the sign of a zero.
///
/// A NaN that is computed is the positive quiet one in the kernels' results, and any one in the textbook's.
func haveSameBits(_ results: [Float], _ textbook: [Float]) -> Bool {
  results.count == textbook.count
    && zip(results, textbook).allSatisfy { result, expected in
      result.bitPattern == expected.bitPattern
        || (expected.isNaN && result.bitPattern == Float.nan.bitPattern)
    }
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
      case .nonFinite: [.infinity, -.infinity, .nan, -.nan, 0, 0x1p-133]
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
