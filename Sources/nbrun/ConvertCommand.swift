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

  /// What a notebook becomes.
  enum Target: String, CaseIterable, ExpressibleByArgument {
    case notebook, ipynb, swift
  }

  @Argument(
    help: "The notebook to read; '-' is standard input.", completion: .file(extensions: ["md", "ipynb"]))
  var input: String

  @Option(
    name: .customLong("to"),
    help: "What to write: notebook (markdown for nbrun), ipynb (without outputs), or swift (the cells alone)."
  )
  var target = Target.notebook

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
    let markdown = try NotebookSource.markdown(ofFileAt: input)
    var notebook = MarkdownReader.read(text: markdown, path: NotebookPath.shown(input))
    if let variant { notebook.apply(variant) }
    switch target {
    case .notebook: return notebook.markdown
    case .ipynb: return JupyterNotebook.text(of: notebook, nil)
    case .swift: return try SwiftScript.text(of: notebook, imports: ["CNN"], toolchain: .current())
    }
  }
}
