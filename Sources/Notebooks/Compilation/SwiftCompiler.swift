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
  /// How long compilers and the linker may work on a cell that says nothing else, in seconds.
  let timeout: Double
  /// What runs for it.
  let tools = RunningTools()
  /// Where it keeps what it reads of C modules.
  let moduleCache: ModuleCache

  /// Creates a compiler that keeps all that it makes in `folder`.
  init(
    toolchain: Toolchain, libraries: CellLibraries, folder: String, fileName: String,
    timeout: Double = FrontMatter().compileTimeout
  ) {
    (self.toolchain, self.libraries, self.folder, self.fileName) = (toolchain, libraries, folder, fileName)
    self.timeout = timeout
    moduleCache = ModuleCache(ofRunIn: folder)
  }

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
  func outline(of cell: Cell, within budget: CompileBudget) throws(NotebookError) -> CellOutline? {
    if cell.isInline { return nil }
    let path = base(of: cell) + "-parsed.swift"
    try write(cell.code, to: path)
    let dump = try run(
      ["-dump-parse", "-dump-ast-format", "json", path] + SwiftCompiler.dialect, within: budget)
    // A syntax error, which the compiler itself explains better.
    if dump.termination == .exited(status: 1), !dump.isTimedOut { return nil }
    return CellOutline(parseDump: dump.succeeded ? dump.standardOutput : "", of: cell)
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

  /// Makes `products` of `cell`, whose `source` has been written, and which sees what the `earlier` cells declare.
  ///
  /// - Throws: `NotebookError` when a tool can't be started or a file can't be written.
  func compile(
    _ cell: Cell, outline: CellOutline?, source: CellSource, after earlier: [CompiledCell],
    to products: CompilerProducts, within budget: CompileBudget
  ) throws(NotebookError) -> (outcome: Outcome, timing: Timing) {
    let refusal = try refusal(of: cell, outline, after: earlier, within: budget)
    if !refusal.isEmpty { return (.refused(refusal), Timing()) }
    let start = ContinuousClock.now
    let base = base(of: cell)
    let module = cell.moduleName
    let compiler = try run(
      products.arguments(base: base) + compilerArguments(module: module) + languageArguments
        + typeCheckerArguments(of: cell), within: budget)
    var messages = CompilerMessages.diagnostics(
      in: compiler.standardError, fileName: fileName, cell: cell, wrapper: source.wrapper)
    var earlyUse: Diagnostic?
    if compiler.succeeded, products.areWhole {
      earlyUse = try self.earlyUse(in: cell, outline, after: earlier, within: budget)
    } else if !compiler.succeeded {
      outline?.explain(&messages, in: cell, after: earlier)
    }
    let timing = Timing(compile: (ContinuousClock.now - start).seconds)
    if let earlyUse {
      if earlyUse.severity == .error { return (.refused([earlyUse]), timing) }
      messages.append(earlyUse)
    }
    guard compiler.succeeded else {
      let isUnclear = messages.isEmpty || compiler.isTimedOut || DiskSpace.isExhausted(at: folder)
      return (.refused(isUnclear ? [failure(of: "compiler", compiler, cell)] : messages), timing)
    }
    let compiled = CompiledCell(
      moduleName: module, library: base + ".so", imports: outline?.imports ?? [],
      declarations: outline?.declarations ?? [],
      warnings: (outline?.warnings(of: cell) ?? []) + messages)
    return (.compiled(compiled), timing)
  }

  /// Returns the errors for which `cell` is not compiled, whatever the compiler would say.
  func refusal(
    of cell: Cell, _ outline: CellOutline?, after earlier: [CompiledCell], within budget: CompileBudget
  ) throws(NotebookError) -> [Diagnostic] {
    guard let outline else { return cell.refusalOfInlineValues }
    return outline.refusal(
      after: earlier, callable: try callableVariables(of: earlier, calledAsIn: outline, cell, within: budget))
  }

  /// Returns those variables of `earlier` cells that are called like a function of `cell` and have functions as values.
  ///
  /// Few cells declare such a function, and only those cost a call of the compiler.
  private func callableVariables(
    of earlier: [CompiledCell], calledAsIn outline: CellOutline, _ cell: Cell, within budget: CompileBudget
  ) throws(NotebookError) -> Set<String> {
    let functions = Set(outline.declarations.filter { $0.kind == "func" && $0.owner.isEmpty }.map(\.name))
    let variables = earlier.flatMap { earlier in
      earlier.declarations.filter { $0.kind == "var" && $0.owner.isEmpty && functions.contains($0.name) }
        .map { (module: earlier.moduleName, name: $0.name) }
    }
    guard !variables.isEmpty else { return [] }
    let path = base(of: cell) + "-callable.swift"
    let lines =
      earlier.map { "@testable import \($0.moduleName)" } + variables.map { "_ = \($0.module).`\($0.name)`" }
    try write(lines.joined(separator: "\n") + "\n", to: path)
    let dump = try run(
      ["-dump-ast", "-dump-ast-format", "json", path, "-module-name", "Callable"] + languageArguments,
      within: budget)
    guard let tree = CompilerDump(dump.standardOutput) else { return [] }
    let callable = tree.nodes.indices.filter { node in
      // How the names of function types end.
      tree.nodes[node].kind == "decl_ref" && tree.text(node, "type_usr")?.hasSuffix("cD") == true
    }
    return functions.intersection(callable.compactMap { tree.text($0, "base_name") })
  }

  /// Returns the error for a variable that `cell` uses before it declares it; nil if it uses none.
  ///
  /// Where that cannot be found out, a warning says so.
  /// Only cells in whose words such a use may be cost a second call of the compiler.
  func earlyUse(
    in cell: Cell, _ outline: CellOutline?, after earlier: [CompiledCell], within budget: CompileBudget
  ) throws(NotebookError) -> Diagnostic? {
    guard let outline, !outline.suspects.isEmpty else { return nil }
    let header =
      CellSource.header(of: cell, libraries.implicitImports, after: earlier).joined(separator: "\n") + "\n"
    let path = base(of: cell) + "-typed.swift"
    try write(header + cell.code, to: path)
    let dump = try run(
      ["-dump-ast", "-dump-ast-format", "json", path, "-module-name", cell.moduleName] + languageArguments,
      within: budget)
    guard dump.succeeded, let tree = CompilerDump(dump.standardOutput) else {
      return Diagnostic(
        .warning,
        "the compiler's description of this cell cannot be read: a use of a variable above its declaration in this cell "
          + "would not be noticed", at: cell.start)
    }
    guard let use = EarlyUse.first(in: tree) else { return nil }
    return outline.problem(
      with: use, at: cell.location(ofByte: use.offset - header.utf8.count), after: earlier)
  }

  /// Returns what the calls for `cell` may use together, from its parse to its library.
  func budget(for cell: Cell) -> CompileBudget { CompileBudget(limit: timeout(of: cell)) }

  /// Runs the compiler with a module cache that can be written.
  func run(_ arguments: [String], within budget: CompileBudget) throws(NotebookError) -> Tool.Run {
    while true {
      let cache = moduleCache.folder
      let result = try budget.spend { timeout throws(NotebookError) in
        try tools.run(
          toolchain.compiler, ["-frontend"] + arguments + ["-module-cache-path", cache], in: folder,
          timeout: timeout)
      }
      if result.succeeded || result.isTimedOut || !moduleCache.isReplaced(cache, since: result.standardError)
      {
        return result
      }
    }
  }

  /// Links a compiled cell's object to its library.
  func link(
    _ compiled: CompiledCell, of cell: Cell, timing: Timing, within budget: CompileBudget
  ) throws(NotebookError) -> (outcome: Outcome, timing: Timing) {
    let start = ContinuousClock.now
    let arguments =
      [
        "-fuse-ld=lld", "-shared", base(of: cell) + ".o", toolchain.registrationObject, "-o",
        compiled.library,
      ] + toolchain.linkerArguments(importing: compiled.imports)
    let linker = try budget.spend { timeout throws(NotebookError) in
      try tools.run(toolchain.linker, arguments, in: folder, timeout: timeout)
    }
    var timing = timing
    timing.link = (ContinuousClock.now - start).seconds
    return (linker.succeeded ? .compiled(compiled) : .refused([failure(of: "linker", linker, cell)]), timing)
  }

  private func timeout(of cell: Cell) -> Double { cell.options.compileTimeout ?? timeout }

  /// The options by which the type checker gives up on an expression, of which it then tells the place.
  func typeCheckerArguments(of cell: Cell) -> [String] {
    ["-solver-expression-time-threshold=\(Int(max(timeout(of: cell) / 20, 1)))"]
  }

  /// The path of the cell's files without their extensions.
  func base(of cell: Cell) -> String { folder + "/" + cell.moduleName }

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
    ]
  }

  /// The options that say what a cell's Swift means.
  var languageArguments: [String] {
    SwiftCompiler.dialect + [
      "-enable-testing",
      "-I", libraries.moduleFolder, "-I", folder,
      "-plugin-path", toolchain.macroPlugins,
      "-Xcc", "-fmodule-map-file=" + moduleMapPath,
    ]
  }

  /// The options for a language server, which calls no compiler of ours.
  var serverArguments: [String] { languageArguments + ["-module-cache-path", moduleCache.folder] }

  /// The options that say which Swift it is: students meet no isolation errors.
  private static let dialect = ["-swift-version", "5", "-enable-bare-slash-regex"]

  /// A compiler that ends without a message has crashed.
  private func failure(of name: String, _ run: Tool.Run, _ cell: Cell) -> Diagnostic {
    let place = SourceLocation(line: cell.start.line, column: 1)
    if run.isTimedOut {
      return Diagnostic(
        .error,
        "the cell was still being compiled after \(timeout(of: cell).formattedSeconds), its time limit "
          + "(option 'compile-timeout')", at: place)
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
