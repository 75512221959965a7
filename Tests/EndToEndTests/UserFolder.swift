import Foundation
import Notebooks

/// A folder of a user, and calls of the program in it; suites of tests inherit from it.
class UserFolder {
  static let usage = Int32(RunStatus.usage.rawValue)
  let folder: URL
  /// A notebook that needs no compiler.
  let prose = "# A note\n"

  init() throws { folder = try Fixtures.makeFolder() }

  deinit { try? FileManager.default.removeItem(at: folder) }

  /// Writes `text` to the file called `name`, in folders that are created if need be.
  func save(_ text: String, _ name: String) throws {
    let file = folder.appending(path: name)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
  }

  /// Returns the text of the file called `name`; nil if there is none.
  func text(_ name: String) -> String? {
    try? String(contentsOf: folder.appending(path: name), encoding: .utf8)
  }

  /// Returns the names in the folder called `name`.
  func files(_ name: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.appending(path: name).path).sorted()
  }

  /// Runs the program, which writes to `output` unless it is told otherwise.
  func nbrun(_ arguments: String...) throws -> NBRunProcess {
    try NBRunProcess(arguments, folder: folder.appending(path: "output"), in: folder, takesOutput: false)
  }

  /// Runs a script of the shell, in which `$nbrun` is the program.
  func shell(_ script: String) throws -> (status: Int32, text: String) { try Shell.run(script, in: folder) }
}
