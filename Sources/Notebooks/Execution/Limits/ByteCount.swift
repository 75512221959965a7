/// Sizes of memory and files as one reads and writes them.
public enum ByteCount {
  private static let units: [(name: String, size: Int)] = [
    ("TiB", 1 << 40), ("TB", 1_000_000_000_000), ("GiB", 1 << 30), ("GB", 1_000_000_000), ("MiB", 1 << 20),
    ("MB", 1_000_000), ("KiB", 1 << 10), ("kB", 1000),
  ]

  /// Returns `count` in the largest unit that needs no fraction, or else with one digit after the point.
  public static func text(_ count: Int) -> String {
    if count < 1000 { return "\(count) bytes" }
    if let (name, size) = units.first(where: { count % $0.size == 0 && count / $0.size < 10_000 }) {
      return "\(count / size) \(name)"
    }
    let (name, size) = units.first { $0.name.contains("i") && count >= $0.size } ?? ("kB", 1000)
    return "\((Double(count) / Double(size) * 10).rounded() / 10) \(name)"
  }

  /// Reads `2 GB`, `512MiB` or `4096`; nil if `text` is no such thing.
  public static func read(_ text: String) -> Int? {
    let digits = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
    let unit = text.dropFirst(digits.count).drop { $0 == " " }.lowercased()
    let sizes = Dictionary(uniqueKeysWithValues: units.map { ($0.name.lowercased(), $0.size) })
    guard let number = Double(digits), let size = ["": 1, "b": 1, "bytes": 1][unit] ?? sizes[unit] else {
      return nil
    }
    let bytes = number * Double(size)
    return bytes >= 1 && bytes < 1e18 ? Int(bytes) : nil
  }
}
