/// Two texts line by line: what only one of them has, and a little of what is around.
package enum LineDifference: Equatable {
  /// A line that only the stored text has.
  case stored(String)
  /// A line that only the new text has.
  case found(String)
  /// A line of both.
  case both(String)
  /// Lines that are not shown.
  case omitted(Int)

  /// The lines of both texts that are shown beside a line of one.
  private static let context = 2
  /// The most lines that are shown in all.
  private static let limit = 40
  /// The most lines that are compared; the effort grows with the number of differences.
  private static let compared = 2000
  /// The most characters that are shown of a line.
  private static let width = 200

  /// Returns the lines to show; nil stands for a text that is not there.
  package static func lines(_ stored: String?, _ found: String?) -> [LineDifference] {
    let old = lines(of: stored)
    let new = lines(of: found)
    let changes = new.difference(from: old)
    var (removed, inserted): (Set<Int>, Set<Int>) = ([], [])
    for change in changes {
      switch change {
      case .remove(let offset, _, _): removed.insert(offset)
      case .insert(let offset, _, _): inserted.insert(offset)
      }
    }
    var all: [LineDifference] = []
    var (i, j) = (0, 0)
    while i < old.count || j < new.count {
      if i < old.count, removed.contains(i) {
        all.append(.stored(shortened(old[i])))
        i += 1
      } else if j < new.count, inserted.contains(j) {
        all.append(.found(shortened(new[j])))
        j += 1
      } else {
        all.append(.both(shortened(new[j])))
        (i, j) = (i + 1, j + 1)
      }
    }
    return withoutFarLines(all)
  }

  private static func lines(of text: String?) -> [String] {
    guard let text else { return [] }
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).prefix(compared).map(
      String.init)
    if lines.count > 1, lines.last == "" { lines.removeLast() }
    return lines
  }

  private static func shortened(_ line: String) -> String {
    line.count > width ? line.prefix(width) + "…" : line
  }

  private static func withoutFarLines(_ all: [LineDifference]) -> [LineDifference] {
    let isChange = all.map { if case .both = $0 { false } else { true } }
    var shown: [LineDifference] = []
    var omitted = 0
    for (index, line) in all.enumerated() {
      let near = max(0, index - context)...min(all.count - 1, index + context)
      if isChange[near].contains(true), shown.count < limit {
        if omitted > 0 { shown.append(.omitted(omitted)) }
        omitted = 0
        shown.append(line)
      } else {
        omitted += 1
      }
    }
    if omitted > 0 { shown.append(.omitted(omitted)) }
    return shown
  }
}
