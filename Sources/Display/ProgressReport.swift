/// How far a long task, such as a training, has come.
public struct ProgressReport: Sendable, Equatable {
  /// What is being done, such as "training".
  public var task: String
  /// The number of steps done.
  public var completed: Int
  /// The number of steps in all.
  public var total: Int
  /// What is worth knowing now, such as "loss 0.41".
  public var detail: String

  /// Creates a report.
  public init(task: String, completed: Int, total: Int, detail: String = "") {
    self.task = task
    self.completed = completed
    self.total = total
    self.detail = detail
  }
}
