/// A stream of random numbers that belongs to a seed, a name and a step, and to nothing else.
///
/// The seed is the key of Philox; the counter holds the name's 64-bit FNV-1a hash, the step and the number
/// of the block. So a new layer, or one more draw from another stream, changes no number of this one.
public struct RandomStream: RandomNumberGenerator, Sendable {
  let key: SIMD2<UInt32>
  private(set) var counter: SIMD4<UInt32>
  private var words = SIMD4<UInt32>()
  private var used = 4

  /// Creates the stream of `name` at `step`.
  public init(seed: UInt64, name: String, step: Int = 0) {
    key = SIMD2(UInt32(truncatingIfNeeded: seed), UInt32(seed >> 32))
    let hash = name.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    counter = SIMD4(
      0, UInt32(truncatingIfNeeded: step), UInt32(truncatingIfNeeded: hash), UInt32(hash >> 32))
  }

  /// Returns the next 32 random bits.
  public mutating func nextWord() -> UInt32 {
    if used == 4 {
      words = Philox.block(counter: counter, key: key)
      counter[0] &+= 1
      used = 0
    }
    defer { used += 1 }
    return words[used]
  }

  /// Returns the next 64 random bits.
  public mutating func next() -> UInt64 { UInt64(nextWord()) | UInt64(nextWord()) << 32 }

  /// Returns a number evenly distributed over [0, 1): a multiple of 2⁻²⁴.
  public mutating func uniform() -> Float { Float(nextWord() >> 8) * 0x1p-24 }

  /// Returns a number evenly distributed over `range`, its upper bound excluded up to rounding.
  public mutating func uniform(in range: ClosedRange<Float>) -> Float {
    range.lowerBound + uniform() * (range.upperBound - range.lowerBound)
  }

  /// Returns a normally distributed number of mean 0 and variance 1.
  ///
  /// - SeeAlso: Box and Muller, "A note on the generation of random normal deviates", 1958.
  public mutating func normal() -> Float {
    let radius = (-2 * Elementary.log(1 - Double(uniform()))).squareRoot()
    return Float(radius * Elementary.cos(2 * .pi * Double(uniform())))
  }

  /// Returns the numbers 0 ..< `count` in random order.
  public mutating func permutation(of count: Int) -> [Int] {
    var order = Array(0..<count)
    for last in stride(from: count - 1, to: 0, by: -1) {
      order.swapAt(last, number(below: last + 1))
    }
    return order
  }
}
