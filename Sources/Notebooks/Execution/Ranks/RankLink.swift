internal import CProcess
internal import Foundation

/// What the runner of a rank knows of the other ranks of its run.
///
/// MPI connects the workers, and a worker that waits for one that has ended waits for ever. So the runners have connections
/// of their own, through which each rank reports to rank 0 how it ended before the launcher ends all of them: `RankHost` is rank
/// 0's end, `RankGuest` that of the others.
package protocol RankLink: AnyObject {
  /// Which of the ranks this one is.
  var launched: LaunchedRank { get }
  /// The library by which the worker reaches the others.
  var library: MPILibrary { get }
  /// What the workers hand on to all runners; empty from those that need no connections.
  var announcement: String { get }
  /// Connects this runner by what rank 0 has announced.
  func connect(by announcement: String)
  /// Notes that this rank begins with the cell of that number.
  func begin(cell: Int)
  /// Notes that this rank has failed, or that its page says that another has: `what` goes on after `rank 3`.
  func note(_ what: String)
  /// Returns why the cell that runs must end, if it must.
  func dueFailure() -> RankFailure?
  /// Waits, `seconds` at most, for the news that another rank has failed, and was not only asked to end.
  func failure(within seconds: Double) -> RankFailure?
  /// Waits until all other ranks have come to their ends; returns what failed there and was not noted, if anything did.
  func awaitEnds() -> RankFailure?
}

/// How rank 0's runner is reached.
package struct RankAnnouncement: Codable {
  /// The name of its machine.
  let host: String
  /// The addresses of the machine.
  let addresses: [String]
  /// The port.
  let port: Int
  /// What the runners of the run know, and others do not.
  let token: String

  /// The longest announcement, in bytes.
  package static let lengthLimit = 1024

  /// Describes a socket of this machine that listens on `port`.
  init(port: Int) {
    var text = [CChar](repeating: 0, count: RankAnnouncement.lengthLimit / 2)
    cpr_addresses(&text, text.count)
    let bytes = text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:))
    addresses = String(decoding: bytes, as: UTF8.self).split(separator: " ").map(String.init)
    host = RankAnnouncement.machine
    self.port = port
    token = (0..<4).map { _ in String(UInt64.random(in: .min ... .max), radix: 36) }.joined()
  }

  /// Reads `text`; nil if it is no announcement.
  init?(_ text: String) {
    guard let read = try? JSONDecoder().decode(RankAnnouncement.self, from: Data(text.utf8)) else {
      return nil
    }
    self = read
  }

  /// The announcement as it travels.
  var text: String { (try? JSONEncoder().encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? "" }

  /// The name of this machine, cut where a name is longer than the system allows.
  static var machine: String { String(ProcessInfo.processInfo.hostName.prefix(64)) }
}
