internal import CProcess
internal import Foundation
internal import Glibc
internal import Notebooks

/// The terminal or log that progress and messages go to: standard error.
enum Console {
  /// Writes `text` at once, if it can be written: a run goes on when nobody reads its messages any more.
  ///
  /// Characters that change what a terminal shows elsewhere are escaped, wherever they come from.
  static func write(_ text: String) {
    let lines = rank.map { rank in
      text.split(separator: "\n").map { "[rank \(rank)] \($0)\n" }.joined()
    }
    _ = Descriptor.write(escaped(lines ?? text), to: STDERR_FILENO)
  }

  /// Which rank this process is, if it is one of several and not the one that reports on the run.
  private static let rank: Int? = {
    guard RankOptions.areGiven(in: CommandLine.arguments) else { return nil }
    let launched = LaunchedRank(ProcessInfo.processInfo.environment)
    return launched.flatMap { $0.rank == 0 ? nil : $0.rank }
  }()

  /// Writes over the line in which the cursor is.
  static func rewriteLine(_ text: String) {
    _ = Descriptor.write("\r\u{1B}[K" + escaped(text), to: STDERR_FILENO)
  }

  private static func escaped(_ text: String) -> String {
    text.escapedForTerminal(keepsColors: style.isColored)
  }

  /// How messages look: colored on a terminal, unless `NO_COLOR` is set.
  static let style = TerminalStyle(isColored: isTerminal && !refusesColors)

  private static let refusesColors =
    ProcessInfo.processInfo.environment["NO_COLOR"].map { !$0.isEmpty } ?? false

  /// Where progress is shown.
  static var destination: ConsoleRecorder.Destination {
    var size = winsize()
    let isKnown = ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
    var destination = ConsoleRecorder.Destination(width: isKnown ? Int(size.ws_col) : 80, write: write)
    if isTerminal { destination.rewriteLine = rewriteLine }
    return destination
  }

  /// Whether lines can be rewritten and colored; without `TERM` nobody knows.
  private static let isTerminal =
    isatty(STDERR_FILENO) == 1
    && !["", "dumb"].contains(ProcessInfo.processInfo.environment["TERM"] ?? "")
}
