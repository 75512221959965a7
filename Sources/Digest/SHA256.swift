internal import CDigest

/// The SHA-256 digest of bytes that come piece by piece.
///
/// - SeeAlso: FIPS 180-4, sections 5 and 6.2.
package struct SHA256 {
  private var state: [UInt32] = [
    0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19,
  ]
  private var pending: [UInt8] = []
  private var count: UInt64 = 0

  /// Creates the digest of nothing.
  package init() { pending.reserveCapacity(64) }

  /// Returns the 32 bytes of the digest of `bytes`.
  package static func digest(of bytes: [UInt8]) -> [UInt8] {
    var hash = SHA256()
    hash.update(bytes)
    return hash.finish()
  }

  /// Returns the digest of `bytes` in hexadecimal digits.
  package static func text(of bytes: some Sequence<UInt8>) -> String {
    var hash = SHA256()
    hash.update(Array(bytes))
    return hash.finishedText()
  }

  /// Takes in further bytes.
  package mutating func update(_ bytes: [UInt8]) { bytes.withUnsafeBufferPointer { update($0) } }

  /// Takes in further bytes.
  package mutating func update(_ bytes: UnsafeBufferPointer<UInt8>) {
    count += UInt64(bytes.count)
    var rest = bytes[...]
    if !pending.isEmpty {
      let missing = rest.prefix(64 - pending.count)
      pending += missing
      rest = rest[missing.endIndex...]
      if pending.count < 64 { return }
      cdg_sha256(&state, pending, 1)
      pending.removeAll(keepingCapacity: true)
    }
    let blocks = rest.count / 64
    if blocks > 0 { cdg_sha256(&state, UnsafeBufferPointer(rebasing: rest).baseAddress, blocks) }
    pending += rest.dropFirst(64 * blocks)
  }

  /// Takes in `text` and its length, so that no two lists of texts give the same digest.
  package mutating func update(_ text: String) {
    update(Array("\(text.utf8.count):\(text)".utf8))
  }

  /// Returns the digest in hexadecimal digits.
  package consuming func finishedText() -> String {
    let digits = Array("0123456789abcdef".utf8)
    return String(decoding: finish().flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }

  /// Returns the 32 bytes of the digest.
  package consuming func finish() -> [UInt8] {
    let bits = count * 8
    let padding = [0x80] + [UInt8](repeating: 0, count: Int((119 - count % 64) % 64))
    update(padding + (0..<8).map { UInt8(truncatingIfNeeded: bits >> (56 - 8 * UInt64($0))) })
    return state.flatMap { word in (0..<4).map { UInt8(truncatingIfNeeded: word >> (24 - 8 * $0)) } }
  }
}
