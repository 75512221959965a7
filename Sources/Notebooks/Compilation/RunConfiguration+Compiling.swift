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
    let outcome = try compiler.build(cell, after: [], isOptimized: false)
    return (outcome, compiler.moduleCache.sharedFolder)
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
