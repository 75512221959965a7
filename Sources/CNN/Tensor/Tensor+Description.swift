extension Tensor: CustomStringConvertible {
  /// The elements in aligned columns between brackets; long axes show their first and last three parts.
  public var description: String {
    let limit = count > 1000 ? 3 : Int.max
    var shown: [Int] = []
    collect(axis: 0, offset: 0, limit, into: &shown)
    let texts = NumberFormat.align(shown.map { scalars[$0] })
    var next = texts.makeIterator()
    return text(axis: 0, limit, next: { next.next() ?? "" })
  }

  /// The indices along an axis that are shown; nil stands for the gap.
  private func indices(along axis: Int, _ limit: Int) -> [Int?] {
    let size = shape[axis]
    guard size > 2 * Swift.min(limit, size) else { return Array(0..<size) }
    return Array(0..<limit) + [nil] + Array(size - limit..<size)
  }

  private func collect(axis: Int, offset: Int, _ limit: Int, into shown: inout [Int]) {
    guard axis < rank else { return shown.append(offset) }
    for case let index? in indices(along: axis, limit) {
      collect(axis: axis + 1, offset: offset * shape[axis] + index, limit, into: &shown)
    }
  }

  private func text(axis: Int, _ limit: Int, next: () -> String) -> String {
    guard axis < rank else { return next() }
    let parts = indices(along: axis, limit).map { index in
      index == nil ? "…" : text(axis: axis + 1, limit, next: next)
    }
    let isInnermost = axis == rank - 1
    let breaks = String(repeating: "\n", count: Swift.max(1, rank - 1 - axis))
    let separator = isInnermost ? " " : breaks + String(repeating: " ", count: axis + 1)
    return "[" + parts.joined(separator: separator) + "]"
  }
}

/// How numbers are written in columns, without the C library's locale.
enum NumberFormat {
  /// Returns the texts of `values`, all of one width: whole numbers plain, others with up to four decimals.
  static func align(_ values: [Float]) -> [String] {
    let finite = values.lazy.filter(\.isFinite).map(\.magnitude)
    let largest = finite.max() ?? 0
    let smallest = finite.filter { $0 > 0 }.min() ?? 1
    let texts: [String]
    if largest >= 1e7 || smallest < 1e-4 {
      texts = values.map { "\($0)" }
    } else {
      let fixed = values.map { NumberFormat.fixed(Double($0), positions: 4) }
      let positions =
        fixed.map { text in
          text.lastIndex(of: ".").map { dot in
            text[dot...].dropFirst().reversed().drop { $0 == "0" }.count
          } ?? 0
        }.max() ?? 0
      texts = values.map { NumberFormat.fixed(Double($0), positions: positions) }
    }
    let width = texts.map(\.count).max() ?? 0
    return texts.map { String(repeating: " ", count: width - $0.count) + $0 }
  }

  /// Returns `value` with exactly `positions` decimals, ties to even.
  static func fixed(_ value: Double, positions: Int) -> String {
    guard value.isFinite else { return value.isNaN ? "nan" : value < 0 ? "-inf" : "inf" }
    let scale = (0..<positions).reduce(1.0) { scale, _ in scale * 10 }
    guard (value * scale).magnitude < 9e18 else { return "\(value)" }
    let scaled = Int64((value * scale).rounded(.toNearestOrEven))
    let digits = String(scaled.magnitude)
    let padded = String(repeating: "0", count: Swift.max(0, positions + 1 - digits.count)) + digits
    let sign = scaled < 0 ? "-" : ""
    guard positions > 0 else { return sign + padded }
    return sign + padded.dropLast(positions) + "." + padded.suffix(positions)
  }
}
