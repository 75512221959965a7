internal import Foundation

extension Worker {
  /// Starts the worker that `configuration` asks for, with the limits and the parameters of `notebook`.
  ///
  /// - Parameters:
  ///   - temporary: A folder that is this run's alone.
  ///   - ranks: The other ranks of the run, which the worker is then to join; nil for a run of its own.
  ///   - interruption: A descriptor that can be read from when the run is to end.
  ///   - hasBackups: Whether cells run by `.runWithBackup`.
  convenience init(
    _ configuration: RunConfiguration, _ notebook: Notebook, temporary: TemporaryFolder,
    ranks: (any RankLink)? = nil, interruption: Int32, hasBackups: Bool = false
  ) throws(NotebookError) {
    let limits = configuration.confinement.limits(wanted: notebook.frontMatter.limits)
    var arguments = configuration.worker.arguments + [WorkerOption.temporary, temporary.path]
    if let memory = limits.memory { arguments += [WorkerOption.memoryLimit, "\(memory)"] }
    if let files = limits.files { arguments += [WorkerOption.fileLimit, "\(files)"] }
    if hasBackups { arguments.append(WorkerOption.backups) }
    var environment = notebook.workerEnvironment
    if configuration.confinement.sandbox != .none {
      let scratch = temporary.path + "/scratch"
      try AtomicFile.createFolder(scratch)
      arguments += [WorkerOption.scratch, scratch]
      environment["TMPDIR"] = scratch
    }
    let isContained = configuration.confinement.sandbox == .container
    if isContained {
      let libraries = SwiftCompiler.libraryFolder(in: temporary.path)
      try AtomicFile.createFolder(libraries)
      let readable = configuration.readableByCells(of: notebook) + [libraries]
      arguments += readable.flatMap { [WorkerOption.readable, $0] }
    }
    var launcher: Int32?
    if let ranks {
      arguments += [WorkerOption.ranks, ranks.library.path]
      launcher = LaunchedRank.descriptor(in: &environment)
    }
    try self.init(
      executable: configuration.worker.executable, arguments: arguments, folder: configuration.folder,
      environment: environment, limits: limits, memoryFolder: isContained ? temporary.path : nil,
      inherited: launcher, hasBackups: hasBackups, interruption: interruption)
    if let ranks { send(.joinRanks, ranks.announcement) }
    for message in notebook.parameterMessages { send(.takeParameter, message) }
  }
}

extension RunConfiguration {
  /// Returns what the cells of `notebook` can read in a container beside their libraries: all of the system, since they may
  /// start its programs, but not what is the container's own, such as the cache.
  fileprivate func readableByCells(of notebook: Notebook) -> [String] {
    ["/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32", "/etc", "/dev"]
      + [toolchain.root, worker.executable, libraries.moduleFolder] + readableFiles(besides: notebook)
      + confinement.readable
  }

  /// Returns the notebook's folder, or what is in it besides the notebook's file if cells must not read that.
  private func readableFiles(besides notebook: Notebook) -> [String] {
    guard hidesNotebook else { return [folder] }
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.filter { $0 != notebook.fileName }.map { "\(folder)/\($0)" }
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
  /// Whether a copy takes its place when it ends.
  static let backups = "--backups"
  /// The library by which it joins the other ranks of its run.
  static let ranks = "--ranks-library"
  /// What it may read then; may be repeated.
  static let readable = "--readable"
}
