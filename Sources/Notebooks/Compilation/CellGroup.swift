/// Consecutive cells that are compiled together, to one module and one library; often it is one cell.
struct CellGroup: Sendable {
  /// The cells, in order.
  var cells: [Cell]
  /// What the parser sees in each of them; nil until somebody has asked.
  var outlines: [CellOutline?]?
  /// Whether the compiler optimizes their code.
  var isOptimized: Bool

  /// Creates a group of `cells`, one at least.
  init(_ cells: [Cell], outlines: [CellOutline?]? = nil, isOptimized: Bool) {
    (self.cells, self.outlines, self.isOptimized) = (cells, outlines, isOptimized)
  }

  /// The cell after which the group is called.
  var first: Cell { cells[0] }

  /// The name of the module that the group becomes.
  var moduleName: String { first.moduleName }

  /// What the cells import.
  var imports: [String] { parsed.flatMap(\.imports) }

  /// What the cells declare for later ones.
  var declarations: [Declaration] { parsed.flatMap(\.declarations) }

  /// Whether later cells see what this one declares: one that is there to fail takes it along.
  var isVisible: Bool { first.options.expectedFailure == nil }

  /// Returns the cells in `range` as a group.
  func part(_ range: Range<Int>) -> CellGroup {
    CellGroup(Array(cells[range]), outlines: outlines.map { Array($0[range]) }, isOptimized: isOptimized)
  }

  private var parsed: [CellOutline] { (outlines ?? []).compactMap(\.self) }
}

extension [Cell] {
  /// Returns the position of the cell that `line` of the notebook belongs to: the one that begins next above it, or the
  /// first one.
  ///
  /// What is put around a cell's code may have the number of the line before it.
  func position(atLine line: Int) -> Int {
    // A submitted cell has lines behind those of all others.
    indices.reversed().filter { self[$0].firstLine - 1 <= line }
      .max { self[$0].firstLine < self[$1].firstLine } ?? 0
  }
}
