/// The time at which a notebook's `time-limit` is up: reading, compiling, running and rendering all count.
public struct Deadline: Sendable {
  /// The limit, in seconds; nil if there is none.
  public let limit: Double?
  private let end: ContinuousClock.Instant?

  /// No limit.
  public static let none = Deadline(limit: nil, since: .now)

  /// Creates the deadline of what began at `start`.
  init(limit: Double?, since start: ContinuousClock.Instant) {
    self.init(limit: limit, end: limit.map { start + .seconds($0) })
  }

  private init(limit: Double?, end: ContinuousClock.Instant?) {
    (self.limit, self.end) = (limit, end)
  }

  /// The time that is left, in seconds, 0 if it is up; infinite without a limit.
  var remaining: Double { end.map { max(0, ($0 - .now).seconds) } ?? .infinity }

  /// Whether the time is up.
  var isOver: Bool { end.map { $0 <= .now } ?? false }

  /// Returns the deadline moved so that `seconds` are left at least.
  func leaving(atLeast seconds: Double) -> Deadline {
    Deadline(limit: limit, end: end.map { max($0, .now + .seconds(seconds)) })
  }
}

extension Notebook {
  /// Returns when the time is up that the notebook and `confinement` allow.
  public func deadline(_ confinement: Confinement) -> Deadline {
    Deadline(limit: confinement.limits(wanted: frontMatter.limits).time, since: readingBegan)
  }
}
