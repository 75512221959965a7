internal import ArgumentParser
internal import Foundation
internal import Notebooks

/// Turns notebooks of other kinds into ours, and ours into others, without running them.
struct ConvertCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "convert", abstract: "Convert a notebook from or to another format, without running it.",
    discussion: """
      Reads Jupyter notebooks (.ipynb) and the markdown of nbrun, Jupytext and MyST. 'nbrun run --to' writes other \
      formats with outputs.
      """)

  /// What a notebook becomes: markdown for nbrun, or a format that needs no outputs.
  struct Target: ExpressibleByArgument {
    /// The format; nil for markdown for nbrun.
    var format: HandoutFormat?

    static let formats = HandoutFormat.all.filter { $0.convert != nil }
    static var allValueStrings: [String] { ["notebook"] + formats.map(\.name) }
    static let help =
      "notebook (markdown for nbrun), "
      + formats.map { "\($0.name) (\($0.summary))" }.joined(separator: ", ")

    init?(argument: String) {
      format = Target.formats.first { $0.name == argument }
      if format == nil, argument != "notebook" { return nil }
    }

    /// Takes the format whose files are named like the one at `path`.
    init(fileAt path: String) { format = Target.formats.first { path.hasSuffix(".\($0.fileExtension)") } }
  }

  @Argument(
    help: "The notebook to read; '-' is standard input.", completion: .file(extensions: ["md", "ipynb"]))
  var input: String

  @Option(
    name: .customLong("to"),
    help: "What to write: \(Target.help); without it the name of the file to write tells.")
  var target: Target?

  @Option(help: "Leave out what does not belong to this variant: student, solution, or instructor.")
  var variant: Variant?

  @Option(
    name: .shortAndLong, help: "The file to write; without it, or with '-', standard output.",
    completion: .file())
  var output: String?

  @OptionGroup
  var replacement: ReplacementOption

  func validate() throws {
    if output?.isEmpty == true { throw ValidationError("'--output' takes the path of a file") }
  }

  func run() throws {
    try exit { () throws(NotebookError) in
      var plan = OutputPlan(inputs: [input], replacesOthers: replacement.force)
      let output = output == "-" ? nil : output
      if let output { try plan.add(file: output, option: "--output") }
      let text = try converted()
      if let output { try HandoutWriter.write(text, to: output) } else { try StandardOutput.write(text) }
      return .succeeded
    }
  }

  private func converted() throws(NotebookError) -> String {
    let source = try NotebookSource.notebook(ofFileAt: input)
    var notebook = MarkdownReader.read(text: source.markdown, path: NotebookPath.shown(input))
    let format = (target ?? Target(fileAt: output ?? "")).format
    // Lines are those of the notebook that is written, where its author has to look.
    let place = format == nil ? output ?? "standard output" : notebook.path
    let printer = DiagnosticText(path: place, lines: notebook.lines, style: Console.style)
    let problems = (source.problems + notebook.problems).sorted {
      ($0.location?.line ?? 1) < ($1.location?.line ?? 1)
    }
    Console.write(problems.map(printer.text).joined())
    if let variant { notebook.apply(variant) }
    return try format?.convert?(notebook, NotebookRun.imports) ?? notebook.markdown
  }
}
