internal import Foundation

/// What helps to write the next cell.
extension InteractiveSession {
  /// Whether code can be run as it is.
  package enum Completeness: Equatable {
    case complete
    /// More lines have to follow, the next one indented by so many blanks.
    case incomplete(indentation: Int)
    case invalid
  }

  /// Returns whether `code` can be run, as a console asks before it takes Return for the end of a cell.
  package func completeness(of code: String) throws(NotebookError) -> Completeness {
    let compiler = compiler()
    let path = folder.path + "/complete.swift"
    try compiler.write(code, to: path)
    let budget = compiler.budget(for: Cell(number: 0, code: code, firstLine: 1))
    let run = try compiler.run(
      ["-parse", path, "-diagnostic-style", "llvm", "-no-color-diagnostics"] + Toolchain.dialect,
      within: budget)
    if run.succeeded { return .complete }
    // Where something is missing is behind the last word, or in the line below it.
    let lastLine = code.trimmingSpaces.utf8.count { $0 == UInt8(ascii: "\n") } + 1
    let lastColumn = code.trimmingSpaces.utf8.reversed().prefix { $0 != UInt8(ascii: "\n") }.count
    let errors = run.standardError.matches(of: /(?m):(\d+):(\d+): error: (.*)$/)
    let isOpen = errors.contains { error in
      let (line, column) = (Int(error.1) ?? 0, Int(error.2) ?? 0)
      return line > lastLine || line == lastLine && column > lastColumn
        || error.3.contains("unterminated") && code.contains("\"\"\"")
        || error.3.contains("unterminated '/*'")
    }
    let depth = SwiftTokens(code[...]).tokens.reduce(0) { depth, token in
      ["(", "[", "{"].contains(token) ? depth + 1 : [")", "]", "}"].contains(token) ? depth - 1 : depth
    }
    return isOpen || depth > 0 ? .incomplete(indentation: 2 * max(depth, 0)) : .invalid
  }

  /// What a language server needs to understand a cell that comes next.
  package struct Editing: Sendable {
    /// Where the server keeps its files.
    package let folder: String
    /// The options with which it understands Swift.
    package let arguments: [String]
    /// A line to stand above the code.
    package let header: String
  }

  /// Returns what a language server needs now.
  package func editing() throws(NotebookError) -> Editing {
    let path = folder.path + "/editing"
    try AtomicFile.createFolder(path)
    let header = CellSource.serverHeader(configuration.libraries.implicitImports, after: modules.cells)
    return Editing(
      folder: path, arguments: compiler().serverArguments, header: header.joined(separator: "; "))
  }
}
