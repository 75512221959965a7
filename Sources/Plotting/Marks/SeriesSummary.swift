#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// What happens in a series, in words: of the points that the axes show, and how many they don't.
public enum SeriesSummary {
  /// Returns how a line runs from left to right, such as "falls from 2.30 to 0.11".
  public static func course(of points: [DataPoint], on axes: Axes) -> String {
    var shown = points.filter(AxesWindow(axes).shows)
    let gaps = hiddenNote(points, on: axes)
    guard let low = shown.lazy.map(\.y).min(), let high = shown.lazy.map(\.y).max() else {
      return nothing(in: points, gaps)
    }
    let steps = zip(shown, shown.dropFirst()).lazy.map { $1.x - $0.x }
    if steps.contains(where: { $0 < 0 }) {
      // A line that turns back doesn't rise or fall.
      if steps.contains(where: { $0 > 0 }) { return cloud(of: points, on: axes) }
      shown.reverse()
    }
    let (first, last) = (shown[0].y, shown[shown.count - 1].y)
    // What passes beyond both ends by a tenth of the range is worth a word.
    let margin = (high / 2 - low / 2) / 5
    let (hasLow, hasHigh) = (low < min(first, last) - margin, high > max(first, last) + margin)
    let number = numbers([first, last] + (hasLow ? [low] : []) + (hasHigh ? [high] : []))
    if shown.count == 1 { return "is one point at \(number(first))" + gaps }
    if low == high { return "stays at \(number(first))" + gaps }
    if NumberFormat.short(low, digits: mostDigits) == NumberFormat.short(high, digits: mostDigits) {
      return "stays at about \(NumberFormat.short(first))" + gaps
    }
    var text =
      number(first) == number(last)
      ? "starts and ends at \(first == last ? "" : "about ")\(number(first))"
      : "\(first < last ? "rises" : "falls") from \(number(first)) to \(number(last))"
    if hasLow { text += ", with a minimum of \(number(low))" }
    if hasHigh { text += ", with a maximum of \(number(high))" }
    return text + gaps
  }

  /// Returns how many points there are and what they span.
  public static func cloud(of points: [DataPoint], on axes: Axes) -> String {
    let shown = points.filter(AxesWindow(axes).shows)
    let gaps = hiddenNote(points, on: axes)
    guard let first = shown.first else { return nothing(in: points, gaps) }
    if shown.count == 1 {
      return "is one point at (\(NumberFormat.short(first.x)), \(NumberFormat.short(first.y)))" + gaps
    }
    return "has \(shown.count) points, x \(span(shown.map(\.x))), y \(span(shown.map(\.y)))" + gaps
  }

  /// Returns what the limits of a band or of error bars span.
  public static func extent(of points: [DataPoint], on axes: Axes) -> String {
    if points.isEmpty { return "is empty" }
    let shown = points.filter(AxesWindow(axes).shows)
    return (shown.isEmpty ? "is not seen" : "lies \(span(shown.map(\.y)))") + hiddenNote(points, on: axes)
  }

  /// Returns the values of up to six categories, and the extremes of more.
  public static func categories(_ labels: [String], _ values: [Double], on axes: Axes) -> String {
    let points = values.map { DataPoint(x: 0, y: $0) }
    let pairs = zip(labels, values).filter { $0.1.isFinite && (axes.yScale == .linear || $0.1 > 0) }
    let gaps = hiddenNote(points, on: axes, cutsBeyondRange: false)
    guard let low = pairs.min(by: { $0.1 < $1.1 }), let high = pairs.max(by: { $0.1 < $1.1 }) else {
      return nothing(in: points, gaps)
    }
    let number = numbers(pairs.map(\.1))
    if pairs.count <= 6 { return pairs.map { "\($0.0) \(number($0.1))" }.joined(separator: ", ") + gaps }
    return "\(pairs.count) bars, from \(number(low.1)) (\(low.0)) to \(number(high.1)) (\(high.0))" + gaps
  }

  /// Returns what values lie between, such as "from −1 to 1".
  public static func span(_ values: [Double]) -> String { ends(of: [values]).text }

  /// Returns what the values of a matrix lie between, and how many are not finite.
  static func span(ofRows rows: [[Double]]) -> String {
    let (text, infinite) = ends(of: rows)
    return text + gapNote(infinite)
  }

  /// Returns what values lie between, and how many are not finite; they may be many millions.
  private static func ends(of rows: [[Double]]) -> (text: String, infinite: Int) {
    var (low, high, infinite) = (Double.infinity, -Double.infinity, 0)
    for row in rows {
      for value in row {
        if value.isFinite {
          low = min(low, value)
          high = max(high, value)
        } else {
          infinite += 1
        }
      }
    }
    return (low <= high ? span(from: low, to: high) : "without a finite value", infinite)
  }

  private static func span(from low: Double, to high: Double) -> String {
    let number = numbers([low, high])
    if low == high { return "all \(number(low))" }
    return number(low) == number(high)
      ? "all about \(number(low))" : "from \(number(low)) to \(number(high))"
  }

  /// Returns a remark on values that are not finite; empty if there are none.
  static func gapNote(_ count: Int) -> String { count == 0 ? "" : " (\(notFinite(count)))" }

  /// Returns a remark on points that axes don't show, and why; empty if there are none.
  static func hiddenNote(_ points: [DataPoint], on axes: Axes, cutsBeyondRange: Bool = true) -> String {
    let window = AxesWindow(axes)
    var (infinite, without, beyond) = (0, 0, 0)
    for point in points {
      if !point.isFinite {
        infinite += 1
      } else if !window.canPlace(point) {
        without += 1
      } else if cutsBeyondRange, !window.shows(point) {
        beyond += 1
      }
    }
    var remarks: [String] = []
    if infinite > 0 { remarks.append(notFinite(infinite)) }
    if without > 0 {
      remarks.append("\(counted(without, "is", "are")) not positive, and not shown on a logarithmic axis")
    }
    if beyond > 0 { remarks.append("\(counted(beyond, "lies", "lie")) beyond the axes") }
    return remarks.isEmpty ? "" : " (\(remarks.joined(separator: "; ")))"
  }

  private static let mostDigits = 8

  /// Returns how numbers are written so that those that differ are told apart, with three digits or up to eight.
  static func numbers(_ values: [Double]) -> (Double) -> String {
    let different = Set(values.filter(\.isFinite)).sorted()
    // Rounding must not hide how far two of them are apart: 0.99991 and 0.99999 are not 0.9999 and 1.
    func areTold(_ low: Double, _ high: Double, digits: Int) -> Bool {
      let exponents = [low, high].filter { $0 != $0.rounded() }.map(NumberFormat.decimalExponent)
      guard let exponent = exponents.max() else { return true }
      return pow(10, Double(exponent - digits + 1)) / 2 <= (high - low) / 4
    }
    let digits = (3..<mostDigits).first { digits in
      zip(different, different.dropFirst()).allSatisfy { areTold($0, $1, digits: digits) }
    }
    return { NumberFormat.short($0, digits: digits ?? mostDigits) }
  }

  private static func nothing(in points: [DataPoint], _ gaps: String) -> String {
    points.isEmpty
      ? "is empty" : points.contains(where: \.isFinite) ? "has nothing to show" + gaps : "has no finite value"
  }

  private static func notFinite(_ count: Int) -> String { "\(counted(count, "is", "are")) not finite" }

  private static func counted(_ count: Int, _ singular: String, _ plural: String) -> String {
    count == 1 ? "1 value \(singular)" : "\(count) values \(plural)"
  }
}
