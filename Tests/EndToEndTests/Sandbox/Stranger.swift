import Foundation
import Notebooks
import Testing

/// Who runs the program on notebooks of strangers.
enum Stranger: String, CaseIterable, CustomTestStringConvertible {
  case user
  case nobody

  var testDescription: String { rawValue }

  /// Those whom this process may run programs as.
  static let all = allCases.filter { $0 == .user || getuid() == 0 }

  /// Why this machine has no containers, for which tests are skipped; nil if it has.
  static let obstacle: String? = Container.obstacle()

  /// Runs the program with `arguments` in `folder`; returns its status, and all that it printed.
  func run(
    _ arguments: [String], in folder: URL, environment: [String: String] = [:]
  ) throws -> (status: Int32, text: String) {
    let program = try start(arguments, in: folder, environment: environment)
    return (try program.waitForEnd(), try program.output + program.messages)
  }

  /// Starts the program, or another `executable`, with `arguments` in `folder`, where it can write.
  func start(
    _ arguments: [String], executable: URL = Fixtures.program, in folder: URL,
    environment: [String: String] = [:]
  ) throws -> RunningProgram {
    guard self == .nobody else {
      return try RunningProgram(arguments, executable: executable, in: folder, environment: environment)
    }
    try FileManager.default.setAttributes([.posixPermissions: 0o777], ofItemAtPath: folder.path)
    let temporary = folder.appending(path: "temporary-of-nobody")
    try FileManager.default.createDirectory(at: temporary, withIntermediateDirectories: true)
    try FileManager.default.setAttributes([.posixPermissions: 0o1777], ofItemAtPath: temporary.path)
    return try RunningProgram(
      ["--reuid", "65534", "--regid", "65534", "--clear-groups", executable.path] + arguments,
      executable: URL(filePath: "/usr/bin/setpriv"), in: folder,
      environment: ["HOME": "/nonexistent", "TMPDIR": temporary.path, "NBRUN_CACHE": ""]
        .merging(environment) { $1 })
  }
}
