internal import Display
internal import Foundation
internal import Notebooks

/// A notebook that is open in an editor: its text, its cells, and what is known of them.
final class EditedNotebook {
  /// What the editor calls the file.
  let uri: String
  /// Where the cells are files.
  let folder: TemporaryFolder
  private(set) var version: Int
  private(set) var notebook: Notebook
  private(set) var cells: [VirtualCell] = []
  private let path: String
  private let check: BackgroundCheck
  private let arguments: [String]
  private var text: EditedText
  private var findings = NotebookChecker.Findings()
  /// The latest messages on each cell, and the line on which it began then.
  private var shown: [Int: (findings: CellFindings, firstLine: Int)] = [:]
  private var lastMessages: [CellFindings.Message]?

  /// Opens the file `uri` with `text`; `report` is called on another thread.
  init(
    uri: String, text: String, version: Int, report: @escaping @Sendable (BackgroundCheck.Report) -> Void
  ) throws(NotebookError) {
    (self.uri, self.version, self.text) = (uri, version, EditedText(text))
    path = URL(string: uri)?.path ?? "notebook.md"
    let configuration = try RunConfiguration.beside(notebook: path, confinement: Confinement())
    folder = try TemporaryFolder()
    let checker = try NotebookChecker(configuration, folder: folder.path)
    arguments = checker.serverArguments
    check = BackgroundCheck(checker, report: report)
    notebook = MarkdownReader.read(text: text, path: path)
    read()
  }

  /// Ends what works in the background and removes the files.
  func close() {
    check.stop()
    folder.remove()
  }

  /// Takes in changes of the text.
  func change(_ changes: [JSON], version: Int) {
    for change in changes { text.apply(change) }
    self.version = version
    read()
  }

  /// Returns the answer to what the notebook's text alone can answer; nil for a question about Swift.
  func answer(_ method: String, _ parameters: JSON) -> JSON? {
    switch method {
    case "textDocument/documentSymbol": return .array(notebook.outline.map { $0.json(in: notebook.lines) })
    case "textDocument/foldingRange": return .array(notebook.foldableLines.map(\.foldJSON))
    case "textDocument/completion":
      guard let (line, column) = place(parameters.member("position")) else { return nil }
      if let completion = notebook.completion(line: line, column: column) {
        return completion.json(line: line)
      }
      return ServerAbilities.isAskedForNotebooks(parameters) ? .null : nil
    default: return nil
    }
  }

  /// Returns the cell whose Swift stands at `position`.
  func cell(at position: JSON?) -> VirtualCell? {
    guard let (line, column) = place(position) else { return nil }
    return cells.first { $0.contains(line: line, column: column) }
  }

  /// Returns the file that `cell` is for a language server.
  func file(of cell: VirtualCell) -> (path: String, text: String) {
    let imports = findings.imports[cell.cell.number] ?? ["import CNN"]
    // When a module has changed, so has the file that imports it, and nothing older is used.
    let mark = "// " + (findings.visible[cell.cell.number] ?? "")
    return ("\(folder.path)/\(cell.moduleName).swift", cell.text(imports: imports + [mark]))
  }

  /// Returns the number of the cell whose file `uri` is.
  func cellNumber(ofFile uri: String) -> Int? {
    guard let path = URL(string: uri)?.path, path.hasPrefix(folder.path + "/Cell_") else { return nil }
    return Int(path.dropFirst(folder.path.count + "/Cell_".count).prefix { $0.isNumber })
  }

  /// Returns the place where the variable at `position` is declared, in a cell before `cell` or the front matter.
  func declaration(seenFrom cell: VirtualCell, _ position: JSON?) -> JSON? {
    guard let (line, column) = place(position),
      let name = cell.name(line: line, column: column)
    else { return nil }
    let before = cells.prefix { $0 != cell }.filter(\.cell.options.runs)
    let place =
      before.reversed().lazy.compactMap { $0.declaration(ofVariable: name) }.first
      ?? notebook.frontMatter.parameters.first { $0.name == name }.map {
        ($0.location.line - 1, $0.location.column - 1)
      }
    guard let place else { return nil }
    func end(_ column: Int) -> JSON { .object(["line": .int(place.0), "character": .int(column)]) }
    let range = JSON.object(["start": end(place.1), "end": end(place.1 + name.utf16.count)])
    return .array([.object(["uri": .string(uri), "range": range])])
  }

  /// Returns how many lines further down the cell stands than when its module was made.
  func movedLines(ofCell number: Int) -> Int {
    guard let line = findings.firstLines[number],
      let cell = cells.first(where: { $0.cell.number == number })
    else { return 0 }
    return cell.firstLine - line
  }

  /// Takes in what was found; returns the messages on the whole file if they are others now.
  func take(_ report: BackgroundCheck.Report) -> [CellFindings.Message]? {
    guard report.version == version else { return nil }
    findings.imports.merge(report.findings.imports) { $1 }
    findings.firstLines.merge(report.findings.firstLines) { $1 }
    findings.visible.merge(report.findings.visible) { $1 }
    if report.isWhole { shown = [:] }
    var messages = CellFindings.messages(on: notebook.problems, in: notebook.lines)
    for cell in cells {
      let number = cell.cell.number
      if let found = report.findings.cells[number] { shown[number] = (found, cell.firstLine) }
      guard let (found, line) = shown[number] else { continue }
      messages += found.messages.map { message in
        var moved = message
        moved.line += cell.firstLine - line
        return moved
      }
    }
    guard messages != lastMessages else { return nil }
    lastMessages = messages
    return messages
  }

  /// Starts a language server for the cells.
  func startServer(
    _ executable: String, capabilities: JSON, handle: @escaping @Sendable (SwiftServer.Event) -> Void
  ) throws -> SwiftServer {
    try SwiftServer(
      executable: executable, folder: folder.path, arguments: arguments + ["-module-name", "Notebook"],
      capabilities: capabilities, handle: handle)
  }

  private func place(_ position: JSON?) -> (line: Int, column: Int)? {
    guard let line = position?.member("line")?.intValue, let column = position?.member("character")?.intValue
    else { return nil }
    return (line, column)
  }

  private func read() {
    notebook = MarkdownReader.read(text: text.text, path: path)
    notebook.root = ProjectDefaults.folder(above: FilePath.folder(of: path))
    notebook.apply(Variant.solution, keepsAnswers: true)
    cells = notebook.cells.map { VirtualCell($0, in: notebook.lines) }
    check.check(notebook, version: version)
  }
}
