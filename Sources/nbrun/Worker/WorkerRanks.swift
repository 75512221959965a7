internal import CNN
@preconcurrency internal import CRanks
internal import Display
internal import Notebooks

/// The worker among the other ranks of its run; what cells compute together goes through it.
enum WorkerRanks {
  /// Joins the ranks by `library`, hands what one of them announces on to all runners, and reports how that went.
  static func join(_ library: String, announcing announcement: String) {
    if let problem = ranks_join(library) {
      return DisplayChannel.current.send(.unloadable(message: String(cString: problem)))
    }
    guard let ranks = ranks_current()?.pointee else { return }
    let length = RankAnnouncement.lengthLimit
    let own = Array(announcement.utf8.prefix(length))
    var all = [UInt8](repeating: 0, count: length * Int(ranks.count))
    guard ranks.allgather(own + Array(repeating: 0, count: length - own.count), length, &all) == 0 else {
      return DisplayChannel.current.send(.unloadable(message: "MPI cannot gather bytes from all ranks"))
    }
    let announced = String(decoding: all.prefix(length).prefix { $0 != 0 }, as: UTF8.self)
    DisplayChannel.current.send(
      .joined(rank: Int(ranks.rank), count: Int(ranks.count), announcement: announced))
  }

  /// Notes which cell comes next, for messages about ranks that differ.
  static func beginCell(_ number: String) { ranks_cell = Int32(number) ?? 0 }

  /// Leaves the ranks in order, without which their launcher would take the run for one that has failed.
  ///
  /// On the thread that has joined them, as MPI asks. Ranks that are not at the end stop this one with a message.
  static func leave() {
    Ranks.end()
    let error = ranks_current()?.pointee.finalize() ?? 0
    DisplayChannel.current.send(
      error == 0
        ? .finished(byReturning: true)
        : .threw(message: "the ranks cannot leave each other: MPI's error \(error)", callStack: []))
  }
}
