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
    ProcessInfo.processInfo.environment.filter { !ChildProcess.shellVariables.contains($0.key) }
      .merging(notebook.workerEnvironment) { $1 }
  }
}
