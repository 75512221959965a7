internal import Foundation
internal import Notebooks

/// Several notebooks of one call, one after the other or some at a time.
struct Batch {
  /// The notebooks, in order.
  let paths: [String]
  /// How to run them.
  let options: NotebookOptions
  /// The command that this call is, such as `check`, and its own options.
  let command: [String]
  /// The folder for the pages of reviews; nil for none.
  var review: String?

  /// What became of one notebook.
  struct Entry {
    var path: String
    /// Nil if it was not started.
    var status: RunStatus?
    var seconds = 0.0
  }

  /// Runs every notebook by `perform` and returns the worst status.
  ///
  /// With more than one job, or in containers, each notebook gets a process of its own, whose messages appear as a whole
  /// and in order.
  func run(_ perform: (String) throws(NotebookError) -> RunStatus) throws(NotebookError) -> RunStatus {
    let entries =
      if isContained { try runContained() } else if options.jobs > 1 && paths.count > 1 {
        try runAtATime()
      } else { runInOrder(perform) }
    if entries.count > 1, !options.quiet {
      Console.write(BatchSummary.text(of: entries, style: Console.style))
    }
    return entries.compactMap(\.status).worst ?? .succeeded
  }

  private func runInOrder(_ perform: (String) throws(NotebookError) -> RunStatus) -> [Entry] {
    var entries = paths.map { Entry(path: $0) }
    for (index, path) in paths.enumerated() {
      let start = ContinuousClock.now
      let outcome = Result { () throws(NotebookError) in try perform(path) }
      switch outcome {
      case .success(let status): entries[index].status = status
      case .failure(let error):
        Console.write(error.message + "\n")
        entries[index].status = .usage
      }
      entries[index].seconds = Batch.seconds(since: start)
      let status = entries[index].status
      if status == .interrupted || options.failFast && status != .succeeded { break }
    }
    return entries
  }

  private var isContained: Bool { options.settings.limits.startsContainers }

  private func runAtATime() throws(NotebookError) -> [Entry] {
    let command = command + (review.map { ["--review", $0] } ?? [])
    let jobs = paths.indices.map { index in
      ProcessPool.Job(
        id: index, executable: NBRun.executable,
        arguments: command + ["--output", options.output] + arguments + ["--", paths[index]])
    }
    return try run(jobs) { outcome in (outcome.status, outcome.messages, outcome.output) }
  }

  private func runContained() throws(NotebookError) -> [Entry] {
    let temporary = try TemporaryFolder()
    defer { temporary.remove() }
    let moduleCache = try RunConfiguration.beside(notebook: paths[0], confinement: Confinement())
      .filledModuleCache()
    var notebooks: [ContainedNotebook] = []
    for (index, path) in paths.enumerated() {
      notebooks.append(
        try ContainedNotebook(path, options, in: "\(temporary.path)/\(index)", moduleCache: moduleCache))
    }
    let jobs = notebooks.enumerated().map { index, notebook in
      notebook.job(index, command, review: review, arguments: arguments)
    }
    return try run(jobs) { outcome in
      do throws(NotebookError) {
        return try notebooks[outcome.id].take(outcome, storesHandout: command[0] != "check", review: review)
      } catch {
        return (.usage, outcome.messages + error.message + "\n", "")
      }
    }
  }

  /// Runs `jobs`, the longest first; `take` says how each ended, and what it said.
  private func run(
    _ jobs: [ProcessPool.Job],
    _ take: (ProcessPool.Outcome) -> (status: RunStatus, messages: String, output: String)
  ) throws(NotebookError) -> [Entry] {
    try options.settings.parameters.checkFiles()
    let longestFirst = paths.indices.sorted { recordedSeconds(paths[$0]) > recordedSeconds(paths[$1]) }
    var entries = paths.map { Entry(path: $0) }
    var finished: [Int: (messages: String, output: String)] = [:]
    var next = 0
    try ProcessPool(width: options.jobs, jobs: longestFirst.map { jobs[$0] }).run { outcome in
      let (status, messages, output) = take(outcome)
      entries[outcome.id].status = status
      entries[outcome.id].seconds = outcome.seconds
      finished[outcome.id] = (messages, output)
      while let ready = finished.removeValue(forKey: next) {
        Console.write(ready.messages)
        StandardOutput.passOn(ready.output)
        next += 1
      }
      return status != .interrupted && !(options.failFast && status != .succeeded)
    }
    for index in finished.keys.sorted() {
      Console.write(finished[index]?.messages ?? "")
      StandardOutput.passOn(finished[index]?.output ?? "")
    }
    return entries
  }

  /// The options of this call that each notebook's own needs.
  private var arguments: [String] {
    ["--root", options.layout.root, "--compilers", "\(compilersAtOnce)"]
      + options.target.replacement.arguments
      + options.settings.arguments
      + (options.quiet ? ["--quiet"] : []) + (options.verbose ? ["--verbose"] : [])
  }

  /// How many compilers may work on each notebook while the others run.
  private var compilersAtOnce: Int {
    options.compilers ?? RunConfiguration.compilersAtOnce(notebooksAtOnce: min(options.jobs, paths.count))
  }

  /// How long the notebook took when it ran last; very long if nobody knows.
  private func recordedSeconds(_ path: String) -> Double {
    RunRecorder.seconds(inFileAt: options.files(of: path).run) ?? .infinity
  }

  private static func seconds(since start: ContinuousClock.Instant) -> Double {
    let duration = (ContinuousClock.now - start).components
    return Double(duration.seconds) + Double(duration.attoseconds) * 1e-18
  }
}
