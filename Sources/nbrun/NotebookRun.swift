internal import Foundation
internal import Notebooks

/// One notebook on its way from markdown to handout.
struct NotebookRun {
  /// The path of the markdown file.
  var path: String
  /// The folder for the handout.
  var output: String
  /// Other values for its parameters.
  var overrides: [ParameterOverride] = []
  /// What to do with what earlier runs left.
  var cache = CacheUse()

  /// What a run gave, before anything is written.
  struct Execution {
    var notebook: Notebook
    var result: NotebookResult
    var html: String
    var timing: TimingRecorder
    var status: RunStatus
  }

  /// Runs the notebook and writes its handout; returns how the run ended.
  func perform() throws(NotebookError) -> RunStatus {
    let done = try execute()
    try write(done)
    return done.status
  }

  /// Runs the notebook and renders its handout.
  func execute() throws(NotebookError) -> Execution {
    var notebook = try MarkdownReader.read(path: path)
    try notebook.apply(overrides)
    var console = ConsoleRecorder(destination: Console.destination, style: Console.style)
    var timing = TimingRecorder()
    let runner = Runner(configuration: try .forNotebook(at: path, cache: cache)) { event in
      console.record(event)
      timing.record(event)
    }
    let result = try runner.run(notebook)
    let handout = HTMLHandout.render(notebook: notebook, result: result)
    report(handout.problems, of: notebook)
    // Prose that cannot be read, such as wrong TeX, is a fault of the notebook as much as a wrong option.
    let isProseWrong = handout.problems.contains { $0.severity == .error }
    return Execution(
      notebook: notebook, result: result, html: handout.html, timing: timing,
      status: result.status == .succeeded && isProseWrong ? .usage : result.status)
  }

  /// Writes the handout, its parts, and the durations.
  func write(_ done: Execution) throws(NotebookError) {
    let page = try HandoutWriter.write(
      html: done.html, notebook: done.notebook, result: done.result, to: output)
    try done.timing.write(to: "\(output)/\(done.notebook.name)/run.json")
    print(page)
  }

  private func report(_ problems: [Diagnostic], of notebook: Notebook) {
    let text = DiagnosticText(path: notebook.path, lines: notebook.lines, style: Console.style)
    for problem in problems { Console.write(text.text(of: problem)) }
  }
}
