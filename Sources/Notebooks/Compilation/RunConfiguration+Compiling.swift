internal import Digest
internal import Foundation

extension RunConfiguration {
  /// Compiles and links `code` as a cell of a notebook of its own.
  ///
  /// - Returns: what became of it, and the module cache of all runs; nil for one that only this compiler used.
  func compile(
    _ code: String
  ) throws(NotebookError) -> (outcome: SwiftCompiler.Outcome, moduleCache: String?) {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    let compiler = SwiftCompiler(
      toolchain: toolchain, libraries: libraries, folder: folder.path, fileName: "cell.md")
    try compiler.prepare()
    let cell = Cell(number: 1, code: code, firstLine: 1)
    let budget = compiler.budget(for: cell)
    let outline = try CellParser(compiler).outline(of: cell, within: budget)
    let group = CellGroup([cell], outlines: [outline], isOptimized: false)
    let source = try compiler.source(of: group, after: [])
    let step = try compiler.compile(
      group, source: source, after: [], to: .moduleAndObject(moduleAside: false), within: budget)
    guard case .compiled(let compiled) = step.outcome else {
      return (step.outcome, compiler.moduleCache.sharedFolder)
    }
    let linked = try compiler.link(compiled, of: group, timing: step.timing, within: budget)
    return (linked.outcome, compiler.moduleCache.sharedFolder)
  }

  /// Returns the module cache of all runs with the modules that cells usually import; nil if there is none.
  ///
  /// A container only reads it. The first call fills it, which takes some seconds.
  public func filledModuleCache() throws(NotebookError) -> String? {
    guard let folder = ModuleCache.userFolder else { return nil }
    let content = "\(toolchain.root) \(toolchain.version) \(libraries.moduleMap)"
    let mark = "\(folder)/filled-\(SHA256.text(of: content.utf8).prefix(16))"
    if FileState.isThere(mark) { return folder }
    guard case (.compiled, folder) = try compile("import Foundation\nimport Observation") else { return nil }
    // Without the mark the next call fills it again.
    try? AtomicFile.write([], to: mark)
    return folder
  }
}
