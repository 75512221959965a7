/// The table of a directive `{list-table}`, whose rows are lists of cells.
struct MySTListTable {
  /// The cells of each row, all of one count.
  private var rows: [[String]] = []

  /// Reads the list; nil if a cell holds more than a paragraph, or rows differ in their count of cells.
  init?(_ lines: [String]) {
    // Where the marks of cells stand in the row.
    var margin = 0
    for line in lines where !line.allSatisfy(\.isWhitespace) {
      let indentation = line.prefix { $0 == " " }.count
      let text: Substring
      if let match = line.wholeMatch(of: /([*-]\s+)[*-](?:\s+(.*))?/) {
        margin = match.1.count
        text = match.2 ?? ""
        rows.append([""])
      } else if let match = line.wholeMatch(of: /\s+[*-](?:\s+(.*))?/), indentation == margin, !rows.isEmpty {
        text = match.1 ?? ""
        rows[rows.count - 1].append("")
      } else if indentation > margin, !rows.isEmpty {
        text = line.dropFirst(indentation)
      } else {
        return nil
      }
      // A list, code or a directive.
      if text.contains(/^([*+-]\s|\d+[.)]\s|```|~~~|:::|>|#)/) { return nil }
      let column = rows[rows.count - 1].count - 1
      rows[rows.count - 1][column] = "\(rows[rows.count - 1][column]) \(text)".trimmingBlanks
    }
    guard let count = rows.first?.count, rows.allSatisfy({ $0.count == count }) else { return nil }
  }

  /// Returns the table in markdown, which has one row of headings; nil if `headerCount` is another.
  ///
  /// - Parameter stubCount: How many cells at the beginning of each row are headings, too.
  func lines(headerCount: Int, stubCount: Int) -> [String]? {
    guard headerCount == 1 else { return nil }
    let lines = rows.enumerated().map { index, row in
      let cells = row.enumerated().map { column, cell in
        let text = cell.replacing("|", with: "\\|")
        return index > 0 && column < stubCount && !text.isEmpty ? "**\(text)**" : text
      }
      return "| \(cells.joined(separator: " | ")) |"
    }
    let rule = "|" + String(repeating: "---|", count: rows[0].count)
    return [lines[0], rule] + lines.dropFirst()
  }
}
