internal import Display
internal import Notebooks

/// What the text of a notebook alone answers, as the protocol has it.
extension NotebookCompletion {
  /// The proposals for a place in `line`.
  func json(line: Int) -> JSON {
    let range = JSON.range(line...line, columns)
    return .object([
      "isIncomplete": .bool(false), "items": .array(items.map { $0.json(range) }),
    ])
  }
}

extension NotebookCompletion.Item {
  fileprivate func json(_ range: JSON) -> JSON {
    let number =
      switch kind {
      case .key: 10
      case .value: 12
      case .notebook: 17
      case .label, .work: 18
      }
    var item: JSON.Members = [
      "label": .string(name), "kind": .int(number),
      "textEdit": .object(["range": range, "newText": .string(insertion)]),
    ]
    if !detail.isEmpty { item.list.append(.init(key: "detail", value: .string(detail))) }
    if !summary.isEmpty { item.list.append(.init(key: "documentation", value: .string(summary))) }
    return .object(item)
  }
}

extension OutlineItem {
  /// The part and those inside, which stand in `lines`.
  func json(in text: [String]) -> JSON {
    let number =
      switch kind {
      case .section: 15
      case .cell, .listing: 12
      case .figure: 19
      case .table: 18
      case .equation: 14
      }
    func range(_ lines: ClosedRange<Int>) -> JSON {
      let last = text.indices.contains(lines.upperBound) ? text[lines.upperBound].utf16.count : 0
      return .range(lines, 0..<last)
    }
    return .object([
      "name": .string(name), "detail": .string(detail), "kind": .int(number), "range": range(lines),
      "selectionRange": range(titleLines), "children": .array(children.map { $0.json(in: text) }),
    ])
  }
}

extension ClosedRange<Int> {
  /// The lines as an editor folds them.
  var foldJSON: JSON { .object(["startLine": .int(lowerBound), "endLine": .int(upperBound)]) }
}

extension JSON {
  /// Returns the stretch from the first of `columns` in the first of `lines` to the last one in the last.
  fileprivate static func range(_ lines: ClosedRange<Int>, _ columns: Range<Int>) -> JSON {
    func end(_ line: Int, _ column: Int) -> JSON {
      .object(["line": .int(line), "character": .int(column)])
    }
    return .object([
      "start": end(lines.lowerBound, columns.lowerBound), "end": end(lines.upperBound, columns.upperBound),
    ])
  }
}
