import Display
import Jupyter
import Testing

@Suite struct MessageTests {
  private let key = Array("key".utf8)

  private func message(_ content: JSON.Members = ["code": .string("1")]) -> Message {
    Message("execute_request", content, identities: [[1, 2]], session: "s", number: 1)
  }

  @Test func `a signature is HMAC-SHA256 of the parts one after the other`() {
    // From RFC 4231, case 2; its text in three parts.
    let signer = MessageSigner(key: Array("Jefe".utf8))
    let parts = ["what do ya want ", "for ", "nothing?"].map { Array($0.utf8) }
    let expected = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    #expect(String(decoding: signer.signature(of: parts), as: UTF8.self) == expected)
  }

  @Test func `keys longer than a block of the digest are digested`() {
    // From RFC 4231, case 6.
    let signer = MessageSigner(key: [UInt8](repeating: 0xAA, count: 131))
    let text = Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8)
    let expected = "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
    #expect(String(decoding: signer.signature(of: [text]), as: UTF8.self) == expected)
  }

  @Test func `a message is read as it was written`() throws {
    var signer = MessageSigner(key: key)
    let sent = message(["code": .string("ü\n\"\\"), "silent": .bool(false)])
    let received = try Message(frames: sent.frames(signedBy: signer), acceptedBy: &signer)
    #expect(received == sent)
    #expect(received.type == "execute_request")
  }

  @Test func `a message counts once`() throws {
    var signer = MessageSigner(key: key)
    let frames = message().frames(signedBy: signer)
    _ = try Message(frames: frames, acceptedBy: &signer)
    #expect(throws: Message.Refusal.unsigned) { try Message(frames: frames, acceptedBy: &signer) }
  }

  @Test func `a message with another signature is refused, whatever differs`() {
    for index in 3..<7 {
      var signer = MessageSigner(key: key)
      var frames = message().frames(signedBy: signer)
      #expect(frames.count == 7)
      frames[index].append(UInt8(ascii: " "))
      #expect(throws: Message.Refusal.unsigned) { try Message(frames: frames, acceptedBy: &signer) }
    }
    var signer = MessageSigner(key: key)
    var frames = message().frames(signedBy: signer)
    frames[2] = []
    #expect(throws: Message.Refusal.unsigned) { try Message(frames: frames, acceptedBy: &signer) }
  }

  @Test func `without a key any message counts`() throws {
    var signer = MessageSigner(key: [])
    let frames = message().frames(signedBy: signer)
    #expect(frames[2].isEmpty)
    for _ in 0..<2 { #expect(try Message(frames: frames, acceptedBy: &signer).type == "execute_request") }
  }

  @Test(arguments: [
    [], ["x"], ["<IDS|MSG>"], ["<IDS|MSG>", "", "{}", "{}", "{}"],
    ["<IDS|MSG>", "", "{}", "{}", "{}", "{}"], ["<IDS|MSG>", "", "[]", "{}", "{}", "{}"],
    ["<IDS|MSG>", "", #"{"msg_id": "a", "msg_type": "b"}"#, "{}", "{}", "{"],
    ["<IDS|MSG>", "", #"{"msg_id": 1, "msg_type": "b"}"#, "{}", "{}", "{}"],
  ])
  func `what is no message is refused`(_ frames: [String]) {
    var signer = MessageSigner(key: [])
    do throws(Message.Refusal) {
      _ = try Message(frames: frames.map { Array($0.utf8) }, acceptedBy: &signer)
      Issue.record("\(frames) was taken for a message")
    } catch {
      #expect(error != .unsigned)
    }
  }
}
