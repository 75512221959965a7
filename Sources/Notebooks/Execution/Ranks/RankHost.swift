internal import CProcess
internal import Glibc

/// Rank 0's connections to the runners of all others.
package final class RankHost: RankLink {
  package let launched: LaunchedRank
  package let library: MPILibrary
  package let announcement: String
  private let token: String
  private let listener: Int32
  /// Connections of which it is not known yet whose they are.
  private var strangers: [RankConnection] = []
  private var guests: [Int: RankConnection] = [:]
  private var ended: Set<Int> = []
  private var failures: [(failure: RankFailure, seen: ContinuousClock.Instant)] = []
  private var cell = 0
  /// When to look again for what the others say, while a cell runs.
  private var nextLook = ContinuousClock.now
  /// The reasons that rank 0's own page gives for failures.
  private var reported: Set<String> = []

  /// How long rank 0 has to fail by itself, in seconds: what one rank fails of, as a rule all fail of.
  package static let grace = 4.0

  /// Opens a socket for the runners of the other ranks.
  ///
  /// - Throws: `NotebookError.noRanks` if the system has none.
  package init(_ launched: LaunchedRank, _ library: MPILibrary) throws(NotebookError) {
    var port: Int32 = 0
    listener = cpr_listen(&port)
    guard listener >= 0 else {
      throw .noRanks(reason: "rank 0 cannot listen for the others: \(SystemReason.ofLastCall)")
    }
    let announced = RankAnnouncement(port: Int(port))
    (self.launched, self.library) = (launched, library)
    (announcement, token) = (announced.text, announced.token)
  }

  deinit { close(listener) }

  package func connect(by announcement: String) {}

  package func begin(cell: Int) { self.cell = cell }

  package func note(_ what: String) { reported.insert(RankFailure.reason(in: what)) }

  package func dueFailure() -> RankFailure? {
    if ContinuousClock.now >= nextLook {
      receive()
      // A cell that prints much must not wait for a look at all connections each time.
      nextLook = .now + .milliseconds(50)
    }
    guard let (failure, seen) = failures.first else { return nil }
    // It went on after a cell that rank 0 has behind it, or it says nothing of cells.
    let failsAlone = failure.cell < cell
    return failsAlone || ContinuousClock.now - seen > .seconds(RankHost.grace) ? failure : nil
  }

  package func failure(within seconds: Double) -> RankFailure? {
    // All ranks are asked to end together, which says nothing of why.
    waitUntil(within: seconds) { failures.contains { !$0.failure.isInterruption } }
    return failures.first { !$0.failure.isInterruption }?.failure
  }

  package func awaitEnds() -> RankFailure? {
    waitUntil(within: 5) { guests.keys.allSatisfy { ended.contains($0) } }
    return failures.first { !isReported($0.failure) }?.failure
  }

  /// Ends the run: says so to all others, and how.
  package func end(_ status: RunStatus) {
    receive()
    let known = Set(failures.filter { isReported($0.failure) }.map(\.failure.rank))
    for (rank, guest) in guests {
      let hasFailed = failures.contains { $0.failure.rank == rank }
      guest.send(.end(status: status.rawValue, isKnown: !hasFailed || known.contains(rank)))
    }
  }

  private func isReported(_ failure: RankFailure) -> Bool {
    reported.contains(RankFailure.reason(in: failure.what))
  }

  private func waitUntil(within seconds: Double, _ condition: () -> Bool) {
    let deadline = ContinuousClock.now + .seconds(seconds)
    while true {
      receive()
      let remaining = (deadline - .now).seconds
      if condition() || remaining <= 0 { return }
      RankConnection.wait(for: open.map(\.descriptor) + [listener], atMost: remaining)
    }
  }

  private var open: [RankConnection] { (strangers + guests.values).filter { !$0.isClosed } }

  /// Takes in what has arrived.
  private func receive() {
    // A stranger that connects must not keep the others out.
    while strangers.count < 2 * launched.count, case let descriptor = cpr_accept(listener), descriptor >= 0 {
      strangers.append(RankConnection(descriptor))
    }
    for stranger in strangers {
      var messages = stranger.receive()[...]
      guard case .hello(token, let rank)? = messages.popFirst(), (1..<launched.count).contains(rank),
        guests[rank] == nil
      else { continue }
      guests[rank] = stranger
      for message in messages { take(message, of: rank) }
    }
    strangers.removeAll { stranger in stranger.isClosed || guests.values.contains { $0 === stranger } }
    for (rank, guest) in guests {
      if !guest.isClosed { for message in guest.receive() { take(message, of: rank) } }
      if guest.isClosed, ended.insert(rank).inserted {
        fail(RankFailure(rank: rank, cell: 0, what: "ended without a word; was it killed?"))
      }
    }
  }

  private func take(_ message: RankMessage, of rank: Int) {
    switch message {
    case .done: ended.insert(rank)
    case .failed(let cell, let what, let isInterruption):
      ended.insert(rank)
      fail(RankFailure(rank: rank, cell: cell, what: what, isInterruption: isInterruption))
    case .hello, .end: break
    }
  }

  private func fail(_ failure: RankFailure) { failures.append((failure, .now)) }
}
