internal import Foundation
internal import Glibc

/// The cells whose declarations later cells of a session see.
///
/// Swift knows one conformance of a type to a protocol in all modules that it loads, and a cell loads those of all earlier
/// ones. Where a cell declares a conformance again, the module of the earlier cell is therefore made again without it; the
/// library, which is loaded already, stays as it is.
struct SessionModules {
  /// The cells, in the order in which they ran.
  private(set) var cells: [CompiledCell] = []
  /// The conformances that the modules in use do not have any more, by the names of the modules.
  private var withdrawn: [String: [Declaration]] = [:]
  /// What was before the latest withdrawal, which is not final yet, and the modules that were put aside for it.
  private var before: (cells: [CompiledCell], withdrawn: [String: [Declaration]], modules: [String])?

  /// Adds a cell that has succeeded, and makes the withdrawals for it final.
  mutating func add(_ cell: CompiledCell) {
    cells.append(cell)
    before = nil
  }

  /// Takes back the withdrawals for a cell that has failed.
  mutating func restore() {
    guard let before else { return }
    for path in before.modules { rename(SessionModules.aside(path), path) }
    (cells, withdrawn, self.before) = (before.cells, before.withdrawn, nil)
  }

  /// Makes the modules of earlier cells again without the conformances that a cell with `outline` declares.
  ///
  /// Where the compiler refuses that, the module stays, and the compiler refuses the cell.
  mutating func withdrawConformances(
    declaredBy outline: CellOutline, _ compiler: SwiftCompiler, within budget: CompileBudget
  ) throws(NotebookError) {
    let pairs = outline.conflicts(with: cells).filter { $0.new.kind == "conformance" && $0.old.isInExtension }
    guard !pairs.isEmpty else { return }
    before = (cells, withdrawn, [])
    for index in Set(pairs.map(\.index)).sorted() {
      let name = cells[index].moduleName
      let old = pairs.filter { $0.index == index }.map(\.old)
      let path = "\(compiler.folder)/\(name).swiftmodule"
      let draft = "\(path)-draft"
      let all = withdrawn[name, default: []] + old
      guard try compiler.makeModule(of: cells[index], without: all, at: draft, within: budget)
      else { continue }
      rename(path, SessionModules.aside(path))
      rename(draft, path)
      before?.modules.append(path)
      cells[index].declarations.removeAll(where: old.contains)
      withdrawn[name] = all
    }
  }

  /// Returns `messages` with a note at each that is about a value of a type that a cell has declared again since.
  func explaining(_ messages: [Diagnostic]) -> [Diagnostic] {
    messages.map { message in
      guard message.severity == .error, let type = redeclaredType(in: message.message) else { return message }
      var explained = message
      explained.notes.append(
        Diagnostic(
          .note,
          "'\(type.name)' was declared again here; a value that was made before keeps the earlier type until its cell "
            + "runs again", at: type.location))
      return explained
    }
  }

  /// The latest declaration of a type of which `message` says what does not hold for each of them; nil if there is none.
  private func redeclaredType(in message: String) -> Declaration? {
    let declarations = cells.flatMap(\.declarations)
    let name: Substring
    if let match = message.firstMatch(of: /type '(\w+)' has no member '(\w+)'/) {
      guard declarations.contains(where: { $0.owner == match.1 && $0.name == match.2 }) else { return nil }
      name = match.1
    } else if let match = message.firstMatch(of: /'(\w+) of cell/) {
      name = match.1
    } else {
      return nil
    }
    let types = declarations.filter { $0.isTopLevelType && $0.name == name }
    return types.count > 1 ? types.last : nil
  }

  private static func aside(_ path: String) -> String { path + "-before" }
}

extension SwiftCompiler {
  /// Makes the module of `cell` again, at `path`, as if the cell did not declare
  /// `conformances`; returns whether that was possible.
  ///
  /// The compiler reads two files: the cell, whose extensions do not name the protocols any more, and extensions that do
  /// nothing else. It writes what the first file declares, whose types may depend on what the second one says.
  fileprivate func makeModule(
    of cell: CompiledCell, without conformances: [Declaration], at path: String, within budget: CompileBudget
  ) throws(NotebookError) -> Bool {
    let own = "\(folder)/\(cell.moduleName).swift"
    guard let source = try? String(contentsOfFile: own, encoding: .utf8),
      let header = source.firstRange(of: CellSource.emptyEnumDeclaration(of: cell.moduleName))
    else { return false }
    let (rest, extensions) = ExtensionHeader.moving(conformances, outOf: source)
    let parts = folder + "/parts"
    try AtomicFile.createFolder(parts)
    // A file with statements has this name beside others.
    try write(rest, to: parts + "/main.swift")
    let imports = source[..<header.lowerBound] + cell.imports.map { "import \($0)\n" }.joined()
    try write(imports + extensions.joined(separator: "\n"), to: parts + "/conformances.swift")
    let run = try run(
      [
        "-emit-module", "-primary-file", parts + "/main.swift", parts + "/conformances.swift",
        "-emit-module-path", path,
        "-module-name", cell.moduleName, "-experimental-skip-non-inlinable-function-bodies",
        "-no-serialize-debugging-options", "-disable-access-control",
      ] + languageArguments, within: budget)
    return run.succeeded
  }
}
