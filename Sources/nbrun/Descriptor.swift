internal import Glibc
internal import Notebooks

/// Writing to descriptors, of which any may be closed, full or a pipe that nobody reads.
enum Descriptor {
  /// Writes all of `text`; returns false, with the reason in `errno`, if that is not possible.
  static func write(_ text: String, to descriptor: Int32) -> Bool {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count > 0 {
        rest.removeFirst(count)
      } else if errno == EAGAIN {
        // Another program has set the terminal so.
        var polled = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        _ = poll(&polled, 1, -1)
      } else if errno != EINTR {
        return false
      }
    }
    return true
  }
}

/// What a command is asked for: standard output.
enum StandardOutput {
  /// Writes `text`, which is what the command is for.
  ///
  /// Ends the program as others end when nobody reads on.
  ///
  /// - Throws: `NotebookError.unwritable` if it cannot be written for another reason.
  static func write(_ text: String) throws(NotebookError) {
    if Descriptor.write(text, to: STDOUT_FILENO) { return }
    if errno == EPIPE {
      signal(SIGPIPE, SIG_DFL)
      raise(SIGPIPE)
    }
    throw .unwritable(path: "standard output", reason: SystemReason.ofLastCall)
  }

  /// Writes what another nbrun told.
  static func passOn(_ lines: String) {
    let text = isatty(STDOUT_FILENO) == 1 ? lines.escapedForTerminal(keepsColors: false) : lines
    _ = Descriptor.write(text, to: STDOUT_FILENO)
  }

  /// Writes a line that tells of something that is done, such as the path of a handout.
  static func tell(_ line: String) {
    let text = isatty(STDOUT_FILENO) == 1 ? line.escapedForLine : line
    _ = Descriptor.write(text + "\n", to: STDOUT_FILENO)
  }
}
