internal import Display
internal import Foundation

/// Compiled cells, cached by what was compiled.
final class CompiledCellCache: Sendable {
  private let folder: String
  private let keys: [Int: String]
  /// Whether what is compiled may be kept for other runs.
  private let storesNew: Bool

  /// Computes the keys of `groups`: each follows from the groups that it sees and its code.
  ///
  /// A group that moves is the same, unless its lines are in what the compiler made of it: those of its expectations,
  /// and whatever asks for lines, by an argument of its own or of what an earlier cell declares.
  init(folder: String, groups: [CellGroup], fileName: String, program: String, storesNew: Bool = true) {
    (self.folder, self.storesNew) = (folder, storesNew)
    var keys: [Int: String] = [:]
    var before = NotebookKeys.digest(["compiled", program, fileName])
    var countsLines = false
    for group in groups {
      let first = group.first.firstLine
      countsLines = countsLines || group.cells.contains { $0.code.contains("#") }
      // Cells of a group can only move together.
      let own =
        [before, "\(group.isOptimized)"]
        + group.cells.flatMap { $0.compiledTexts + ["\($0.firstLine - first)"] }
      let tellsLines = group.cells.contains { $0.tellsLines(countsLines: countsLines) }
      let key = NotebookKeys.digest(own + ["line", tellsLines ? "\(first)" : ""])
      keys[group.first.number] = key
      if group.isVisible { before = NotebookKeys.digest(own + [countsLines ? key : ""]) }
    }
    self.keys = keys
  }

  /// Puts the module and the library of `group` where `base` says; nil if they are not there.
  func restore(_ group: CellGroup, base: String) -> CompiledCell? {
    // What somebody has submitted is compiled by rules that the cache knows nothing of.
    guard !group.first.isSubmitted, let key = keys[group.first.number],
      let parts = CacheStore(folder: folder).entry(key),
      let module = parts["module"], let library = parts["library"], let facts = parts["facts"],
      var compiled = try? CompiledCell(
        record: facts, library: SwiftCompiler.library(base: base), firstLine: group.first.firstLine)
    else { return nil }
    compiled.moveLines(by: compiled.movedLines)
    do {
      try Data(module).write(to: URL(fileURLWithPath: base + ".swiftmodule"))
      try Data(library).write(to: URL(fileURLWithPath: compiled.library))
    } catch { return nil }
    return compiled
  }

  /// Stores the module and the library that `group` became.
  func store(_ compiled: CompiledCell, of group: CellGroup, base: String) {
    guard storesNew, !group.first.isSubmitted, let key = keys[group.first.number],
      let module = FileManager.default.contents(atPath: base + ".swiftmodule"),
      let library = FileManager.default.contents(atPath: compiled.library)
    else { return }
    CacheStore(folder: folder).store(
      [
        "module": [UInt8](module), "library": [UInt8](library),
        "facts": compiled.record(firstLine: group.first.firstLine),
      ], as: key)
  }
}

extension CompiledCell {
  /// What is known of the cell beside its files, as JSON text.
  fileprivate func record(firstLine: Int) -> [UInt8] {
    let declarations = declarations.map { JSON.array($0.row.map(JSON.string)) }
    let record = JSON.record([
      "module": .string(moduleName), "line": .int(firstLine), "imports": .array(imports.map(JSON.string)),
      "declarations": .array(declarations), "warnings": .array(warnings.map(\.record)),
    ])
    return Array(record.text.utf8)
  }

  fileprivate init(record bytes: [UInt8], library: String, firstLine: Int) throws {
    let record = RecordReader(try JSONParser.parse(bytes), path: "")
    self.init(
      moduleName: try record.text("module"), library: library, imports: try record.texts("imports"),
      declarations: try record.rows("declarations").compactMap { Declaration(row: $0) },
      warnings: try record.list("warnings").map { try Diagnostic($0) })
    movedLines = firstLine - (try record.integer("line"))
  }
}
