import Notebooks
import Testing

struct SHA256Tests {
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
  ])
  func `The digest is that of the standard's examples`(text: String, digest: String) {
    #expect(SHA256.digest(of: text.utf8) == digest)
  }

  @Test func `A million letters give the standard's digest, however they come`() {
    var hash = SHA256()
    var rest = 1_000_000
    var size = 1
    while rest > 0 {
      hash.update([UInt8](repeating: UInt8(ascii: "a"), count: min(size, rest)))
      rest -= min(size, rest)
      size = size * 3 % 211 + 1
    }
    #expect(hash.finish() == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
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
}
