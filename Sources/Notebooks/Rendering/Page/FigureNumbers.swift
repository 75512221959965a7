/// The numbers of the figures.
struct FigureNumbers {
  /// A figure that has a number.
  struct Entry {
    /// The number, from 1.
    var number: Int
    /// The name that links point to; nil if the cell has no label.
    var anchor: String?
    /// Whether it is the first of its cell, which the caption is about.
    var isFirst: Bool
  }

  /// What a reference in the prose can find.
  struct Target {
    /// The number of the figure; nil if the cell drew none.
    var number: Int?
    /// The name that the link points to.
    var anchor: String
  }

  private var entries: [Place: Entry] = [:]
  private(set) var targets: [String: Target] = [:]
  /// The cells that ran to their end and should have shown a figure, but did not.
  private(set) var cellsWithoutFigure: [Cell] = []

  private struct Place: Hashable {
    var cell: Int
    var output: Int
  }

  /// Numbers the figures that have a caption or a label, in order.
  init(_ notebook: Notebook, _ results: [Int: CellResult]) {
    var count = 0
    for cell in notebook.cells {
      let label = cell.options.label.flatMap { $0.hasPrefix("fig-") ? $0 : nil }
      if let label { targets[label] = Target(number: nil, anchor: cell.anchor) }
      guard cell.options.showsOutput, label != nil || cell.options.figureCaption != nil else { continue }
      let cellResult = results[cell.number]
      let outputs = cellResult?.outputs ?? []
      var isFirst = true
      for case (let index, .figure) in outputs.enumerated() {
        count += 1
        let anchor = isFirst ? label : nil
        entries[Place(cell: cell.number, output: index)] = Entry(
          number: count, anchor: anchor, isFirst: isFirst)
        if let anchor { targets[anchor] = Target(number: count, anchor: anchor) }
        isFirst = false
      }
      if isFirst, cellResult?.outcome == .succeeded { cellsWithoutFigure.append(cell) }
    }
  }

  /// Returns the number of the figure that is output `index` of the cell `number`.
  func entry(cell number: Int, output index: Int) -> Entry? { entries[Place(cell: number, output: index)] }
}

extension Cell {
  /// The name that links to the cell point to; a label `fig-…` belongs to its figure.
  var anchor: String {
    guard let label = options.label, label.hasPrefix("fig-") else { return name }
    return "cell-\(number)"
  }
}
