internal import Foundation
internal import Notebooks

/// The notebook by which submissions are graded, after it has passed its own expectations.
struct GradedMaster {
  /// What it asks for.
  let plan: GradingPlan
  /// A text that is another one whenever something is that grades depend on, besides submissions and the call's options.
  let key: String
  private let reference: GradingReference
  private let notebook: Notebook
  private let workspace: GradingWorkspace
  /// The compiler's, which containers only read.
  private let moduleCache: String?

  /// Reads and runs the notebook at `path`, and prepares `workspace` for submissions; nil, after messages, if they cannot be
  /// graded by it.
  ///
  /// - Parameters:
  ///   - others: Folders that submissions must not see.
  ///   - status: How the call ends if there is no master.
  init?(
    _ path: String, besides others: [String], in workspace: GradingWorkspace, status: inout RunStatus
  ) throws(NotebookError) {
    status = .usage
    self.workspace = workspace
    var original = try MarkdownReader.read(path: path)
    original.apply(.solution)
    var master = MarkdownReader.read(text: original.textWithoutAnswers, path: path)
    master.apply(.solution)
    plan = GradingPlan(of: master)
    let messages = DiagnosticText(path: path, lines: original.lines, style: Console.style)
    func refuses(_ problems: [Diagnostic]) -> Bool {
      for problem in problems { Console.write(messages.text(of: problem)) }
      return problems.contains { $0.severity == .error }
    }
    let isWrong = refuses(original.problems)
    guard !refuses(isWrong ? [] : plan.problems), !isWrong else { return nil }

    var solved = master
    solved.submitSolutions(plan)
    let configuration = try workspace.configuration(
      of: solved, nil, confinement: Confinement(),
      compilersAtOnce: RunConfiguration.compilersAtOnce())
    var found: [Diagnostic] = []
    let result = try Runner(configuration: configuration) { event in
      guard case .cellFinished(_, let result, _) = event, result.outcome.status != .succeeded else { return }
      for case .diagnostic(let problem) in result.outputs where problem.severity == .error {
        found.append(problem)
      }
    }.run(solved)
    if result.status == .interrupted { status = .interrupted }
    reference = GradingReference(result, of: master, plan)
    guard !refuses(reference.problems + found) else { return nil }

    notebook = master
    moduleCache = try configuration.filledModuleCache()
    try workspace.store(reference)
    let copy = "\(workspace.notebookFolder)/\(FilePath.name(of: path))"
    try HandoutWriter.write(master.textWithoutSolutions, to: copy)
    try workspace.copyFiles(beside: path, besides: others)
    let defaults = ProjectDefaults.files(above: FilePath.folder(of: path)).map { ($0, $0) }
    key = GradingRecord.key(
      of: [configuration.identity, original.lines.joined(separator: "\n")],
      files: workspace.notebookFiles.merging(defaults) { $1 })
    // Its formulas and colors are made once.
    var shown = try MarkdownReader.read(path: copy)
    shown.apply(.solution)
    let other = try workspace.configuration(
      of: shown, nil, confinement: Confinement(), compilersAtOnce: 1)
    _ = HTMLHandout.render(notebook: shown, result: result, cache: MarkupCache(of: shown, other))
  }

  /// What its handouts are called.
  var name: String { notebook.name }
  /// The file name of each of their pages.
  var page: String { "\(name).html" }
  /// What it is about.
  var title: String { notebook.frontMatter.title ?? notebook.name }

  /// Returns the process that grades the submission in the file at `path`, in a sandbox.
  func job(
    _ id: Int, submission path: String, _ limits: LimitOptions, compilersAtOnce: Int
  ) throws(NotebookError) -> ProcessPool.Job {
    let submission = NotebookFolder.realPath(path)
    var (output, container): (String, Container?) = (output(of: id), nil)
    if limits.startsContainers {
      try HandoutWriter.createFolder(output)
      container = try Container(
        readable: workspace.readable + [submission], limits, moduleCache: moduleCache,
        output: (output, GradedMaster.outputInside))
      output = GradedMaster.outputInside
    }
    return ProcessPool.Job(
      id: id, executable: NBRun.executable,
      arguments: [
        SubmissionCommand.name, "\(workspace.notebookFolder)/\(notebook.fileName)", submission, "--workspace",
        workspace.folder, "--output", output, "--compilers", "\(compilersAtOnce)",
      ] + limits.arguments + (container == nil ? [] : limits.argumentsInside),
      container: container)
  }

  /// The folder for the handout, as a process in a container sees it.
  private static let outputInside = "/nbrun"

  private func output(of id: Int) -> String { "\(workspace.folder)/output-\(id)" }

  /// Grades what an earlier call has stored of a submission in `files`; nil if that cannot be read.
  func grade(stored files: HandoutFiles) -> Grade? {
    (try? HandoutWriter.read(name: name, in: files.folder)).map {
      Grade($0, plan, reference, cells: notebook.cells)
    }
  }

  /// Takes the handout that a process has made of the submission at `path` to `files`, and grades what it says.
  func grade(
    _ outcome: ProcessPool.Outcome, submission path: String, into files: HandoutFiles
  ) throws(NotebookError) -> (Grade, hasPage: Bool, note: String) {
    let (folder, clean) = (output(of: outcome.id), output(of: outcome.id) + "-clean")
    defer { for folder in [folder, clean] { try? FileManager.default.removeItem(atPath: folder) } }
    guard outcome.status == .succeeded else {
      let ending: Grade.Ending =
        switch outcome.status {
        case .usage: .unreadable
        case .timedOut, .limitExceeded: .timedOut
        default: .crashed
        }
      let reason = outcome.messages.split(separator: "\n").first.map(String.init) ?? ""
      return (
        Grade(plan, ending: ending), false,
        reason.replacing(NotebookFolder.realPath(path), with: path)
      )
    }
    let found = HandoutFiles(of: notebook, in: clean)
    let result = Result { () throws(NotebookError) in
      try ContainerOutput.take(HandoutFiles(of: notebook, in: folder), to: found)
      return try HandoutWriter.read(name: name, in: clean)
    }
    switch result {
    case .success(let result):
      try HandoutWriter.copy(found, to: files)
      return (Grade(result, plan, reference, cells: notebook.cells), true, "")
    case .failure(let error):
      // What the process of one submission leaves is no reason to end the grading of the others.
      return (Grade(plan, ending: .crashed), false, "its handout cannot be used: \(error.message)")
    }
  }
}

extension GradingWorkspace {
  /// Copies what is beside the notebook at `path` and in folders there, without other notebooks and hidden files.
  fileprivate func copyFiles(beside path: String, besides others: [String]) throws(NotebookError) {
    let source = NotebookFolder.realPath(FilePath.folder(of: path))
    let excluded = Set(others.map(NotebookFolder.realPath))
    let manager = FileManager.default
    guard let found = manager.enumerator(atPath: source) else { return }
    var size = 0
    while let name = found.nextObject() as? String {
      let full = "\(source)/\(name)"
      if FilePath.name(of: name).hasPrefix(".") || excluded.contains(full) {
        found.skipDescendants()
        continue
      }
      let type = found.fileAttributes?[.type] as? FileAttributeType
      guard type == .typeRegular, !NotebookPath.isMarkdown(name), !name.lowercased().hasSuffix(".ipynb")
      else { continue }
      size += found.fileAttributes?[.size] as? Int ?? 0
      guard size <= GradingWorkspace.largest else {
        throw .unreadable(
          path: source,
          reason:
            "the files beside the notebook take more than \(ByteCount.text(GradingWorkspace.largest)), and each "
            + "submission could read them; keep the notebook in a folder with only what it needs")
      }
      let copy = "\(notebookFolder)/\(name)"
      do {
        try manager.createDirectory(atPath: FilePath.folder(of: copy), withIntermediateDirectories: true)
        try manager.copyItem(atPath: full, toPath: copy)
      } catch { throw .unwritable(path: copy, reason: "it cannot be copied from \(full)") }
    }
  }

  /// The most that the files beside a notebook may take.
  private static let largest = 1 << 30
}
