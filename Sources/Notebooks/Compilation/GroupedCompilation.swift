internal import Dispatch

/// Compiles the cells of a run ahead of it: in groups, and one by one where a group does not compile.
///
/// Starting the compiler and reading what cells import takes longer than what most cells need themselves.
final class GroupedCompilation {
  /// What became of one cell, and how long its group took, which is said of the first one.
  struct Step {
    var outcome: SwiftCompiler.Outcome
    var timing: SwiftCompiler.Timing
    /// Whether the worker runs the library already, up to this cell.
    var isContinuation: Bool
  }

  private let notebook: Notebook
  private let configuration: RunConfiguration
  private let folder: String
  /// The groups as they were found.
  private let found = Promise<Result<[CellGroup], NotebookError>>()
  private let finder: SwiftCompiler
  /// All groups, and the position of the first cell of each.
  private var groups: [CellGroup] = []
  private var starts: [Int] = []
  /// Compiles the groups from `firstGroup` on; nil as long as they are not known.
  private var pipeline: CellPipeline?
  private var firstGroup = 0
  /// What became of the latest group that somebody asked for.
  private var latest: (group: Int, step: CellCompilation.Step)?
  /// What later cells see of the groups up to that one.
  private var visible: [CompiledCell] = []

  /// Begins to compile `cells` of `notebook` in `folder`.
  init(_ cells: [Cell], of notebook: Notebook, _ configuration: RunConfiguration, in folder: String)
    throws(NotebookError)
  {
    (self.notebook, self.configuration, self.folder) = (notebook, configuration, folder)
    finder = SwiftCompiler(notebook, configuration, in: folder)
    try finder.prepare()
    DispatchQueue(label: "cells: groups").async { [found, finder] in
      found.fulfill(
        Result { () throws(NotebookError) in
          try GroupedCompilation.groups(of: cells, in: notebook, configuration, finder)
        })
    }
  }

  /// Returns `cells` in groups, as they were divided before, or by what the parser sees.
  private static func groups(
    of cells: [Cell], in notebook: Notebook, _ configuration: RunConfiguration, _ compiler: SwiftCompiler
  ) throws(NotebookError) -> [CellGroup] {
    let areOptimized = CellOptimization(configuration.compilation.optimization, notebook.frontMatter)
      .areOptimized(cells)
    let isDivided = configuration.compilation.grouping == .oneByOne
    let memory = isDivided ? nil : GroupingMemory(of: cells, areOptimized: areOptimized, configuration)
    if let known = memory?.groups() { return known }
    let outlines = try CellParser(compiler).outlines(of: cells[...])
    if isDivided {
      return cells.indices.map {
        CellGroup([cells[$0]], outlines: [outlines[$0]], isOptimized: areOptimized[$0])
      }
    }
    let groups = CellGrouping.groups(of: cells, outlines: outlines, areOptimized: areOptimized)
    memory?.keep(groups)
    return groups
  }

  /// Ends what is in work and waits until nothing is written any more.
  func cancel() {
    finder.tools.end()
    _ = found.wait()
    pipeline?.cancel()
  }

  /// Waits for what became of the cell at `index`, until `isOver` says that nobody waits any more; nil then.
  ///
  /// To be called in order, and not after a cell that was refused, unless it is there to be.
  func step(at index: Int, unless isOver: () -> Bool = { false }) throws(NotebookError) -> Step? {
    while pipeline == nil {
      if let found = found.wait(atMost: 0.1) {
        groups = try found.get()
        compile(from: 0)
      } else if isOver() {
        return nil
      }
    }
    let position = starts.lastIndex { $0 <= index } ?? 0
    let group = groups[position]
    let cell = index - starts[position]
    if latest?.group != position {
      guard let step = pipeline?.step(at: position - firstGroup, unless: isOver) else { return nil }
      latest = (position, step)
      if let compiled = step.compiled, group.isVisible { visible.append(compiled) }
    }
    guard let (outcome, timing) = try latest?.step.get() else { return nil }
    switch outcome {
    case .refused(let errors) where group.cells.count > 1:
      divide(position, at: errors)
      return try step(at: index, unless: isOver)
    case .refused:
      return Step(outcome: outcome, timing: timing, isContinuation: false)
    case .compiled(var compiled):
      // What has no place is said of the first one.
      compiled.warnings.removeAll { group.cells.position(atLine: $0.location?.line ?? 0) != cell }
      return Step(
        outcome: .compiled(compiled), timing: cell == 0 ? timing : .init(), isContinuation: cell > 0)
    }
  }

  /// Begins again with the group at `position`, which the compiler has refused: the cells before the first one with one
  /// of the `errors` are a smaller group, and the others are compiled one by one.
  private func divide(_ position: Int, at errors: [Diagnostic]) {
    pipeline?.cancel()
    let group = groups[position]
    let line = errors.first { $0.severity == .error }?.location?.line ?? 0
    let wrong = group.cells.position(atLine: line)
    let parts =
      (wrong > 0 ? [group.part(0..<wrong)] : [])
      + (wrong..<group.cells.count).map { group.part($0..<$0 + 1) }
    groups.replaceSubrange(position...position, with: parts)
    latest = nil
    compile(from: position)
  }

  /// Begins to compile the groups from `position` on.
  private func compile(from position: Int) {
    starts = groups.starts
    firstGroup = position
    pipeline = CellPipeline(
      compiler: SwiftCompiler(notebook, configuration, in: folder), groups: Array(groups[position...]),
      after: visible, cache: CompiledCellCache(groups, of: notebook, configuration),
      compilersAtOnce: configuration.compilersAtOnce)
  }
}

extension [CellGroup] {
  /// The position of the first cell of each group.
  fileprivate var starts: [Int] {
    var next = 0
    return map { group in
      defer { next += group.cells.count }
      return next
    }
  }
}

extension SwiftCompiler {
  /// Creates a compiler for a run of `notebook`.
  init(_ notebook: Notebook, _ configuration: RunConfiguration, in folder: String) {
    self.init(
      toolchain: configuration.toolchain, libraries: configuration.libraries, folder: folder,
      fileName: notebook.fileName, timeout: notebook.frontMatter.compileTimeout)
    interfaces = configuration.compilation.interfaces
    timeLimit = configuration.confinement.limits(wanted: notebook.frontMatter.limits).time ?? .infinity
  }
}

extension CompiledCellCache {
  /// Creates a cache of `groups` of `notebook`; nil if nothing is to be kept.
  convenience init?(_ groups: [CellGroup], of notebook: Notebook, _ configuration: RunConfiguration) {
    guard let folder = configuration.cacheFolder else { return nil }
    self.init(
      folder: folder, groups: groups, fileName: notebook.fileName, program: configuration.identity,
      storesNew: configuration.storesResults)
  }
}
