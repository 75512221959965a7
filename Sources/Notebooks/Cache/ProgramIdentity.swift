internal import Foundation

extension RunConfiguration {
  /// What tells this program, its libraries and its toolchain from others, without reading all of them.
  ///
  /// Copies are the same, so that what one machine has cached stands on another one with the same files.
  package var identity: String {
    let programs = [worker.executable, toolchain.compiler, toolchain.linker].flatMap {
      [$0, BuildID.text(ofProgramAt: $0) ?? FileState.description(of: $0)]
    }
    let modules = libraries.implicitImports.flatMap { name in
      let path = "\(libraries.moduleFolder)/\(name).swiftmodule"
      return [path, FileState.description(of: path)]
    }
    return NotebookKeys.digest(["2"] + programs + modules)
  }

  /// What cells find in the environment.
  func environment(of notebook: Notebook) -> [String: String] {
    ProcessInfo.processInfo.environment.filter { !ChildProcess.shellVariables.contains($0.key) }
      .merging(notebook.workerEnvironment) { $1 }
  }
}
