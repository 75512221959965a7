internal import ArgumentParser
internal import CRanks
internal import Foundation
internal import Glibc
internal import Notebooks

/// What `nbrun` starts itself as to try an MPI: ranks that send each other some bytes.
struct RankPingCommand: ParsableCommand {
  static let name = "rank-ping"

  static let configuration = CommandConfiguration(
    commandName: name, abstract: "Exchanges bytes with the other ranks.", shouldDisplay: false)

  @Argument(help: "The library for MPI.")
  var library: String

  func run() throws {
    if let problem = ranks_join(library) { throw ValidationError(String(cString: problem)) }
    guard let ranks = ranks_current()?.pointee else { return }
    let (own, count) = (UInt8(truncatingIfNeeded: ranks.rank), ranks.count)
    let sent = [UInt8](repeating: own, count: 1 << 20)
    var received = [UInt8](repeating: 0, count: sent.count)
    let (next, previous) = ((ranks.rank + 1) % count, (ranks.rank + count - 1) % count)
    let error =
      ranks.send(next, sent, sent.count) | ranks.receive(previous, &received, received.count) | ranks.wait()
    if error != 0 || received.contains(where: { Int32($0) != previous }) {
      throw ValidationError("the bytes that came are not those that were sent")
    }
    if ranks.rank == 0 {
      try StandardOutput.write("\(RankPingCommand.description(of: library)), \(count) ranks\n")
    }
    if ranks.finalize() != 0 { throw ExitCode.failure }
  }

  /// The implementation and its version, as `library` calls it.
  private static func description(of library: String) -> String {
    typealias Describe = @convention(c) () -> UnsafePointer<CChar>
    guard let handle = dlopen(library, RTLD_NOW), let symbol = dlsym(handle, "nbrun_describe_mpi") else {
      return "an unknown MPI"
    }
    return String(cString: unsafeBitCast(symbol, to: Describe.self)())
  }
}

extension Doctor {
  /// Tries each MPI that there is a library for, with two ranks on this machine.
  static func ranks(_ environment: [String: String]) -> [Finding] {
    let libraries = MPILibrary.all(environment)
    guard !libraries.isEmpty else {
      return [
        Finding(
          subject: "ranks (MPI)", isPresent: false, isNeeded: false,
          detail: "missing, for 'nbrun run --ranks': \(MPILibrary.remedy)")
      ]
    }
    return libraries.map { library in
      let call =
        RankLauncher.options(of: library, 2) + [NBRun.executable, RankPingCommand.name, library.path]
      let run = try? Tool.run(library.launcher, call, in: "/", timeout: 30)
      let words = run.map { run in
        run.isTimedOut
          ? "two ranks did not find each other within 30 s"
          : (run.succeeded ? run.standardOutput : run.standardError + run.standardOutput).split(
            separator: "\n"
          )
          .first { $0.contains(where: \.isLetter) }.map(String.init) ?? "two ranks cannot be started"
      }
      return Finding(
        subject: "ranks (\(library.implementation))", isPresent: run?.succeeded ?? false, isNeeded: false,
        detail: "\(library.launcher): \(words ?? "cannot be started")")
    }
  }
}
