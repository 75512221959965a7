internal import CNN
internal import Foundation
internal import Notebooks

/// A notebook of a call that runs in a container: what it sees there, and what is taken from it.
struct ContainedNotebook {
  /// The path of the notebook.
  private let path: String
  private let options: NotebookOptions
  /// The folder for what the container writes, with a copy of the handout that is stored to begin with.
  private let temporary: String
  /// The path of the notebook in the container.
  private let innerPath: String
  private let container: Container

  /// What the container writes, as it sees it: handouts and the pages of reviews.
  private enum Inside {
    static let output = "/nbrun"
    static let (handouts, review) = ("\(output)/handouts", "\(output)/review")
  }

  /// Prepares the container of the notebook at `path`.
  ///
  /// - Parameters:
  ///   - temporary: A folder of its own for files, which need not exist yet.
  ///   - moduleCache: The compiler's, which runs that are trusted have filled.
  init(
    _ path: String, _ options: NotebookOptions, in temporary: String, moduleCache: String?
  ) throws(NotebookError) {
    (self.path, self.options, self.temporary) = (path, options, temporary)
    if NotebookPath.isStream(path) {
      throw .stream(
        path: path, reason: "a container reads the notebook's file")
    }
    let realPath = NotebookFolder.realPath(path)
    innerPath = ContainedNotebook.isSame(path, realPath) ? path : realPath
    let folder = FilePath.folder(of: realPath)
    try ContainedNotebook.checkFolder(folder, of: path)
    container = try Container(
      readable: [folder] + ProjectDefaults.files(above: folder)
        + options.settings.parameters.params.compactMap(FilePath.real),
      options.settings.limits, moduleCache: moduleCache, output: ("\(temporary)/output", Inside.output))
    let stored = files(in: "\(temporary)/output/handouts")
    try HandoutWriter.createFolder(stored.folder)
    try HandoutWriter.copy(options.files(of: path), to: stored)
  }

  /// Whether `path` leads to `realPath` in a container, too: links and what stands before a `..` are not there.
  private static func isSame(_ path: String, _ realPath: String) -> Bool {
    let names = path.split(separator: "/").filter { $0 != "." }
    let isPlain = !names.drop { $0 == ".." }.contains("..")
    return isPlain && URL(fileURLWithPath: path).standardized.path == realPath
  }

  /// Returns the job that runs `command` on the notebook in the container; `arguments` are the call's others.
  func job(_ id: Int, _ command: [String], review: String?, arguments: [String]) -> ProcessPool.Job {
    ProcessPool.Job(
      id: id, executable: NBRun.executable,
      arguments: command + (review == nil ? [] : ["--review", Inside.review])
        + ["--output", Inside.handouts] + arguments + options.settings.limits.argumentsInside + [
          "--", innerPath,
        ],
      container: container)
  }

  /// Takes what the run has written; returns how the run ended, its messages, and the paths that it tells.
  ///
  /// - Parameters:
  ///   - storesHandout: Whether the handout is what the command writes.
  ///   - review: The folder for the page of a review.
  func take(
    _ outcome: ProcessPool.Outcome, storesHandout: Bool, review: String?
  ) throws(NotebookError) -> (status: RunStatus, messages: String, output: String) {
    let shown = review.map { outcome.messages.replacing(Inside.review, with: $0) } ?? outcome.messages
    let messages = shown.replacing(Inside.handouts, with: options.output)
    if outcome.wasCut { return (outcome.status, messages + cutMessage(outcome), "") }
    if let review { try takeReview(to: review) }
    let written = storesHandout ? try takeHandout() : []
    // What is told comes from the container, so only files that are there now.
    let told = outcome.output.split(separator: "\n").map {
      String($0).replacing(Inside.handouts, with: options.output)
    }
    return (outcome.status, messages, told.filter(written.contains).map { $0 + "\n" }.joined())
  }

  /// Takes the files of the handout; returns their paths.
  private func takeHandout() throws(NotebookError) -> Set<String> {
    let clean = files(in: "\(temporary)/clean")
    try ContainerOutput.take(files(in: "\(temporary)/output/handouts"), to: clean)
    let target = options.files(of: path)
    var plan = OutputPlan(inputs: [path], replacesOthers: options.target.replacement.force)
    let (copies, written) = (clean.copies(to: target), target.written())
    for (origin, path) in copies {
      try plan.add(copyOf: origin, at: path, isOwn: written.contains(path))
    }
    try HandoutWriter.copy(clean, to: target)
    return Set(copies.map(\.path))
  }

  private func takeReview(to folder: String) throws(NotebookError) {
    let target = options.layout.folder(for: path, in: folder)
    let origin = options.layout.folder(for: path, in: "\(temporary)/output/review")
    let clean = "\(temporary)/clean-review"
    let name = options.files(of: path).name
    try ContainerOutput.take(
      HandoutFiles(ofNotebookAt: path, in: origin), to: HandoutFiles(ofNotebookAt: path, in: clean))
    let page = NotebookCheck.reviewPage(of: name, in: clean)
    guard let data = FileManager.default.contents(atPath: page) else { return }
    try HandoutWriter.write(
      String(decoding: data, as: UTF8.self), to: NotebookCheck.reviewPage(of: name, in: target))
  }

  private func files(in base: String) -> HandoutFiles { options.layout.files(of: path, in: base) }

  private func cutMessage(_ outcome: ProcessPool.Outcome) -> String {
    let reason =
      outcome.status == .timedOut
      ? "it did not end within \(Int(container.timeLimit)) s" : "it printed more than a run has to say"
    return "\(path): error: the container of the notebook was killed, since \(reason); there is no handout\n"
  }

  /// What the cells could read of a folder is all of it.
  private static func checkFolder(_ folder: String, of path: String) throws(NotebookError) {
    let home = ProcessInfo.processInfo.environment["HOME"].flatMap { FilePath.real($0) }
    let holdsHome = home.map { ($0 + "/").hasPrefix(folder == "/" ? "/" : folder + "/") } ?? (folder == "/")
    if holdsHome || ["/tmp", "/etc", "/var"].contains(folder) {
      throw .notContainable(
        path: path,
        reason: "it could read all of its folder, which is '\(folder)'; move it to a folder of its own")
    }
  }
}

extension Container {
  /// Creates the container of a call of this program, which sees `paths` and what every run needs.
  ///
  /// - Parameters:
  ///   - limits: The limits of the call.
  ///   - moduleCache: The compiler's, which runs that are trusted have filled.
  init(
    readable paths: [String], _ limits: LimitOptions, moduleCache: String?, output: Output
  ) throws(NotebookError) {
    let libraries = try RunConfiguration.libraries()
    self.init(
      readable: [NBRun.executable, libraries.moduleFolder, try Toolchain.current().root] + paths
        + limits.allowRead.compactMap(FilePath.real),
      moduleCache: moduleCache, output: output, environment: Container.environment(limits),
      diskLimit: limits.diskLimit?.bytes ?? LimitOptions.containerDisk,
      timeLimit: (limits.timeLimit?.seconds ?? LimitOptions.containerTime) + Container.grace)
  }

  /// How much longer than the notebook's time limit a container lives, in seconds: for its page, and to print it.
  private static let grace = 150.0

  /// The variables that change how nbrun works, and those that the call allows.
  private static func environment(_ limits: LimitOptions) -> [String: String] {
    let all = ProcessInfo.processInfo.environment
    let own = [
      "NBRUN_KERNELS", "NBRUN_THREADS", "NBRUN_COMPILE_CELLS", "SLURM_CPUS_PER_TASK", "NO_COLOR",
      "LD_LIBRARY_PATH",
    ]
    let allowed = limits.allowEnv.flatMap { $0.split(separator: ",").map(String.init) }
    var environment = all.filter { own.contains($0.key) || allowed.contains($0.key) }
    // Results of an earlier run are taken from no cache, and none of a stranger's stays.
    environment["NBRUN_CACHE"] = ""
    // The control group, which may allow fewer than the machine has, is not seen in the container.
    environment["NBRUN_THREADS"] = environment["NBRUN_THREADS"] ?? "\(Kernels.threads)"
    return environment
  }
}
