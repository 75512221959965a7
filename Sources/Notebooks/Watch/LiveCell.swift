/// A cell that has been run and whose effects are in the worker's state.
struct LiveCell {
  /// The cell as it was when it was compiled.
  let cell: Cell
  /// What the compiler made of it; nil for one that is there to be refused.
  let compiled: CompiledCell?
  /// What it gave, at the lines where it was compiled.
  let result: CellResult
  /// The cells' libraries that were in memory after it.
  let libraries: [CallStackResolver.LoadedLibrary]
  /// The worker's depth before it ran.
  let depthBefore: Int
  /// The worker's depth after it ran; the same if the cell left nothing behind, or ran in its predecessor's process.
  let depthAfter: Int
  /// Whether the cell changed the process that had run its predecessor.
  let ranInPlace: Bool
  /// How many lines the cell has moved down since it was compiled.
  var movedLines = 0

  /// What the cell gave, at the lines where it stands now.
  var currentResult: CellResult { result.moved(by: movedLines) }

  /// What the compiler made of it, with the lines at which its declarations stand now.
  var currentlyCompiled: CompiledCell? {
    var compiled = compiled
    compiled?.moveDeclarations(by: movedLines)
    return compiled
  }

  /// Whether what `other` does is what this cell has done, wherever it stands.
  func does(_ other: Cell) -> Bool {
    cell.number == other.number && cell.name == other.name && cell.visibleCode == other.visibleCode
      && cell.indentation == other.indentation
      && cell.options.expectedFailure == other.options.expectedFailure
      && cell.inlineValues.map(\.expression) == other.inlineValues.map(\.expression)
  }

  /// Returns how many lines further down than this one `other` stands.
  func distance(to other: Cell) -> Int { other.start.line - cell.start.line }

  /// Whether the cell may tell the lines at which it was compiled when a later cell calls into it.
  ///
  /// Expectations in functions and closures, and whoever asks for `#line`. Where in doubt, yes.
  var remembersLines: Bool {
    cell.code.contains("#line") || (cell.code.contains("expect(") && cell.code.contains("{"))
  }

  /// Whether what the cell gave may contain lines that `moved(by:)` does not know of.
  func tellsLines(of fileName: String) -> Bool {
    cell.code.contains("#line") || result.tellsLines(of: fileName)
  }
}
