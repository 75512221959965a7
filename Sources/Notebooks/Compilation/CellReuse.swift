internal import Digest
internal import Foundation
internal import Synchronization

/// Cells that were compiled into the same folder before, and need not be again.
///
/// What the compiler makes of a cell follows from its source and the bytes of the modules that it sees. A module has the
/// same bytes as long as its interface is the same: whoever changes a number in a cell, or the body of a function, has
/// no cell below compiled again.
final class CellReuse: Sendable {
  /// A cell that lies in the folder.
  private struct Known: Sendable {
    var key: String
    var code: String
    var compiled: CompiledCell
    /// The line on which the cell began when it was compiled.
    var firstLine: Int
  }

  private let folder: String
  private let known = Mutex<[Int: Known]>([:])

  /// Creates a memory of what is compiled into `folder`.
  init(folder: String) { self.folder = folder }

  /// Returns the key of `cell`, which sees the modules of `earlier` cells.
  ///
  /// - Parameter countsLines: Whether an earlier cell may ask for the lines of those who call it.
  func key(of cell: Cell, after earlier: [CompiledCell], countsLines: Bool) -> String {
    let modules = earlier.flatMap { cell in
      [cell.moduleName, digest(ofModule: cell.moduleName)] + cell.imports
        + cell.declarations.map { "\($0.kind) \($0.name)" }
    }
    let line = cell.tellsLines(countsLines: countsLines) ? "\(cell.firstLine)" : ""
    return NotebookKeys.digest(modules + ["cell"] + cell.compiledTexts + ["line", line])
  }

  /// Whether `cell` will probably not be compiled, so that nobody needs to parse it.
  func isLikely(_ cell: Cell) -> Bool { known.withLock { $0[cell.number]?.code == cell.code } }

  /// Returns the cell as it was compiled under `key`; nil if that was another one.
  func take(_ cell: Cell, _ key: String) -> CompiledCell? {
    known.withLock { known in
      guard let found = known[cell.number], found.key == key else { return nil }
      var compiled = found.compiled
      compiled.moveLines(by: cell.firstLine - found.firstLine)
      return compiled
    }
  }

  /// Forgets `cell`, whose files are about to change.
  func forget(_ cell: Cell) { known.withLock { $0[cell.number] = nil } }

  /// Remembers that `cell` was compiled and linked under `key`.
  func keep(_ compiled: CompiledCell, of cell: Cell, _ key: String) {
    let firstLine = cell.firstLine - compiled.movedLines
    var atHome = compiled
    atHome.moveLines(by: -compiled.movedLines)
    atHome.movedLines = 0
    known.withLock {
      $0[cell.number] = Known(key: key, code: cell.code, compiled: atHome, firstLine: firstLine)
    }
  }

  private func digest(ofModule name: String) -> String {
    FileManager.default.contents(atPath: "\(folder)/\(name).swiftmodule").map { SHA256.text(of: $0) } ?? ""
  }
}

extension Cell {
  /// All of the cell that the compiler sees, without the lines on which it stands.
  var compiledTexts: [String] {
    ["\(number)", "\(indentation)", code] + (isSubmitted ? ["submitted"] : [])
      + inlineValues.map {
        "\($0.isExpectation) \($0.location.line - firstLine) \($0.location.column) \($0.expression)"
      }
  }

  /// Whether its lines are in what the compiler makes of it: those of its expectations, and whatever asks for lines.
  ///
  /// - Parameter countsLines: Whether an earlier cell may ask for the lines of those who call it.
  func tellsLines(countsLines: Bool) -> Bool {
    countsLines || code.contains("#") || code.contains("expect")
      || inlineValues.contains(where: \.isExpectation)
  }
}

extension CompiledCell {
  /// Tells of the cell, which has moved down by so many lines, at its new lines.
  mutating func moveLines(by lines: Int) {
    movedLines = lines
    warnings = warnings.map { warning in
      warning.moved { SourceLocation(line: $0.line + lines, column: $0.column) }
    }
    moveDeclarations(by: lines)
  }

  /// Tells of what it declares, which has moved down by so many lines, at its new lines.
  mutating func moveDeclarations(by lines: Int) {
    for index in declarations.indices { declarations[index].location.line += lines }
  }
}
