import Foundation

/// Calls of the program as a shell makes them, with redirections, pipes and terminals.
enum Shell {
  /// Runs `script`, in which `$nbrun` is the program; returns its status, and all that it printed.
  ///
  /// - Throws: `Patience.Exhausted` if it does not end.
  static func run(
    _ script: String, in folder: URL, environment: [String: String] = [:]
  ) throws -> (status: Int32, text: String) {
    let variables = [
      "nbrun": Fixtures.program.path, "NBRUN_CACHE": "", "NO_COLOR": "", "TERM": "xterm",
    ].merging(environment) { $1 }
    let shell = try RunningProgram(
      ["-c", "exec 2>&1\n\(script)"], executable: URL(filePath: "/bin/bash"), in: folder,
      environment: variables)
    return (try shell.waitForEnd(), try shell.output)
  }
}
