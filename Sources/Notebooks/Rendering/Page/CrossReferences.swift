/// What `@fig-…`, `@tbl-…`, `@lst-…`, `@eq-…` and `@sec-…` in the prose refer to.
struct CrossReferences {
  /// What a reference in the prose can find.
  struct Target {
    /// What stands in the sentence.
    var text: String
    /// The name that the link points to.
    var anchor: String
  }

  /// The labels and what they name.
  private(set) var targets: [String: Target] = [:]
  /// The numbers of the equations that have a label, from 1.
  private(set) var equationNumbers: [String: Int] = [:]
  /// The numbers of the headings, `2.1`, by their lines; empty if the author wants none.
  private(set) var sectionNumbers: [Int: String] = [:]
  /// The labels in the answers that the variant leaves out.
  private let labelsLeftOut: Set<String>
  /// The lines on which labels were given.
  private var lines: [String: Int] = [:]

  /// Numbers what `blocks` hold, in order.
  init(
    _ notebook: Notebook, _ blocks: [MarkdownBlock], numbers: Numbering, values: InlineValues,
    findings: Findings, words: PageWords
  ) {
    labelsLeftOut = notebook.labelsLeftOut
    for (label, target) in numbers.targets {
      let phrase = words.reference(to: target.kind)
      targets[label] = Target(text: phrase([.number: target.number ?? "?"]), anchor: target.anchor)
    }
    for cell in notebook.cells {
      if let label = cell.options.label { lines[label] = cell.firstLine }
    }
    for (label, range) in numbers.labels {
      _ = take(label, at: notebook.location(of: "#\(label)", in: range), findings)
    }
    tellWhatIsMissing(numbers, findings)
    numberEquations(blocks, words, findings)
    numberSections(blocks, notebook)
    for block in blocks {
      guard case .heading(_, let inlines) = block.kind, let label = HeadingText(inlines).label else {
        continue
      }
      let location = notebook.location(of: "{#\(label)}", in: block.range)
      guard take(label, at: location, findings) else { continue }
      let title = values.plain(HeadingText(inlines).inlines)
      let text =
        sectionNumbers[block.firstLine].map { words.section([.number: $0]) } ?? words.quoted([.title: title])
      targets[label] = Target(text: text, anchor: label)
    }
  }

  /// Notes which cells ran to their end and showed nothing of the kind that their label or caption is of.
  private func tellWhatIsMissing(_ numbers: Numbering, _ findings: Findings) {
    for (cell, kind) in numbers.cellsWithout {
      let locations = CellOptionReading(of: cell).locations
      let isLabel = cell.options.label?.hasPrefix(kind.prefix) == true
      guard let location = isLabel ? locations["label"] : locations[kind.prefix + "cap"] else { continue }
      let message =
        "this is the \(isLabel ? "label" : "caption") of a \(kind.rawValue), but the cell shows none"
      findings.problems.append(.init(.warning, message, at: location))
    }
  }

  private mutating func numberEquations(
    _ blocks: [MarkdownBlock], _ words: PageWords, _ findings: Findings
  ) {
    for leaf in blocks.flatMap(\.leaves) {
      guard case .formula(let formula) = leaf.kind, let label = formula.label,
        take(label, at: formula.location, findings)
      else { continue }
      let number = equationNumbers.count + 1
      equationNumbers[label] = number
      targets[label] = Target(text: words.equation([.number: "\(number)"]), anchor: label)
    }
  }

  private mutating func numberSections(_ blocks: [MarkdownBlock], _ notebook: Notebook) {
    guard notebook.frontMatter.numbersSections else { return }
    let levels = blocks.compactMap { if case .heading(let level, _) = $0.kind { level } else { nil } }
    // A heading of the first level that stands alone is the title.
    let top = levels.count { $0 == 1 } > 1 ? 1 : levels.filter { $0 > 1 }.min() ?? 1
    var counter: [Int] = []
    for block in blocks {
      guard case .heading(let level, _) = block.kind, level >= top else { continue }
      let depth = level - top + 1
      counter = Array(counter.prefix(depth)) + Array(repeating: 0, count: max(depth - counter.count, 0))
      counter[depth - 1] += 1
      sectionNumbers[block.firstLine] = counter.map(String.init).joined(separator: ".")
    }
  }

  /// Notes that `label` is taken; false if it already was, which is told.
  private mutating func take(_ label: String, at location: SourceLocation, _ findings: Findings) -> Bool {
    if let line = lines[label] {
      let message = "the label '\(label)' is already taken in line \(line)"
      findings.problems.append(.init(.error, message, at: location))
      return false
    }
    lines[label] = location.line
    return true
  }

  /// Returns what to tell of a `label` that nothing has.
  func message(about label: String, _ findings: Findings, in file: String? = nil) -> String {
    if labelsLeftOut.contains(label) {
      let place = "an answer\(file.map { " of '\($0)'" } ?? "")"
      return
        "'\(label)' is in \(place), which only the variant 'instructor' shows; refer to it from an answer"
    }
    let kind = ReferenceMark.kinds.first { label.hasPrefix($0.key) }?.value ?? "figure"
    let words = "no \(kind)\(file.map { " of '\($0)'" } ?? "") is labeled '\(label)'"
    guard findings.takesSuggestion() else { return words }
    let nearest = Spelling.nearest(to: label, among: targets.keys.sorted())
    return words + (nearest.map { "; did you mean '\(file == nil ? "@" : "#")\($0)'?" } ?? "")
  }
}
