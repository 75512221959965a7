internal import Foundation
internal import Glibc
internal import Notebooks

/// The terminal or log that progress and messages go to: standard error.
enum Console {
  /// Writes `text` at once.
  static func write(_ text: String) {
    FileHandle.standardError.write(Data(text.utf8))
  }

  /// How messages look: colored on a terminal, unless `NO_COLOR` is set.
  static var style: TerminalStyle {
    let environment = ProcessInfo.processInfo.environment
    let refuses = environment["NO_COLOR"]?.isEmpty == false || environment["TERM"] == "dumb"
    return TerminalStyle(isColored: isTerminal && !refuses)
  }

  /// Where progress is shown.
  static var destination: ConsoleRecorder.Destination {
    var size = winsize()
    let isKnown = ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
    return .init(isTerminal: isTerminal, width: isKnown ? Int(size.ws_col) : 80, write: write)
  }

  private static var isTerminal: Bool { isatty(STDERR_FILENO) == 1 }
}
