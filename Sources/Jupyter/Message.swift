package import Display
internal import Foundation

/// A message of Jupyter's protocol, version 5.3.
package struct Message: Sendable, Equatable {
  /// Where a router sends it, or the topic of one that is published.
  package var identities: [[UInt8]]
  /// What it is: `msg_type`, `msg_id`, `session` and so on.
  package var header: JSON
  /// The header of the request that it belongs to; an empty object for none.
  package var parent: JSON
  /// What else is said of it.
  package var metadata: JSON
  /// What it says.
  package var content: JSON

  /// The version of the protocol.
  package static let version = "5.3"

  /// The kind of the message: `execute_request`.
  package var type: String { header.member("msg_type")?.stringValue ?? "" }

  /// Creates the message `number` of the kernel's `session`.
  package init(
    _ type: String, _ content: JSON.Members, metadata: JSON.Members = [:], parent: JSON = .object([:]),
    identities: [[UInt8]] = [], session: String, number: Int
  ) {
    self.identities = identities
    header = .object([
      "msg_id": .string("\(session)_\(number)"), "session": .string(session), "username": .string("kernel"),
      "date": .string(Date.now.formatted(.iso8601.time(includingFractionalSeconds: true))),
      "msg_type": .string(type), "version": .string(Message.version),
    ])
    self.parent = parent
    self.metadata = .object(metadata)
    self.content = .object(content)
  }

  /// Why bytes are no message.
  package enum Refusal: Error, Equatable {
    case malformed(String)
    /// Its signature is missing, is another one, or was used before.
    case unsigned
  }

  private static let delimiter = Array("<IDS|MSG>".utf8)

  /// Reads the frames of a message, if `signer` accepts it.
  package init(frames: [[UInt8]], acceptedBy signer: inout MessageSigner) throws(Refusal) {
    guard let start = frames.firstIndex(of: Message.delimiter) else { throw .malformed("no delimiter") }
    let rest = frames[(start + 1)...]
    guard rest.count >= 5 else { throw .malformed("too few parts") }
    let parts = Array(rest.dropFirst().prefix(4))
    guard signer.accepts(rest[start + 1], of: parts) else { throw .unsigned }
    func object(_ index: Int) throws(Refusal) -> JSON {
      do throws(JSONParser.Failure) {
        let value = try JSONParser.parse(parts[index])
        if case .object = value { return value }
      } catch { throw .malformed(error.reason) }
      throw .malformed("a part is no object")
    }
    identities = Array(frames[..<start])
    header = try object(0)
    parent = try object(1)
    metadata = try object(2)
    content = try object(3)
    guard header.member("msg_id")?.stringValue != nil, !type.isEmpty else {
      throw .malformed("the header has no 'msg_id' or no 'msg_type'")
    }
  }

  /// Returns the frames of the message, signed by `signer`.
  package func frames(signedBy signer: MessageSigner) -> [[UInt8]] {
    let parts = [header, parent, metadata, content].map { Array($0.text.utf8) }
    return identities + [Message.delimiter, signer.signature(of: parts)] + parts
  }
}
