internal import Synchronization

/// What came of formulas in this process: a page that is written again needs the engine for new ones only.
enum MathCache {
  /// What a formula's markup depends on.
  struct Key: Hashable, Sendable {
    var tex: String
    var isDisplay: Bool
    /// The formulas before it that define macros.
    var definitions: [String]
    var library: String
  }

  /// The number of formulas that are kept; a page has far fewer.
  private static let limit = 10_000
  private static let kept = Mutex<[Key: Result<String, KaTeX.Failure>]>([:])

  /// Returns what came of a formula, if it is known.
  static func result(_ key: Key) -> Result<String, KaTeX.Failure>? { kept.withLock { $0[key] } }

  /// Keeps what came of a formula, if it is MathML or came late.
  ///
  /// Other errors cost nothing.
  static func keep(_ result: Result<String, KaTeX.Failure>, isSlow: Bool, for key: Key) {
    if case .failure = result, !isSlow { return }
    kept.withLock { kept in
      if kept.count >= limit { kept = [:] }
      kept[key] = result
    }
  }
}
