internal import Foundation

extension Worker {
  /// Starts the worker that `configuration` asks for, with the limits and the parameters of `notebook`.
  ///
  /// - Parameters:
  ///   - temporary: A folder that is this run's alone.
  ///   - interruption: A descriptor that can be read from when the run is to end.
  convenience init(
    _ configuration: RunConfiguration, _ notebook: Notebook, temporary: TemporaryFolder, interruption: Int32
  ) throws(NotebookError) {
    let limits = configuration.confinement.limits(wanted: notebook.frontMatter.limits)
    var arguments = configuration.worker.arguments + [WorkerOption.temporary, temporary.path]
    if let memory = limits.memory { arguments += [WorkerOption.memoryLimit, "\(memory)"] }
    if let files = limits.files { arguments += [WorkerOption.fileLimit, "\(files)"] }
    var environment = notebook.workerEnvironment
    if configuration.confinement.sandbox != .none {
      let scratch = temporary.path + "/scratch"
      try AtomicFile.createFolder(scratch)
      arguments += [WorkerOption.scratch, scratch]
      environment["TMPDIR"] = scratch
    }
    let isContained = configuration.confinement.sandbox == .container
    if isContained {
      let readable = configuration.readableByCells + [temporary.path]
      arguments += readable.flatMap { [WorkerOption.readable, $0] }
    }
    try self.init(
      executable: configuration.worker.executable, arguments: arguments, folder: configuration.folder,
      environment: environment, limits: limits, memoryFolder: isContained ? temporary.path : nil,
      interruption: interruption)
    for message in notebook.parameterMessages { send(.takeParameter, message) }
  }
}

extension RunConfiguration {
  /// What cells can read in a container beside what the run itself writes: all of the system, since they may start its
  /// programs, but not what is the container's own, such as the cache.
  fileprivate var readableByCells: [String] {
    ["/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32", "/etc", "/dev"]
      + [toolchain.root, worker.executable, libraries.moduleFolder, folder] + confinement.readable
  }
}

/// The options that the worker is started with.
package enum WorkerOption {
  /// The folder of the run, which is removed should the runner be killed.
  static let temporary = "--temporary"
  /// The memory that it may write to, in bytes.
  package static let memoryLimit = "--memory-limit"
  /// The number of files that it may have open.
  package static let fileLimit = "--file-limit"
  /// The only folder that it may write to; with it the worker enters the sandbox.
  package static let scratch = "--scratch"
  /// What it may read then; may be repeated.
  static let readable = "--readable"
}
