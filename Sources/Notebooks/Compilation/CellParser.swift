internal import Foundation

/// Asks the compiler's own parser what cells declare and what they end with.
struct CellParser: Sendable {
  private let compiler: SwiftCompiler

  /// Creates a parser that is called as `compiler` is.
  init(_ compiler: SwiftCompiler) { self.compiler = compiler }

  /// Returns what the parser sees in `cell`; nil if it cannot be parsed, or is made of expressions only.
  ///
  /// Such a cell goes to the compiler as it is, whose errors are better.
  func outline(of cell: Cell, within budget: CompileBudget) throws(NotebookError) -> CellOutline? {
    if cell.isInline { return nil }
    let path = compiler.base(of: cell) + "-parsed.swift"
    try compiler.write(cell.code, to: path)
    let dump = try dump(path, within: budget)
    // A syntax error, which the compiler itself explains better.
    if dump.termination == .exited(status: 1), !dump.isTimedOut { return nil }
    if cell.code.contains("#if"), let outline = try outlineOfConditions(of: cell, path, within: budget) {
      return outline
    }
    return CellOutline(parseDump: dump.succeeded ? dump.standardOutput : "", of: cell)
  }

  /// Returns what the parser sees in each of `cells`, by few calls: starting the compiler takes most of one.
  ///
  /// The cells stand in one file, with a declaration between any two that ends whatever is not ended. If the parser does
  /// not find these where they stand, or an error, the cells are divided.
  func outlines(of cells: ArraySlice<Cell>) throws(NotebookError) -> [CellOutline?] {
    guard let first = cells.first else { return [] }
    if cells.count == 1 { return [try outline(of: first, within: compiler.budget(for: first))] }
    var text = ""
    var ranges: [Range<Int>] = []
    for cell in cells {
      let start = text.utf8.count
      // What an inline value is may be anything, and nobody asks.
      if !cell.isInline { text += cell.code }
      ranges.append(start..<text.utf8.count)
      text += CellParser.separator
    }
    let path = compiler.base(of: first) + "-parsed.swift"
    try compiler.write(text, to: path)
    let run = try dump(path, within: compiler.budget(for: CellGroup(Array(cells), isOptimized: false)))
    if run.succeeded, let dump = CompilerDump(run.standardOutput), let parts = dump.parts(ranges) {
      return try zip(cells, parts).map { cell, part throws(NotebookError) in
        if cell.isInline { return nil }
        return cell.code.contains("#if")
          ? try outline(of: cell, within: compiler.budget(for: cell)) : CellOutline(part, of: cell)
      }
    }
    let middle = cells.startIndex + cells.count / 2
    return try outlines(of: cells[..<middle]) + outlines(of: cells[middle...])
  }

  /// What stands behind each cell.
  private static let separator = "\nenum __End {}\n"

  private func dump(_ path: String, within budget: CompileBudget) throws(NotebookError) -> Tool.Run {
    try compiler.run(
      ["-dump-parse", "-dump-ast-format", "json", path] + Toolchain.dialect, within: budget)
  }

  /// Returns what is seen in `cell`, the file at `path`, with what `#if` holds, which the parser's dump leaves out.
  ///
  /// The typed dump has it, also of a cell whose names mean nothing without the earlier ones; nil if there is none.
  private func outlineOfConditions(
    of cell: Cell, _ path: String, within budget: CompileBudget
  ) throws(NotebookError) -> CellOutline? {
    let dump = try compiler.run(
      ["-dump-ast", "-dump-ast-format", "json", path] + compiler.languageArguments
        + compiler.typeCheckerArguments(of: cell), within: budget)
    let outline = CellOutline(parseDump: dump.standardOutput, of: cell)
    return outline.isReadable ? outline : nil
  }
}
