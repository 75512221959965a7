import CDigest
import Digest
import Testing

@Suite struct SHA256StreamTests {
  @Test func `A million letters give the standard's digest, however they come`() {
    var hash = SHA256()
    var rest = 1_000_000
    var size = 1
    while rest > 0 {
      hash.update([UInt8](repeating: UInt8(ascii: "a"), count: min(size, rest)))
      rest -= min(size, rest)
      size = size * 3 % 211 + 1
    }
    #expect(hash.finishedText() == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
  }

  @Test(arguments: 50...70)
  func `Bytes in two pieces give the digest of the whole`(count: Int) {
    let bytes = (0..<count).map { UInt8($0) }
    for cut in [0, 1, count / 2, count] {
      var hash = SHA256()
      hash.update(Array(bytes[..<cut]))
      hash.update(Array(bytes[cut...]))
      #expect(hash.finish() == SHA256.digest(of: bytes))
    }
  }

  @Test func `The processor's own instructions give what the loop gives`() {
    let blocks = (0..<64 * 37).map { UInt8(truncatingIfNeeded: $0 * $0 >> 3) }
    var (fast, portable) = ([UInt32](1...8), [UInt32](1...8))
    cdg_sha256(&fast, blocks, 37)
    cdg_sha256_portable(&portable, blocks, 37)
    #expect(fast == portable && fast != [UInt32](1...8))
  }
}
