internal import Foundation

extension RunConfiguration {
  /// What tells this program, its libraries and its toolchain from others, without reading them.
  var identity: String {
    let modules = libraries.implicitImports.map { "\(libraries.moduleFolder)/\($0).swiftmodule" }
    let files = [worker.executable, toolchain.compiler, toolchain.linker] + modules
    return NotebookKeys.digest(["1"] + files.flatMap { [$0, FileState.stamp(of: $0)] })
  }

  /// What cells find in the environment.
  func environment(of notebook: Notebook) -> [String: String] {
    // What makes runs of one notebook alike, and keeps the runtime from reporting traps a second time.
    let own = [
      "NBRUN_SEED": "\(notebook.frontMatter.seed)", "SWIFT_DETERMINISTIC_HASHING": "1",
      "SWIFT_BACKTRACE": "enable=no",
    ]
    return ProcessInfo.processInfo.environment.merging(own) { $1 }
  }
}
