/// Lengths of time as one writes them.
public enum Seconds {
  /// Reads `60s`, `2m`, `500ms` or a number of seconds; nil if `text` is no such thing.
  public static func read(_ text: String) -> Double? {
    let digits = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
    let units = ["": 1, "s": 1, "ms": 0.001, "m": 60, "min": 60, "h": 3600]
    let unit = text.dropFirst(digits.count).drop { $0 == " " }
    guard let number = Double(digits), let factor = units[String(unit)] else { return nil }
    // Longer than anybody waits, and short enough for the clock.
    return number > 0 && number * factor <= 1e9 ? number * factor : nil
  }
}
