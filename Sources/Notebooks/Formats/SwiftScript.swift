/// The cells of a notebook as one Swift file: the code without the prose.
public enum SwiftScript {
  /// Returns the cells that run as top-level code that begins with `imports`.
  ///
  /// The last expression of a cell is shown by `display`, as in the notebook. Cells that are there to fail are left
  /// out, since the file has to compile.
  ///
  /// - Throws: `NotebookError.notAScript` when two cells declare the same name, which one file cannot do.
  public static func text(
    of notebook: Notebook, imports: [String], toolchain: Toolchain
  ) throws(NotebookError) -> String {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    let compiler = SwiftCompiler(
      toolchain: toolchain,
      libraries: .init(implicitImports: [], hiddenModules: [], moduleFolder: folder.path),
      folder: folder.path, fileName: notebook.fileName, timeout: notebook.frontMatter.compileTimeout)
    var text = "// The cells of \(notebook.fileName), written by nbrun.\n"
    text += imports.map { "import \($0)\n" }.joined()
    let cells = [notebook.literalParameterCell].compactMap(\.self) + notebook.fencedCells
    var lines: [String: Int] = [:]
    let shown = cells.filter { $0.options.runs && $0.options.expectedFailure == nil }
    for (cell, outline) in zip(shown, try CellParser(compiler).outlines(of: shown[...])) {
      let line = cell.start.line
      for declaration in outline?.declarations ?? [] {
        // Functions may share a name; whether these can is for the compiler to say.
        guard declaration.isImportable, declaration.kind != "func" else { continue }
        if let earlier = lines[declaration.name] {
          throw .notAScript(
            path: notebook.path, line: line, name: declaration.name, earlier: earlier)
        }
        lines[declaration.name] = line
      }
      text += "\n// \(cell.name), line \(cell.firstLine)\n" + code(of: cell, outline)
    }
    return text
  }

  private static func code(of cell: Cell, _ outline: CellOutline?) -> String {
    let bytes = Array(cell.code.utf8)
    let options = cell.lines.prefix(cell.optionLineCount).reduce(0) { $0 + $1.utf8.count + 1 }
    func text(_ range: Range<Int>) -> String {
      range.isEmpty ? "" : String(decoding: bytes[range], as: UTF8.self)
    }
    guard let last = outline?.lastExpression, (options...bytes.count).contains(last.offset) else {
      return text(min(options, bytes.count)..<bytes.count) + "\n"
    }
    let before = text(options..<last.offset)
    let end = last.end ?? bytes.count
    let (expression, behind) = (
      text(last.offset..<end), end < bytes.count ? text(end..<bytes.count) + "\n" : ""
    )
    return before + (last.isShown ? "display(\n\(expression)\n)\n" : "_ = \(expression)\n") + behind
  }
}

extension HandoutFormat {
  /// The cells as one Swift file.
  public static let swift = HandoutFormat(
    name: "swift", fileExtension: "swift", summary: "the cells alone",
    writing: .text { run throws(NotebookError) in
      ExportedFile(try SwiftScript.text(of: run.notebook, imports: run.imports, toolchain: .current()))
    },
    convert: { notebook, imports throws(NotebookError) in
      try SwiftScript.text(of: notebook, imports: imports, toolchain: .current())
    })
}
