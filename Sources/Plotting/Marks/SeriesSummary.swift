/// What happens in a series, in words.
enum SeriesSummary {
  /// Returns how a line runs, such as "falls from 2.30 to 0.11".
  static func course(of values: [Double]) -> String {
    let finite = values.filter(\.isFinite)
    let gaps = gapNote(values.count - finite.count)
    guard let first = finite.first, let last = finite.last, let low = finite.min(), let high = finite.max()
    else { return values.isEmpty ? "is empty" : "has no finite value" }
    if finite.count == 1 { return "is one point at \(number(first))" + gaps }
    if low == high { return "stays at \(number(first))" + gaps }
    // What passes beyond both ends by a tenth of the range is worth a word.
    let margin = (high / 2 - low / 2) / 5
    var text =
      first == last
      ? "starts and ends at \(number(first))"
      : "\(first < last ? "rises" : "falls") from \(number(first)) to \(number(last))"
    if low < min(first, last) - margin { text += ", with a minimum of \(number(low))" }
    if high > max(first, last) + margin { text += ", with a maximum of \(number(high))" }
    return text + gaps
  }

  /// Returns how many points there are and what they span.
  static func cloud(of points: [DataPoint]) -> String {
    let finite = points.filter(\.isFinite)
    let gaps = gapNote(points.count - finite.count)
    guard let first = finite.first else { return points.isEmpty ? "is empty" : "has no finite value" }
    if finite.count == 1 { return "is one point at (\(number(first.x)), \(number(first.y)))" + gaps }
    return "has \(finite.count) points, x \(span(finite.map(\.x))), y \(span(finite.map(\.y)))" + gaps
  }

  /// Returns the values of up to six categories, and the extremes of more.
  static func categories(_ labels: [String], _ values: [Double]) -> String {
    let pairs = zip(labels, values).filter { $0.1.isFinite }
    let gaps = gapNote(values.count - pairs.count)
    guard let low = pairs.min(by: { $0.1 < $1.1 }), let high = pairs.max(by: { $0.1 < $1.1 }) else {
      return values.isEmpty ? "is empty" : "has no finite value"
    }
    if pairs.count <= 6 { return pairs.map { "\($0.0) \(number($0.1))" }.joined(separator: ", ") + gaps }
    return "\(pairs.count) bars, from \(number(low.1)) (\(low.0)) to \(number(high.1)) (\(high.0))" + gaps
  }

  /// Returns what values lie between, such as "from −1 to 1".
  static func span(_ values: [Double]) -> String {
    let finite = values.filter(\.isFinite)
    guard let low = finite.min(), let high = finite.max() else { return "without a finite value" }
    return low == high ? "all \(number(low))" : "from \(number(low)) to \(number(high))"
  }

  /// Returns a remark on values that are not finite; empty if there are none.
  static func gapNote(_ count: Int) -> String {
    count == 0 ? "" : count == 1 ? " (1 value is not finite)" : " (\(count) values are not finite)"
  }

  private static func number(_ value: Double) -> String { NumberFormat.short(value) }
}
