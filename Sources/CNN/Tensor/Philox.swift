/// The counter-based generator Philox4x32-10: a keyed scrambling of counters into random words.
///
/// As it keeps no state, any word of any stream can be had at once, whatever was drawn before.
///
/// - SeeAlso: Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011, section 4.3.
package enum Philox {
  /// Returns the four random words for a counter under a key.
  package static func block(counter: SIMD4<UInt32>, key: SIMD2<UInt32>) -> SIMD4<UInt32> {
    var (words, key) = (counter, key)
    for _ in 0..<10 {
      let left = UInt64(0xD251_1F53) * UInt64(words[0])
      let right = UInt64(0xCD9E_8D57) * UInt64(words[2])
      words = SIMD4(
        UInt32(right >> 32) ^ words[1] ^ key[0], UInt32(truncatingIfNeeded: right),
        UInt32(left >> 32) ^ words[3] ^ key[1], UInt32(truncatingIfNeeded: left))
      key = key &+ SIMD2(0x9E37_79B9, 0xBB67_AE85)
    }
    return words
  }
}
