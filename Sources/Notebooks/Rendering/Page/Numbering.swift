/// The numbers of figures, tables and listings, each counted in the order in which they stand in the notebook.
struct Numbering {
  /// What has numbers of its own.
  enum Kind: String, CaseIterable {
    case figure, table, listing

    /// What labels of it begin with.
    var prefix: String {
      switch self {
      case .figure: "fig-"
      case .table: "tbl-"
      case .listing: "lst-"
      }
    }
  }

  /// Something that has a number.
  struct Entry {
    /// The number, from 1, with the letter of a part of a figure: `2` or `2(a)`.
    var number: String
    /// The letter of a part of a figure, `(a)`; nil for what is no part.
    var part: String?
    /// The name that links point to; nil if it has no label.
    var anchor: String?
    /// Whether it is the first of its cell, which the caption is about.
    var isFirst = true
  }

  /// What a reference in the prose can find.
  struct Target {
    var kind: Kind
    /// The number; nil if the cell showed nothing of that kind.
    var number: String?
    /// The name that the link points to.
    var anchor: String
  }

  private enum Place: Hashable {
    case output(cell: Int, index: Int)
    case code(cell: Int)
    case block(line: Int)
  }

  private var counts: [Kind: Int] = [:]
  /// The figure whose parts are being numbered, and how many of them are.
  private var whole: (number: String, parts: Int)?
  private var entries: [Place: Entry] = [:]
  private(set) var targets: [String: Target] = [:]
  /// The labels in the prose, and what has them.
  private(set) var labels: [(label: String, range: SourceRange)] = []
  /// The cells that ran to their end and should have shown a figure or a table, but did not.
  private(set) var cellsWithout: [(cell: Cell, kind: Kind)] = []

  /// Numbers what has a caption or a label.
  ///
  /// - Parameter foresees: Whether cells without a result count as if each showed one thing, so that there are numbers
  ///   before a run.
  init(_ notebook: Notebook, _ results: [Int: CellResult], foresees: Bool = false) {
    let cells = notebook.cellsByNumber
    func visit(_ block: MarkdownBlock) {
      switch block.kind {
      case .code(let code):
        if case .cell(let number) = code.content, let cell = cells[number] {
          self.number(cell, results[number], foresees)
        } else if let listing = code.listing {
          self.number(.listing, listing.label, isCaptioned: listing.values["lst-cap"] != nil, block)
        }
      case .paragraph:
        guard let image = block.lonePicture else { return }
        number(.figure, image.figureLabel, isCaptioned: whole != nil, block)
      case .div(let div, let inner):
        guard let label = div.figureLabel else { return inner.forEach(visit) }
        let outer = whole
        number(.figure, label, block)
        whole = entry(line: block.firstLine).map { ($0.number, 0) }
        inner.forEach(visit)
        whole = outer
      case .table(let table): number(.table, table.label, isCaptioned: table.caption != nil, block)
      default: block.children.forEach(visit)
      }
    }
    notebook.prose.blocks.forEach(visit)
  }

  /// Returns the number of what is output `index` of the cell `number`.
  func entry(cell number: Int, output index: Int) -> Entry? { entries[.output(cell: number, index: index)] }

  /// Returns the number of the code of the cell `number`.
  func entry(codeOfCell number: Int) -> Entry? { entries[.code(cell: number)] }

  /// Returns the number of the block that begins at `line`.
  func entry(line: Int) -> Entry? { entries[.block(line: line)] }

  private mutating func next(_ kind: Kind, anchor: String?, isFirst: Bool = true) -> Entry {
    if kind == .figure, let number = whole?.number {
      whole?.parts += 1
      let part = "(\(Numbering.letters(whole?.parts ?? 1)))"
      return Entry(number: number + part, part: part, anchor: anchor, isFirst: isFirst)
    }
    counts[kind, default: 0] += 1
    return Entry(number: "\(counts[kind] ?? 0)", anchor: anchor, isFirst: isFirst)
  }

  /// Returns `number`, from 1, in letters: a to z, then aa.
  private static func letters(_ number: Int) -> String {
    let last = String(UnicodeScalar(UInt8(ascii: "a") + UInt8((number - 1) % 26)))
    return number > 26 ? letters((number - 1) / 26) + last : last
  }

  private mutating func number(
    _ kind: Kind, _ label: String?, isCaptioned: Bool = false, _ block: MarkdownBlock
  ) {
    let label = label.flatMap { $0.hasPrefix(kind.prefix) ? $0 : nil }
    guard isCaptioned || label != nil else { return }
    let entry = next(kind, anchor: label)
    entries[.block(line: block.firstLine)] = entry
    guard let label else { return }
    labels.append((label, block.range))
    if targets[label] == nil { targets[label] = Target(kind: kind, number: entry.number, anchor: label) }
  }

  private mutating func number(_ cell: Cell, _ result: CellResult?, _ foresees: Bool) {
    func label(_ kind: Kind) -> String? {
      cell.options.label.flatMap { $0.hasPrefix(kind.prefix) ? $0 : nil }
    }
    if label(.listing) != nil || cell.options.listingCaption != nil, cell.options.showsCode,
      !cell.options.isLeftOut
    {
      let entry = next(.listing, anchor: label(.listing))
      entries[.code(cell: cell.number)] = entry
      if let anchor = entry.anchor {
        targets[anchor] = Target(kind: .listing, number: entry.number, anchor: anchor)
      }
    }
    for (kind, caption) in [(Kind.figure, cell.options.figureCaption), (.table, cell.options.tableCaption)] {
      let label = label(kind)
      if let label { targets[label] = Target(kind: kind, number: nil, anchor: cell.anchor) }
      guard cell.options.showsOutput, label != nil || caption != nil else { continue }
      var isFirst = true
      func take(_ index: Int) {
        let anchor = isFirst ? label : nil
        let entry = next(kind, anchor: anchor, isFirst: isFirst)
        entries[.output(cell: cell.number, index: index)] = entry
        if let anchor { targets[anchor] = Target(kind: kind, number: entry.number, anchor: anchor) }
        isFirst = false
      }
      for (index, output) in (result?.outputs ?? []).enumerated() {
        switch (output, kind) {
        case (.figure, .figure), (.table, .table): take(index)
        default: break
        }
      }
      if isFirst, foresees, result == nil, !cell.options.isLeftOut { take(0) }
      if isFirst, result?.outcome == .succeeded { cellsWithout.append((cell, kind)) }
    }
  }
}

extension Cell {
  /// The name that links to the cell point to; a label such as `fig-…` belongs to what the cell shows.
  var anchor: String {
    let belongsToPart = options.label.map { label in
      ["fig-", "tbl-", "lst-"].contains { label.hasPrefix($0) }
    }
    return belongsToPart == true ? "cell-\(number)" : name
  }
}
