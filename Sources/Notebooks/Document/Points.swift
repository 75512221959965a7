/// Points of an exercise, in halves.
package struct Points: Sendable, Hashable, Comparable {
  /// The number of half points.
  package var halves: Int

  /// Creates so many half points.
  package init(halves: Int) { self.halves = halves }

  /// No points.
  package static let zero = Points(halves: 0)

  /// Reads a number such as `2` or `0.5`; nil if it is none, or has other fractions than halves.
  package init?(_ text: String) {
    guard let number = Double(text), (0...10_000).contains(number), (2 * number).rounded() == 2 * number
    else {
      return nil
    }
    halves = Int(2 * number)
  }

  /// The number as people write it, `2½`, which is the same in all languages.
  package var text: String {
    let half = halves % 2 == 1 ? "½" : ""
    return halves == 1 ? half : "\(halves / 2)\(half)"
  }

  /// The number as programs read it, `2.5`.
  package var decimal: String { "\(halves / 2)" + (halves % 2 == 1 ? ".5" : "") }

  package static func + (left: Points, right: Points) -> Points {
    Points(halves: left.halves + right.halves)
  }

  package static func < (left: Points, right: Points) -> Bool { left.halves < right.halves }
}

extension Sequence<Points> {
  /// All points together.
  package var sum: Points { reduce(.zero, +) }
}
