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
  /// Whom the handout is for.
  var variant = Variant.solution
  /// Whether the handout is printed as PDF too.
  var printsPDF = false

  /// Runs the notebook and writes its handout; returns how the run ended.
  func perform() throws(NotebookError) -> RunStatus {
    var notebook = try MarkdownReader.read(path: path)
    try notebook.apply(overrides)
    notebook.apply(variant)
    var console = ConsoleRecorder(destination: Console.destination, style: Console.style)
    var timing = TimingRecorder()
    let runner = Runner(configuration: try .beside(notebook: path)) { event in
      console.record(event)
      timing.record(event)
    }
    let result = try runner.run(notebook)
    let handout = HTMLHandout.render(notebook: notebook, result: result)
    report(handout.problems, of: notebook)
    let page = try HandoutWriter.write(html: handout.html, notebook: notebook, result: result, to: output)
    try timing.write(to: "\(output)/\(notebook.name)/run.json")
    print(page)
    if printsPDF { print(try PDFPrinter.print(page)) }
    // Prose that cannot be read, such as wrong TeX, is a fault of the notebook as much as a wrong option.
    let isProseWrong = handout.problems.contains { $0.severity == .error }
    return result.status == .succeeded && isProseWrong ? .usage : result.status
  }

  private func report(_ problems: [Diagnostic], of notebook: Notebook) {
    let text = DiagnosticText(path: notebook.path, lines: notebook.lines, style: Console.style)
    for problem in problems { Console.write(text.text(of: problem)) }
  }
}

extension RunConfiguration {
  /// Returns what runs the notebook at `path`: the toolchain there is, and this program as the worker.
  static func beside(notebook path: String) throws(NotebookError) -> RunConfiguration {
    let executable = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().path
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
    return RunConfiguration(
      toolchain: try .current(),
      libraries: try .besideProgram(
        at: executable, implicitImports: ["CNN"], hiddenModules: ["CPNG", "CZlib", "CFreeType", "CKernels"]),
      worker: (executable, [WorkerCommand.name]), folder: folder)
  }
}
