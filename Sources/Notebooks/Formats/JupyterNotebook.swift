internal import Display
internal import Foundation

/// Jupyter's format: nbformat 4.5.
public enum JupyterNotebook {
  /// Returns `notebook` with what its cells gave; without a result its cells have no outputs.
  ///
  /// What Jupyter has no place for, such as the front matter, goes where the import finds it again.
  public static func text(of notebook: Notebook, _ result: NotebookResult?) -> String {
    file(of: notebook, result, fileExtension: nil).text
  }

  /// Returns a run, for the output folder.
  static func file(of run: FinishedRun) -> ExportedFile {
    file(of: run.notebook, run.result, fileExtension: HandoutFormat.ipynb.fileExtension)
  }

  private static func file(
    of notebook: Notebook, _ result: NotebookResult?, fileExtension: String?
  ) -> ExportedFile {
    let isHandedOut = result == nil && notebook.variant == .student
    var writer = MarkdownWriter(
      notebook, result ?? NotebookResult(cells: []), for: result == nil ? .author : .jupyter,
      fileExtension: fileExtension,
      hidesAnswers: isHandedOut)
    let results = result?.cellsByNumber ?? [:]
    var cells: [JSON] = []
    if notebook.frontMatterLineCount > 0 {
      let lines = Array(notebook.lines.prefix(notebook.frontMatterLineCount))
      // A type that no converter shows.
      cells.append(cell("raw", "front-matter", lines, metadata: ["raw_mimetype": .string("text/x-yaml")]))
    }
    let title = writer.title()
    if !title.isEmpty { cells.append(added("title", title)) }
    let settings = settings(notebook.frontMatter)
    if !settings.isEmpty { cells.append(code(settings, of: notebook.frontMatter)) }
    var proseCount = 0
    for part in writer.parts.parts {
      switch part {
      case .cell(let cell, let lines):
        if cell.options.isLeftOut { continue }
        cells.append(
          code(cell, notebook.lines[lines.lowerBound - 1], results[cell.number], notebook, writer.prose))
      case .prose, .quiz:
        let range =
          switch part {
          case .prose(let range): range
          case .quiz(let quiz): quiz.lines.lowerBound..<quiz.lines.upperBound + 1
          case .cell: 1..<1
          }
        let written = notebook.lines[range.lowerBound - 1..<range.upperBound - 1].withoutBlankEnds
        if written.isEmpty { continue }
        // Without a run there are no values and no numbers; the answer to a question folds out all the same.
        let isShown = if case .quiz = part { true } else { result != nil }
        let shown = isShown ? writer.lines(of: part) : written
        if shown.isEmpty { continue }
        proseCount += 1
        // An import takes what was written, not what it gave.
        let origin: JSON = .object(["source": source(written), "shown": source(shown)])
        cells.append(
          cell(
            "markdown", "prose-\(proseCount)", shown,
            metadata: shown == written || isHandedOut ? [:] : ["nbrun": origin])
        )
      }
    }
    if !writer.works.isEmpty, result != nil {
      cells.append(added("references", writer.works))
    }
    return ExportedFile(json(cells).pretty() + "\n", files: writer.prose.files)
  }

  private static func json(_ cells: [JSON]) -> JSON {
    let language: JSON = .object([
      "file_extension": .string(".swift"), "mimetype": .string("text/x-swift"), "name": .string("swift"),
    ])
    let kernel: JSON = .object([
      "display_name": .string("Swift"), "language": .string("swift"), "name": .string("swift"),
    ])
    return .object([
      "cells": .array(cells),
      "metadata": .object(["kernelspec": kernel, "language_info": language]),
      "nbformat": .int(4), "nbformat_minor": .int(5),
    ])
  }

  /// A cell that an import leaves out, as long as it is what it was.
  private static func added(_ id: String, _ lines: [String]) -> JSON {
    let origin: JSON = .object(["source": source([]), "shown": source(lines)])
    return cell("markdown", id, lines, metadata: ["nbrun": origin])
  }

  private static func cell(_ kind: String, _ id: String, _ lines: [String], metadata: JSON.Members) -> JSON {
    .object([
      "cell_type": .string(kind), "id": .string(id), "metadata": .object(metadata), "source": source(lines),
    ])
  }

  /// Returns in Swift what the front matter says to cells, since kernels don't read it.
  private static func settings(_ frontMatter: FrontMatter) -> [String] {
    (frontMatter.seed == 0 ? [] : ["Randomness.seed = \(frontMatter.seed)"])
      + frontMatter.parameters.map(\.literalDeclaration)
  }

  /// A cell of `settings`, which an import leaves out as long as it is what it was, and where papermill finds parameters.
  private static func code(_ settings: [String], of frontMatter: FrontMatter) -> JSON {
    var metadata: JSON.Members = [
      "jupyter": .object(["source_hidden": .bool(true)]),
      "nbrun": .object(["source": source([]), "shown": source(settings)]),
    ]
    if !frontMatter.parameters.isEmpty {
      metadata.list.append(.init(key: "tags", value: .array([.string("parameters")])))
    }
    return .object([
      "cell_type": .string("code"), "execution_count": .null, "id": .string("settings"),
      "metadata": .object(metadata), "outputs": .array([]), "source": source(settings),
    ])
  }

  private static func code(
    _ cell: Cell, _ fence: String, _ result: CellResult?, _ notebook: Notebook, _ prose: ExportedProse
  ) -> JSON {
    let hasRun = result.map { $0.outcome != .notRun && $0.outcome != .skipped } ?? false
    var metadata: JSON.Members = [:]
    if fence != "```swift" { metadata = ["nbrun": .object(["fence": .string(fence)])] }
    var outputs: [JSON] = []
    // Expectations in a row are one list.
    var expectations: [Output] = []
    func endList() {
      outputs += JupyterOutput(notebook).json(ExpectationRows(expectations))
      expectations = []
    }
    for (index, output) in (result?.outputs ?? []).enumerated() {
      if case .expectation = output {
        expectations.append(output)
        continue
      }
      endList()
      let caption =
        if case .figure = output { prose.caption(.figure, ofOutput: index, in: cell) } else { String?.none }
      outputs += JupyterOutput(notebook).json(
        output, alternative: prose.alternative(of: cell), caption: caption)
    }
    endList()
    var lines = cell.lines.map(String.init)
    if notebook.variant == .student, let digest = cell.digestLine {
      lines.insert(digest, at: cell.optionLineCount)
    }
    return .object([
      "cell_type": .string("code"), "execution_count": hasRun ? .int(cell.number) : .null,
      "id": .string(String(cell.name.prefix(64))), "metadata": .object(metadata), "outputs": .array(outputs),
      "source": source(lines),
    ])
  }

  /// Lines as Jupyter keeps them: each with its end, apart from the last.
  private static func source(_ lines: [String]) -> JSON {
    .array(lines.enumerated().map { .string($0.element + ($0.offset < lines.count - 1 ? "\n" : "")) })
  }
}

extension HandoutFormat {
  /// A Jupyter notebook with outputs, nbformat 4.5.
  public static let ipynb = HandoutFormat(
    name: "ipynb", fileExtension: "ipynb", summary: "a Jupyter notebook",
    writing: .text { run throws(NotebookError) in JupyterNotebook.file(of: run) },
    convert: { notebook, _ throws(NotebookError) in JupyterNotebook.text(of: notebook, nil) })
}
