internal import CProcess

/// The connection of another rank's runner to that of rank 0.
package final class RankGuest: RankLink {
  package let launched: LaunchedRank
  package let library: MPILibrary
  private var host: RankConnection?
  private var end: (status: RunStatus, isKnown: Bool)?
  private var cell = 0

  /// Creates the link of a rank that is not rank 0.
  package init(_ launched: LaunchedRank, _ library: MPILibrary) {
    (self.launched, self.library) = (launched, library)
  }

  package var announcement: String { "" }

  /// Connects to rank 0; a run goes on where that is not possible, and it is then the launcher that ends it.
  package func connect(by announcement: String) {
    guard let announced = RankAnnouncement(announcement) else { return }
    let near = announced.host == RankAnnouncement.machine ? ["127.0.0.1"] : []
    let sockets = (near + announced.addresses).lazy.map { cpr_connect($0, Int32(announced.port), 2000) }
    guard let descriptor = sockets.first(where: { $0 >= 0 }) else { return }
    host = RankConnection(descriptor)
    host?.send(.hello(token: announced.token, rank: launched.rank))
  }

  package func begin(cell: Int) { self.cell = cell }

  package func note(_ what: String) {}

  package func dueFailure() -> RankFailure? { failure(within: 0) }

  package func failure(within seconds: Double) -> RankFailure? {
    guard let host else { return nil }
    if seconds > 0 { awaitEnd(within: seconds) } else { receive() }
    if end != nil { return RankFailure(rank: 0, cell: cell, what: "has ended the run") }
    return host.isClosed
      ? RankFailure(rank: 0, cell: cell, what: "ended without a word; was it killed?") : nil
  }

  /// The other ranks are rank 0's affair.
  package func awaitEnds() -> RankFailure? { nil }

  /// Says that this rank has come to its end.
  package func finish() { host?.send(.done) }

  /// Says that this rank has failed, and waits until rank 0 has taken that in and written its page, since the launcher ends
  /// all ranks when one of them ends.
  ///
  /// - Returns: How the run ends; nil if rank 0 does not answer. `isKnown` says whether rank 0 has reported the failure.
  package func fail(
    cell: Int?, _ what: String, isInterruption: Bool = false, patience: Double = RankHost.grace + 6
  ) -> (status: RunStatus, isKnown: Bool)? {
    // The start of a long text says enough.
    let what = String(decoding: what.utf8.prefix(2000), as: UTF8.self)
    host?.send(.failed(cell: cell ?? self.cell, what: what, isInterruption: isInterruption))
    awaitEnd(within: patience)
    return end
  }

  private func awaitEnd(within seconds: Double) {
    let deadline = ContinuousClock.now + .seconds(seconds)
    while true {
      receive()
      let remaining = (deadline - .now).seconds
      guard let host, !host.isClosed, end == nil, remaining > 0 else { return }
      RankConnection.wait(for: [host.descriptor], atMost: remaining)
    }
  }

  private func receive() {
    for case .end(let status, let isKnown) in host?.receive() ?? [] {
      end = (RunStatus(rawValue: status) ?? .crashed, isKnown)
    }
  }
}
