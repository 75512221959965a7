/// How far a run has come, for a line below the page.
public struct PreviewProgress: Codable, Sendable, Equatable {
  /// What is being done, or how the run has ended, in a few words.
  public var text: String
  /// Whether something runs.
  public var isRunning: Bool
  /// Whether something has failed.
  public var hasFailed: Bool
  /// The part of a long task that is done, from 0 to 1; nil if unknown.
  public var fraction: Double?
  /// The numbers of a long task so far, such as losses; drawn as a small curve.
  public var series: [Double]

  /// Creates the progress of a run.
  public init(
    text: String = "", isRunning: Bool = false, hasFailed: Bool = false, fraction: Double? = nil,
    series: [Double] = []
  ) {
    self.text = text
    self.isRunning = isRunning
    self.hasFailed = hasFailed
    self.fraction = fraction
    self.series = series
  }
}
