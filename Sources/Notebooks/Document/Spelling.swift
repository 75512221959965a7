/// What an author may have meant.
public enum Spelling {
  /// Returns the advice for an unknown `word`: the nearest of `words`, or all of them.
  static func suggestion(for word: String, among words: [String]) -> String {
    if let nearest = nearest(to: word, among: words) { return "did you mean '\(nearest)'?" }
    let expected = words.count > 1 ? "expected one of" : "expected"
    return "\(expected) \(words.map { "'\($0)'" }.joined(separator: ", "))"
  }

  /// Returns the one of `words` that differs least from `word`; nil if none has more than half of its letters.
  public static func nearest(to word: String, among words: [String]) -> String? {
    let word = word.lowercased()
    let distances = words.map { (word: $0, distance: distance(word, $0.lowercased())) }
    guard let best = distances.min(by: { $0.distance < $1.distance }) else { return nil }
    return 2 * best.distance < max(best.word.count, word.count) ? best.word : nil
  }

  /// Returns the number of letters to add, drop, replace or exchange with a neighbor.
  private static func distance(_ left: String, _ right: String) -> Int {
    let left = Array(left)
    let right = Array(right)
    var rows = [Array(0...right.count)]
    for i in 0..<left.count {
      var row = [i + 1]
      for j in 0..<right.count {
        var best = min(rows[i][j + 1] + 1, row[j] + 1, rows[i][j] + (left[i] == right[j] ? 0 : 1))
        if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] {
          best = min(best, rows[i - 1][j - 1] + 1)
        }
        row.append(best)
      }
      rows.append(row)
    }
    return rows[left.count][right.count]
  }
}
