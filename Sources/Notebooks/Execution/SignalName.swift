internal import Glibc

/// What the signals that end a process mean to a student.
enum SignalName {
  private static let names = [
    SIGHUP: "SIGHUP", SIGINT: "SIGINT", SIGQUIT: "SIGQUIT", SIGUSR1: "SIGUSR1", SIGUSR2: "SIGUSR2",
    SIGPIPE: "SIGPIPE", SIGALRM: "SIGALRM", SIGTERM: "SIGTERM", SIGXCPU: "SIGXCPU", SIGXFSZ: "SIGXFSZ",
    SIGSYS: "SIGSYS",
  ]

  private static func name(of signal: Int) -> String { names[Int32(signal)] ?? "signal \(signal)" }

  /// Returns the explanation of `signal`, which struck with a call stack of `depth`.
  static func explanation(of signal: Int, depth: Int) -> String {
    switch Int32(signal) {
    case SIGSEGV where depth > 100:
      "the cell ran out of stack: is there a recursion without an end? (SIGSEGV)"
    case SIGSEGV: "the cell used memory that is not its own (SIGSEGV)"
    case SIGBUS: "the cell used memory that does not exist (SIGBUS)"
    case SIGILL, SIGTRAP: "the cell stopped at a failed check of the Swift runtime (signal \(signal))"
    case SIGFPE: "the cell made an impossible calculation with integers (SIGFPE)"
    case SIGABRT: "the cell aborted (SIGABRT)"
    case SIGKILL: "the worker was killed from outside, perhaps since the memory was used up (SIGKILL)"
    default: "the cell was ended by a signal (\(name(of: signal)))"
    }
  }
}
