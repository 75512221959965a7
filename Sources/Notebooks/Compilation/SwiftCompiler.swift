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
  /// How long a compiler may be at work on a cell that says nothing else, in seconds.
  var timeout = FrontMatter().compileTimeout
  /// What runs for it.
  let tools = RunningTools()

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

  /// Returns what the parser sees in `cell`; nil if it cannot be parsed, or is made of expressions only.
  ///
  /// Such a cell goes to the compiler as it is, whose errors are better.
  func outline(of cell: Cell) throws(NotebookError) -> CellOutline? {
    if cell.isInline { return nil }
    let path = base(of: cell) + "-parsed.swift"
    try write(cell.code, to: path)
    let dump = try tools.run(
      toolchain.compiler, ["-frontend", "-dump-parse", "-dump-ast-format", "json", path], in: folder,
      timeout: timeout(of: cell))
    guard dump.succeeded else { return nil }
    let parsed = Data(dump.standardOutput.utf8)
    var outline = CellOutline(parseDump: parsed)
    if cell.code.contains("await") || cell.code.contains("async") {
      outline?.findWaiting(in: parsed, of: cell.code)
    }
    return outline
  }

  /// Writes what the compiler is to read of `cell`, which sees what the `earlier` cells declare.
  func source(
    of cell: Cell, outline: CellOutline?, after earlier: [CompiledCell]
  ) throws(NotebookError) -> CellSource {
    let source = CellSource(
      of: cell, fileName: fileName, outline: outline, implicitImports: libraries.implicitImports,
      after: earlier)
    try write(source.text, to: base(of: cell) + ".swift")
    return source
  }

  /// Makes `products` of `cell`, whose `source` has been written.
  ///
  /// - Throws: `NotebookError` when a tool can't be started or a file can't be written.
  func compile(
    _ cell: Cell, outline: CellOutline?, source: CellSource, to products: CompilerProducts
  ) throws(NotebookError) -> (outcome: Outcome, timing: Timing) {
    if let offset = outline?.waiting { return (.refused([waiting(cell, from: offset)]), Timing()) }
    let start = ContinuousClock.now
    let base = base(of: cell)
    let module = moduleName(of: cell)
    let products = products.arguments(base: base)
    let compiler = try tools.run(
      toolchain.compiler,
      ["-frontend"] + products + compilerArguments(module: module) + typeCheckerArguments(of: cell),
      in: folder, timeout: timeout(of: cell))
    let timing = Timing(compile: (ContinuousClock.now - start).seconds)
    let messages = CompilerMessages.diagnostics(
      in: compiler.standardError, fileName: fileName, cell: cell, wrapper: source.wrapper)
    guard compiler.succeeded else {
      let isUnclear = messages.isEmpty || compiler.isTimedOut || DiskSpace.isExhausted(at: folder)
      return (.refused(isUnclear ? [failure(of: "compiler", compiler, cell)] : messages), timing)
    }
    let compiled = CompiledCell(
      moduleName: module, library: base + ".so", imports: outline?.imports ?? [],
      declarations: outline?.declarations ?? [],
      warnings: messages)
    return (.compiled(compiled), timing)
  }

  /// Links a compiled cell's object to its library.
  func link(
    _ compiled: CompiledCell, of cell: Cell, timing: Timing
  ) throws(NotebookError) -> (outcome: Outcome, timing: Timing) {
    let start = ContinuousClock.now
    let linker = try tools.run(
      toolchain.linker,
      [
        "-fuse-ld=lld", "-shared", base(of: cell) + ".o", toolchain.registrationObject, "-o",
        compiled.library,
      ], in: folder, timeout: timeout(of: cell))
    var timing = timing
    timing.link = (ContinuousClock.now - start).seconds
    return (linker.succeeded ? .compiled(compiled) : .refused([failure(of: "linker", linker, cell)]), timing)
  }

  private func timeout(of cell: Cell) -> Double { cell.options.compileTimeout ?? timeout }

  /// The options by which the type checker gives up on an expression, of which it then tells the place.
  func typeCheckerArguments(of cell: Cell) -> [String] {
    ["-solver-expression-time-threshold=\(Int(max(timeout(of: cell) / 20, 1)))"]
  }

  private func moduleName(of cell: Cell) -> String { "Cell_\(cell.number)" }

  /// The path of the cell's files without their extensions.
  func base(of cell: Cell) -> String { folder + "/" + moduleName(of: cell) }

  private func compilerArguments(module: String) -> [String] {
    [
      "-module-name", module,
      "-entry-point-function-name", module + "_main", "-O", "-g",
      // Keeps the messages of `precondition` and of the standard library's checks in optimized code.
      "-assert-config", "Debug",
      "-diagnostic-style", "llvm", "-no-color-diagnostics",
      "-file-compilation-dir", ".",
      // Paths in a module would make it another one in each run's folder.
      "-no-serialize-debugging-options",
    ] + languageArguments
  }

  /// The options that say what a cell's Swift means.
  var languageArguments: [String] {
    [
      // Students meet no isolation errors.
      "-swift-version", "5", "-enable-testing",
      "-I", libraries.moduleFolder, "-I", folder,
      "-Xcc", "-fmodule-map-file=" + moduleMapPath,
    ]
  }

  /// What to say of an `await` at the top level: Swift ends the process after it, as it does after a program.
  private func waiting(_ cell: Cell, from offset: Int) -> Diagnostic {
    let code = cell.code.utf8
    let start = code.index(code.startIndex, offsetBy: min(offset, code.count))
    // What comes first: a comment or a text, which may hold the word too, or the word.
    let words = cell.code[start...].matches(
      of: /\/\/[^\n]*|\/\*(?:[^*]|\*[^\/])*\*\/|"(?:[^"\\\n]|\\.)*"|\b(?:await|async)\b/)
    let word = words.first { $0.0 == "await" || $0.0 == "async" }?.range.lowerBound ?? start
    let before = cell.code[..<word].utf8
    let column = before.reversed().prefix { $0 != UInt8(ascii: "\n") }.count
    return Diagnostic(
      .error, "a cell cannot wait at its top level; put what waits into a 'Task' or a function",
      at: SourceLocation(
        line: cell.firstLine + before.count { $0 == UInt8(ascii: "\n") },
        column: column + 1 + cell.indentation))
  }

  /// A compiler that ends without a message has crashed.
  private func failure(of name: String, _ run: Tool.Run, _ cell: Cell) -> Diagnostic {
    let place = SourceLocation(line: cell.start.line, column: 1)
    if run.isTimedOut {
      let limit = timeout(of: cell).formattedSeconds
      return Diagnostic(
        .error,
        "the \(name) was still at work on this cell after \(limit), its time limit (option 'compile-timeout')",
        at: place)
    }
    if DiskSpace.isExhausted(at: folder) {
      let parent = (folder as NSString).deletingLastPathComponent
      return Diagnostic(
        .error,
        "the cell could not be compiled, since no room is left in \(parent); free some, or set TMPDIR to another folder",
        at: place)
    }
    let words = run.standardError.split(separator: "\n").prefix(8).joined(separator: "\n")
    return Diagnostic(
      .error, "the \(name) failed on this cell\n\(words)".replacingOccurrences(of: folder + "/", with: ""),
      at: place)
  }

  /// Writes a file of its folder.
  func write(_ text: String, to path: String) throws(NotebookError) {
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
