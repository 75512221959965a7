internal import CSodium

/// Signs the messages of one kernel by HMAC-SHA256, and knows those that were sent with its key, each once.
package struct MessageSigner: Sendable {
  private let key: [UInt8]
  /// The signatures of the latest messages received, so that none counts twice.
  private var seen: Set<[UInt8]> = []
  private var order: [[UInt8]] = []

  /// The number of signatures that are remembered at least.
  private static let memory = 1 << 15

  /// Creates a signer; with an empty key no message has a signature, and any counts.
  package init(key: [UInt8]) { self.key = key }

  /// Returns the signature of `parts`, in hexadecimal digits.
  package func signature(of parts: [[UInt8]]) -> [UInt8] {
    if key.isEmpty { return [] }
    var state = crypto_auth_hmacsha256_state()
    crypto_auth_hmacsha256_init(&state, key, key.count)
    for part in parts { crypto_auth_hmacsha256_update(&state, part, UInt64(part.count)) }
    var digest = [UInt8](repeating: 0, count: Int(crypto_auth_hmacsha256_BYTES))
    crypto_auth_hmacsha256_final(&state, &digest)
    let digits = Array("0123456789abcdef".utf8)
    return digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
  }

  /// Whether `signature` is that of `parts`, and no message received before had it.
  package mutating func accepts(_ signature: [UInt8], of parts: [[UInt8]]) -> Bool {
    if key.isEmpty { return true }
    let expected = self.signature(of: parts)
    // The time that it takes says nothing about how far the two agree.
    guard signature.count == expected.count, sodium_memcmp(signature, expected, expected.count) == 0,
      seen.insert(signature).inserted
    else { return false }
    order.append(signature)
    if order.count == 2 * MessageSigner.memory {
      seen.subtract(order.prefix(MessageSigner.memory))
      order.removeFirst(MessageSigner.memory)
    }
    return true
  }
}
