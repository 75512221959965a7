internal import ArgumentParser
internal import Foundation
internal import Notebooks

/// Grades one submission: what `nbrun grade` starts in a sandbox for each of them.
struct SubmissionCommand: ParsableCommand {
  /// The argument that makes `nbrun` do so.
  static let name = "grade-submission"

  static let configuration = CommandConfiguration(
    commandName: name, abstract: "Grades one submission for another nbrun.", shouldDisplay: false)

  @Argument(help: "The notebook with the exercises, without solutions.")
  var master: String

  @Argument(help: "The submission.")
  var submission: String

  @Option(help: "What 'nbrun grade' has prepared.")
  var workspace: String

  @Option(help: "The folder for the handout.")
  var output: String

  @Option(help: "How many compilers work on it at once.")
  var compilers: Int

  @OptionGroup
  var limits: LimitOptions

  func run() throws {
    try exit { () throws(NotebookError) in
      let workspace = GradingWorkspace(folder: workspace)
      var notebook = try MarkdownReader.read(path: master)
      notebook.apply(.solution)
      let plan = GradingPlan(of: notebook)
      notebook.take(try Submission(ofFileAt: submission), plan)
      let reference = try workspace.reference()
      let configuration = try workspace.configuration(
        of: notebook, reference, confinement: try limits.confinement(), compilersAtOnce: compilers)
      var run = GradingRun(notebook, plan, configuration)
      let result = try run.run()
      notebook.grade = Grade(result, plan, reference, cells: notebook.cells)
      let page = HTMLHandout.render(
        notebook: notebook, result: result, cache: MarkupCache(of: notebook, configuration))
      try HandoutWriter.write(page, notebook: notebook, result: result, to: output)
      return .succeeded
    }
  }
}

/// The folder of one call of `nbrun grade`: what all submissions need, and only that.
///
/// | in the folder | what it is |
/// |---|---|
/// | `notebook/` | the master without solutions and answers, and the files beside it |
/// | `cache/` | what the run of the master has compiled |
/// | `interfaces/` | what its solutions declare |
/// | `reference.json` | which expectations have to pass |
struct GradingWorkspace {
  /// Where it is.
  let folder: String

  /// The folder of the notebook.
  var notebookFolder: String { folder + "/notebook" }
  /// The files in it, by their names from there on.
  var notebookFiles: [String: String] {
    let names = FileManager.default.subpaths(atPath: notebookFolder) ?? []
    return Dictionary(uniqueKeysWithValues: names.map { ($0, "\(notebookFolder)/\($0)") })
  }
  /// What the process of a submission reads.
  var readable: [String] { [notebookFolder, cache, interfaces, referencePath] }
  /// What submissions may use of earlier work.
  private var cache: String { folder + "/cache" }
  private var interfaces: String { folder + "/interfaces" }
  private var referencePath: String { folder + "/reference.json" }

  /// Returns how `notebook` is run: with a submission, which is compared with `reference`, or the master itself.
  ///
  /// Only the master's own run leaves something for others.
  func configuration(
    of notebook: Notebook, _ reference: GradingReference?, confinement: Confinement, compilersAtOnce: Int
  ) throws(NotebookError) -> RunConfiguration {
    var compilation = CompilationChoices()
    compilation.interfaces = ExerciseInterfaces(in: interfaces, reference, of: notebook)
    var configuration = try RunConfiguration.beside(
      notebook: notebook.path, confinement: confinement, compilersAtOnce: compilersAtOnce,
      compilation: compilation)
    (configuration.cacheFolder, configuration.storesResults) = (cache, reference == nil)
    // An answer could look up what is expected of it.
    configuration.hidesNotebook = reference != nil
    return configuration
  }

  /// Returns the expectations that have to pass.
  func reference() throws(NotebookError) -> GradingReference { try GradingReference(fileAt: referencePath) }

  /// Writes down the expectations that have to pass.
  func store(_ reference: GradingReference) throws(NotebookError) {
    try HandoutWriter.write(reference.record, to: referencePath)
  }
}
