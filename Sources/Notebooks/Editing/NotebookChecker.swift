internal import Digest
internal import Foundation

/// Compiles the cells of a notebook while it is edited: for their errors, and for what later cells see of them.
///
/// Each cell becomes a module without code. A cell is compiled again when its code or the interface of an earlier
/// one has changed; a body that changed concerns nobody else. To be used by one thread at a time.
package final class NotebookChecker {
  /// A cell that was compiled.
  private struct Checked {
    var key: String
    var findings: CellFindings
    /// The line of the notebook on which the cell began then.
    var firstLine: Int
    var compiled: CompiledCell
    /// The line on which it began when its module was made.
    var moduleLine: Int
    /// A digest of what later cells can see.
    var interface: String
    /// Whether the module is the one of a cell without errors.
    var isSound: Bool
  }

  /// What is known of all cells.
  package struct Findings: Sendable {
    /// What the compiler says of each cell, by its number.
    package var cells: [Int: CellFindings] = [:]
    /// The imports that give each cell what the earlier ones declare, by its number.
    package var imports: [Int: [String]] = [:]
    /// The line on which each cell began when its module was made, from 0, by its number.
    package var firstLines: [Int: Int] = [:]
    /// A digest of the modules that each cell sees, by its number.
    package var visible: [Int: String] = [:]

    /// Knows nothing yet.
    package init() {}
  }

  private let compiler: SwiftCompiler
  private var checked: [Int: Checked] = [:]

  /// Creates a checker that keeps modules in `folder`.
  package init(_ configuration: RunConfiguration, folder: String) throws(NotebookError) {
    compiler = SwiftCompiler(
      toolchain: configuration.toolchain, libraries: configuration.libraries, folder: folder, fileName: "")
    try compiler.prepare()
  }

  /// Kills the compiler that is at work, and from now on any other; to be called on any thread.
  package var end: @Sendable () -> Void { { [tools = compiler.tools] in tools.end() } }

  /// The options with which a language server understands a cell.
  package var serverArguments: [String] { compiler.serverArguments }

  /// Compiles what has changed; ends early, with nil, when `isStale` says so.
  ///
  /// - Parameter progressed: Called after each cell that was compiled.
  /// - Throws: `NotebookError` when the compiler can't be started or a file can't be written.
  package func check(
    _ notebook: Notebook, isStale: () -> Bool, progressed: (Findings) -> Void
  ) throws(NotebookError) -> Findings? {
    var findings = Findings()
    var earlier: [CompiledCell] = []
    var visible = ""
    for cell in [notebook.parameterCell].compactMap(\.self) + notebook.cells {
      if isStale() { return nil }
      let virtual = VirtualCell(cell, in: notebook.lines)
      let imports = CellSource.header(of: cell, compiler.libraries.implicitImports, after: earlier)
      findings.imports[cell.number] = CellSource.serverHeader(
        compiler.libraries.implicitImports, after: earlier)
      findings.visible[cell.number] = visible
      // What is only shown may be anything.
      guard cell.options.runs || cell.options.isLeftOut else { continue }
      let expected = cell.options.expectedFailure
      let code = virtual.lines.joined(separator: "\n") + (expected?.words ?? "")
      let key = NotebookKeys.digest([visible, code, imports.joined(separator: "\n")])
      if checked[cell.number]?.key != key {
        checked[cell.number] = try compile(
          virtual, imports, key, after: earlier, before: checked[cell.number])
        findings.cells[cell.number] = checked[cell.number]?.findings
        progressed(findings)
      }
      guard let known = checked[cell.number] else { continue }
      findings.cells[cell.number] = known.findings.moved(by: virtual.firstLine - known.firstLine)
      findings.firstLines[cell.number] = known.moduleLine
      guard cell.options.runs, expected == nil, !cell.isInline else { continue }
      earlier.append(known.compiled)
      visible = NotebookKeys.digest([visible, virtual.moduleName, known.interface])
    }
    return findings
  }

  private func compile(
    _ virtual: VirtualCell, _ imports: [String], _ key: String, after earlier: [CompiledCell],
    before: Checked?
  ) throws(NotebookError) -> Checked {
    let budget = compiler.budget(for: virtual.cell)
    let outline = try CellParser(compiler).outline(of: virtual.cell, within: budget)
    let path = compiler.folder + "/" + virtual.moduleName
    let draft = path + "-draft"
    try compiler.write(
      virtual.text(imports: imports, exports: CellSource.exports(outline?.imports ?? [])), to: path + ".swift"
    )
    let run = try compiler.run(
      [
        "-emit-module", "-primary-file", path + ".swift", "-module-name", virtual.moduleName,
        "-experimental-allow-module-with-compiler-errors", "-diagnostic-style", "llvm",
        "-no-color-diagnostics", "-emit-module-path", draft + ".swiftmodule",
        "-emit-module-source-info-path", draft + ".swiftsourceinfo",
        "-emit-module-doc-path", draft + ".swiftdoc",
      ] + compiler.languageArguments + compiler.typeCheckerArguments(of: virtual.cell)
        + virtual.cell.accessArguments(declaring: outline?.declarations ?? [], after: earlier), within: budget
    )
    // Modules are made of broken cells too, and the compiler calls that a success.
    let isAccepted = run.succeeded && !run.standardError.contains(": error: ")
    let earlyUse =
      isAccepted ? try compiler.earlyUse(in: [(virtual.cell, outline)], after: earlier, within: budget) : nil
    let redeclarations = try compiler.redeclarations(
      of: outline?.declarations ?? [], in: virtual.cell, module: draft + ".swiftmodule", after: earlier,
      within: budget)
    let refusal =
      (outline?.refusal(after: earlier) ?? virtual.cell.refusalOfInlineValues)
      + (redeclarations + [earlyUse].compactMap(\.self)).filter { $0.severity == .error }
      + (run.isTimedOut ? [compiler.failure(of: "compiler", run, virtual.cell)] : [])
    let isSound = isAccepted && refusal.isEmpty
    var checked = Checked(
      key: key,
      findings: virtual.findings(
        in: run.standardError, path: path + ".swift", outline, after: earlier, refusal: refusal),
      firstLine: virtual.firstLine,
      compiled: CompiledCell(
        moduleName: virtual.moduleName, library: "", imports: outline?.imports ?? [],
        declarations: outline?.declarations ?? []),
      moduleLine: virtual.firstLine, interface: "", isSound: isSound)
    // A cell that is broken for the moment takes nothing from the later ones.
    if let before, before.isSound, !isSound {
      (checked.compiled, checked.interface, checked.isSound) = (before.compiled, before.interface, true)
      checked.moduleLine = before.moduleLine
      return checked
    }
    for kind in ["swiftmodule", "swiftsourceinfo", "swiftdoc"] {
      rename("\(draft).\(kind)", "\(path).\(kind)")
    }
    let module = FileManager.default.contents(atPath: path + ".swiftmodule") ?? Data()
    checked.interface = SHA256.text(of: [UInt8](module))
    return checked
  }
}

extension CellFindings {
  /// Returns the findings as they are when the cell stands `lines` further down.
  func moved(by lines: Int) -> CellFindings {
    var moved = self
    for index in messages.indices { moved.messages[index].line += lines }
    return moved
  }
}

extension VirtualCell {
  /// Reads what the compiler printed on the file at `path`.
  fileprivate func findings(
    in text: String, path: String, _ outline: CellOutline?, after earlier: [CompiledCell],
    refusal: [Diagnostic]
  ) -> CellFindings {
    var plain = cell
    // The file has the notebook's own columns.
    (plain.indentation, plain.inlineValues) = (0, [])
    var diagnostics = CompilerMessages.diagnostics(in: text, fileName: path, cells: [plain], after: earlier)
    // What is wrong with an earlier cell is told there.
    diagnostics.removeAll { $0.message.hasPrefix("allowing deserialization of") }
    if let expression = outline?.lastExpression {
      // It is shown, so it is used.
      let lines = cell.code.utf8.prefix(expression.offset).count { $0 == UInt8(ascii: "\n") }
      diagnostics.removeAll {
        $0.severity == .warning && $0.message.hasSuffix("unused")
          && $0.location.map { $0.line > firstLine + lines } == true
      }
    }
    outline?.explain(&diagnostics, in: cell, after: earlier)
    diagnostics = refusal + (outline?.warnings(of: cell) ?? []) + diagnostics
    if cell.options.expectedFailure?.kind == .compileError {
      let shown = cell.resultOfCompiling(diagnostics)
      diagnostics = shown.outputs.compactMap { output in
        guard case .diagnostic(var diagnostic) = output else { return nil }
        if shown.outcome == .failedAsExpected { diagnostic.severity = .note }
        return diagnostic
      }
    }
    return CellFindings(
      messages: diagnostics.map { diagnostic in
        var placed = diagnostic
        if placed.location == nil { placed.location = cell.start }
        return .init(placed, in: line(at: (placed.location?.line ?? 1) - 1))
      })
  }
}
