internal import Foundation
internal import Glibc

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
  /// How long the notebook may take, in seconds.
  var timeLimit = Double.infinity
  /// What submitted cells have to declare; nil for a run that grades nothing.
  var interfaces: ExerciseInterfaces?
  /// Whether the value of a last expression is marked among what is shown.
  var marksResult = false
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
    let shared = moduleCache.pathOfModuleMap(libraries.moduleMap)
    moduleMapPath = shared ?? folder + "/module.modulemap"
    sharesModuleMap = shared != nil
  }

  let moduleMapPath: String
  private let sharesModuleMap: Bool

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
    if !sharesModuleMap { try write(libraries.moduleMap, to: moduleMapPath) }
    try AtomicFile.createFolder(SwiftCompiler.libraryFolder(in: folder))
  }

  /// Writes what the compiler is to read of `group`, which sees what the `earlier` cells declare.
  func source(of group: CellGroup, after earlier: [CompiledCell]) throws(NotebookError) -> CellSource {
    let outlines = group.outlines ?? group.cells.map { _ in nil }
    let source = CellSource(
      of: Array(zip(group.cells, outlines)), fileName: fileName, implicitImports: libraries.implicitImports,
      after: earlier, marksResult: marksResult)
    try write(source.text, to: base(of: group.first) + ".swift")
    return source
  }

  /// Makes `products` of `group`, whose `source` has been written, and which sees what the `earlier` cells declare.
  ///
  /// - Throws: `NotebookError` when a tool can't be started or a file can't be written.
  func compile(
    _ group: CellGroup, source: CellSource, after earlier: [CompiledCell], to products: CompilerProducts,
    within budget: CompileBudget
  ) throws(NotebookError) -> (outcome: Outcome, timing: Timing) {
    let cell = group.first
    let parsed = Array(zip(group.cells, group.outlines ?? group.cells.map { _ in nil }))
    let refusal = parsed.flatMap { $1?.refusal(after: earlier) ?? $0.refusalOfInlineValues }
    if !refusal.isEmpty { return (.refused(refusal), Timing()) }
    let start = ContinuousClock.now
    let base = base(of: cell)
    let compiler = try run(
      products.arguments(base: base) + compilerArguments(of: group) + languageArguments
        + typeCheckerArguments(of: cell) + cell.accessArguments(declaring: group.declarations, after: earlier)
        + (cell.isSubmitted ? ExerciseRules.compilerArguments : []),
      within: budget)
    var messages = CompilerMessages.diagnostics(
      in: compiler.standardError, fileName: fileName, cells: group.cells, wrappers: source.wrappers,
      after: earlier)
    var earlyUse: Diagnostic?
    var redeclarations: [Diagnostic] = []
    if products.areWhole, !compiler.isTimedOut {
      redeclarations = try self.redeclarations(
        of: group.declarations, in: cell, module: compiler.succeeded ? products.module(base: base) : nil,
        after: earlier, within: budget)
    }
    if compiler.succeeded, products.areWhole {
      earlyUse = try self.earlyUse(in: parsed, after: earlier, within: budget)
    } else if !compiler.succeeded {
      for (cell, outline) in parsed { outline?.explain(&messages, in: cell, after: earlier) }
    }
    let timing = Timing(compile: (ContinuousClock.now - start).seconds)
    if redeclarations.contains(where: { $0.severity == .error }) { return (.refused(redeclarations), timing) }
    messages += redeclarations
    if products.areWhole, cell.isSubmitted {
      let foreign = try importProblems(
        of: cell, isCompiled: compiler.succeeded, after: earlier, within: budget)
      if !foreign.isEmpty { return (.refused(foreign), timing) }
    }
    if let earlyUse {
      if earlyUse.severity == .error { return (.refused([earlyUse]), timing) }
      messages.append(earlyUse)
    }
    guard compiler.succeeded else {
      let isUnclear = messages.isEmpty || compiler.isTimedOut || DiskSpace.isExhausted(at: folder)
      return (.refused(isUnclear ? [failure(of: "compiler", compiler, cell)] : messages), timing)
    }
    let unfit =
      products.areWhole && cell.isSubmitted
      ? try interfaceProblems(
        of: cell, group.declarations, module: products.module(base: base), within: budget) : []
    if !unfit.isEmpty { return (.refused(unfit), timing) }
    let compiled = CompiledCell(
      moduleName: group.moduleName, library: SwiftCompiler.library(base: base), imports: group.imports,
      declarations: group.declarations,
      warnings: parsed.flatMap { $1?.warnings(of: $0) ?? [] } + messages)
    return (.compiled(compiled), timing)
  }

  /// Returns what the calls for `cell` may use together, from its parse to its library.
  func budget(for cell: Cell) -> CompileBudget { CompileBudget(limit: timeout(of: cell)) }

  /// Returns what the calls for `group` may use together.
  ///
  /// Several cells have a part of the time of one: if that is not enough, those before the slow one are to run first.
  func budget(for group: CellGroup) -> CompileBudget {
    if group.cells.count == 1 { return budget(for: group.first) }
    let least = min(group.cells.map(timeout).min() ?? timeout, timeLimit)
    return CompileBudget(limit: least / 10)
  }

  /// Runs the compiler with a module cache that can be written.
  func run(_ arguments: [String], within budget: CompileBudget) throws(NotebookError) -> Tool.Run {
    try run(["-frontend"] + arguments, by: toolchain.compiler, within: budget)
  }

  /// Runs `tool`, again if its module cache was replaced meanwhile.
  func run(
    _ arguments: [String], by tool: String, within budget: CompileBudget
  ) throws(NotebookError) -> Tool.Run {
    while true {
      let cache = moduleCache.folder
      let result = try budget.spend { timeout throws(NotebookError) in
        try tools.run(
          tool, arguments + ["-module-cache-path", cache], in: folder, timeout: timeout)
      }
      if result.succeeded || result.isTimedOut || !moduleCache.isReplaced(cache, since: result.standardError)
      {
        return result
      }
    }
  }

  /// Links the object of a compiled `group` to its library.
  func link(
    _ compiled: CompiledCell, of group: CellGroup, timing: Timing, within budget: CompileBudget
  ) throws(NotebookError) -> (outcome: Outcome, timing: Timing) {
    let start = ContinuousClock.now
    let arguments =
      [
        "-fuse-ld=lld", "-shared", base(of: group.first) + ".o", toolchain.registrationObject, "-o",
        compiled.library,
      ] + toolchain.linkerArguments(importing: compiled.imports, isOptimized: group.isOptimized)
    let linker = try budget.spend { timeout throws(NotebookError) in
      try tools.run(toolchain.linker, arguments, in: folder, timeout: timeout)
    }
    var timing = timing
    timing.link = (ContinuousClock.now - start).seconds
    return (
      linker.succeeded ? .compiled(compiled) : .refused([failure(of: "linker", linker, group.first)]), timing
    )
  }

  private func timeout(of cell: Cell) -> Double { cell.options.compileTimeout ?? timeout }

  /// The options by which the type checker gives up on an expression, of which it then tells the place.
  func typeCheckerArguments(of cell: Cell) -> [String] {
    ["-solver-expression-time-threshold=\(Int(max(timeout(of: cell) / 20, 1)))"]
  }

  /// The path of the cell's files without their extensions.
  func base(of cell: Cell) -> String { folder + "/" + cell.moduleName }

  /// Returns the folder of the cells' libraries in `folder`: what the worker reads of all that is made.
  static func libraryFolder(in folder: String) -> String { folder + "/libraries" }

  /// Returns the path of the library of the cell whose other files are called `base`.
  static func library(base: String) -> String {
    "\(libraryFolder(in: FilePath.folder(of: base)))/\(FilePath.name(of: base)).so"
  }

  private func compilerArguments(of group: CellGroup) -> [String] {
    [
      "-module-name", group.moduleName,
      "-entry-point-function-name", group.moduleName + "_main", group.isOptimized ? "-O" : "-Onone", "-g",
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
    Toolchain.dialect + [
      "-enable-testing",
      "-I", libraries.moduleFolder, "-I", folder,
      "-plugin-path", toolchain.macroPlugins,
      "-Xcc", "-fmodule-map-file=" + moduleMapPath,
    ]
  }

  /// The options for a language server, which calls no compiler of ours.
  var serverArguments: [String] { languageArguments + ["-module-cache-path", moduleCache.folder] }

  /// Says why a tool failed that says nothing: a compiler that ends without a message has crashed.
  func failure(of name: String, _ run: Tool.Run, _ cell: Cell) -> Diagnostic {
    let location = SourceLocation(line: cell.start.line, column: 1)
    if run.isTimedOut {
      return Diagnostic(
        .error,
        "the cell was still being compiled after \(timeout(of: cell).formattedSeconds), its time limit "
          + "(option 'compile-timeout')", at: location)
    }
    if DiskSpace.isExhausted(at: folder) {
      let parent = (folder as NSString).deletingLastPathComponent
      return Diagnostic(
        .error,
        "the cell could not be compiled, since no space is left in \(parent); free some, or set TMPDIR to another folder",
        at: location)
    }
    let words = run.standardError.split(separator: "\n").prefix(8).joined(separator: "\n")
    return Diagnostic(
      .error, "the \(name) failed on this cell\n\(words)".replacingOccurrences(of: folder + "/", with: ""),
      at: location)
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
