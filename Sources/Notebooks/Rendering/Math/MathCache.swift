internal import Synchronization

/// Formulas that have been typeset in this process: a page that is written again needs the engine for new ones only.
enum MathCache {
  /// What a formula's markup depends on.
  struct Key: Hashable, Sendable {
    var tex: String
    var isDisplay: Bool
    var library: String
  }

  /// The number of formulas that are kept; a page has far fewer.
  private static let limit = 10_000
  private static let kept = Mutex<[Key: String]>([:])

  /// Returns the MathML, if it is known.
  static func markup(_ key: Key) -> String? { kept.withLock { $0[key] } }

  /// Keeps the MathML.
  static func keep(_ markup: String, for key: Key) {
    kept.withLock { kept in
      if kept.count >= limit { kept = [:] }
      kept[key] = markup
    }
  }
}
