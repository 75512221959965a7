internal import Foundation

/// Compiles cells, each to a dynamic library of its own.
struct SwiftCompiler: Sendable {
  /// The toolchain to use.
  var toolchain: Toolchain
  /// What cells can import.
  var libraries: CellLibraries
  /// The folder for sources, modules and libraries.
  var folder: String
  /// The name of the markdown file.
  var fileName: String

  private var moduleMapPath: String { folder + "/module.modulemap" }

  /// What became of a cell.
  enum Outcome: Sendable {
    case compiled(CompiledCell)
    /// The compiler's errors, and its warnings among them.
    case refused([Diagnostic])
  }

  /// How long the steps took, in seconds.
  struct Timing: Sendable, Equatable {
    var compile = 0.0
    var link = 0.0
  }

  /// Writes what all cells share.
  ///
  /// To be called once, before the first cell.
  func prepare() throws(NotebookError) {
    try write(libraries.moduleMap, to: moduleMapPath)
  }

  /// Compiles `cell`, which sees what the `earlier` cells declare.
  ///
  /// - Throws: `NotebookError` when a tool can't be started or a file can't be written.
  func compile(
    _ cell: Cell, after earlier: [CompiledCell]
  ) throws(NotebookError) -> (Outcome, Timing) {
    let clock = ContinuousClock()
    let start = clock.now
    let module = "Cell_\(cell.number)"
    let base = folder + "/" + module
    let outline = try outline(of: cell, at: base + "-parsed.swift")
    let source = CellSource(
      of: cell, fileName: fileName, outline: outline, implicitImports: libraries.implicitImports,
      after: earlier)
    try write(source.text, to: base + ".swift")
    let compiler = try Tool.run(
      toolchain.compiler, compilerArguments(base: base, module: module), in: folder)
    var timing = Timing(compile: (clock.now - start).seconds)
    let messages = CompilerMessages.diagnostics(
      in: compiler.standardError, fileName: fileName, cell: cell, wrapper: source.wrapper)
    guard compiler.succeeded else {
      return (.refused(messages.isEmpty ? [failure(of: "compiler", compiler, cell)] : messages), timing)
    }
    let linker = try Tool.run(
      toolchain.linker,
      ["-fuse-ld=lld", "-shared", base + ".o", toolchain.registrationObject, "-o", base + ".so"],
      in: folder)
    timing.link = (clock.now - start).seconds - timing.compile
    guard linker.succeeded else { return (.refused([failure(of: "linker", linker, cell)]), timing) }
    let compiled = CompiledCell(
      moduleName: module, library: base + ".so", declarations: outline?.declarations ?? [],
      warnings: messages)
    return (.compiled(compiled), timing)
  }

  private func outline(of cell: Cell, at path: String) throws(NotebookError) -> CellOutline? {
    try write(cell.code, to: path)
    let dump = try Tool.run(
      toolchain.compiler, ["-frontend", "-dump-parse", "-dump-ast-format", "json", path], in: folder)
    // A cell that does not parse goes to the compiler as it is, whose errors are better.
    return dump.succeeded ? CellOutline(parseDump: Data(dump.standardOutput.utf8)) : nil
  }

  private func compilerArguments(base: String, module: String) -> [String] {
    [
      "-frontend", "-c", "-primary-file", base + ".swift", "-module-name", module,
      "-entry-point-function-name", module + "_main", "-O", "-g", "-enable-testing",
      // Students meet no isolation errors.
      "-swift-version", "5",
      // Keeps the messages of `precondition` and of the standard library's checks in optimized code.
      "-assert-config", "Debug",
      "-diagnostic-style", "llvm", "-no-color-diagnostics",
      "-file-compilation-dir", ".",
      "-emit-module-path", base + ".swiftmodule", "-o", base + ".o",
      "-I", libraries.moduleFolder, "-I", folder,
      "-Xcc", "-fmodule-map-file=" + moduleMapPath,
    ]
  }

  /// A compiler that ends without a message has crashed.
  private func failure(of name: String, _ run: Tool.Run, _ cell: Cell) -> Diagnostic {
    let words = run.standardError.split(separator: "\n").prefix(8).joined(separator: "\n")
    return Diagnostic(
      .error, "the \(name) failed on this cell\n\(words)".replacingOccurrences(of: folder + "/", with: ""),
      at: SourceLocation(line: cell.firstLine, column: 1))
  }

  private func write(_ text: String, to path: String) throws(NotebookError) {
    do {
      try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    } catch {
      throw .unwritable(path: path, reason: error.localizedDescription)
    }
  }
}

extension Duration {
  /// The duration in seconds.
  var seconds: Double {
    Double(components.seconds) + Double(components.attoseconds) * 1e-18
  }
}
