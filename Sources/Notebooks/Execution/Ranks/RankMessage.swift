internal import Foundation

/// What the runners of a run on several ranks send each other, in a line of JSON each.
package enum RankMessage: Codable, Sendable, Equatable {
  /// The sender is the runner of a rank, and knows the run's token.
  case hello(token: String, rank: Int)
  /// The sender's rank has failed in or after the cell of that number.
  case failed(cell: Int, what: String, isInterruption: Bool)
  /// The sender's rank has come to its end.
  case done
  /// Rank 0 ends the run with that exit status; it has said what failed at the receiver's if `isKnown`.
  case end(status: Int, isKnown: Bool)

  /// The longest line, in bytes.
  package static let lengthLimit = 16 << 10

  /// The line, with its end.
  package var line: [UInt8] {
    // A message without floating-point numbers can always be encoded.
    let json = (try? JSONEncoder().encode(self)) ?? Data()
    return Array(json) + [UInt8(ascii: "\n")]
  }

  /// Removes the first line from the front of `buffer` and returns what it says; nil if it has not all arrived.
  ///
  /// - Throws: `Invalid` if it is no message.
  package static func next(from buffer: inout [UInt8]) throws(Invalid) -> RankMessage? {
    guard let end = buffer.firstIndex(of: UInt8(ascii: "\n")) else {
      if buffer.count > lengthLimit { throw Invalid() }
      return nil
    }
    let line = Data(buffer[..<end])
    buffer.removeFirst(end + 1)
    guard end <= lengthLimit, let message = try? JSONDecoder().decode(RankMessage.self, from: line) else {
      throw Invalid()
    }
    return message
  }

  /// The bytes are no message.
  package struct Invalid: Error {}
}

/// That a rank cannot go on.
package struct RankFailure: Sendable, Equatable {
  /// The rank.
  package var rank: Int
  /// The number of the cell in which, or after which, that was; 0 if it is not known.
  package var cell: Int
  /// What happened, to go on after `rank 3`.
  package var what: String
  /// Whether it was asked to end.
  package var isInterruption = false

  /// The sentence for the reader.
  package var message: String { "rank \(rank) \(what)" }
}
