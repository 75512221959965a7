public import Display

/// What happens during a run, in order; every report of a run is folded from these.
public enum RunEvent: Sendable {
  /// The run begins.
  case runStarted(Notebook)
  /// The runner waits for the compiler to be done with a cell.
  case cellCompiling(Cell)
  /// A cell begins to run.
  case cellStarted(Cell)
  /// A cell tells how far it has come.
  case progress(Cell, ProgressReport)
  /// A cell checked an expectation.
  case expectation(Cell, ExpectationOutput)
  /// A cell has used memory and files; sent before it has finished, and only if it has begun.
  case cellUsed(Cell, CellUse)
  /// A cell has ended, or will not run. Each cell has exactly one such event, in order.
  case cellFinished(Cell, CellResult, CellTiming)
  /// The cache is damaged or cannot be written to, which changes no result.
  case cacheProblem(String)
  /// The run has ended; nothing follows.
  case runFinished(NotebookResult)
}

/// How long the steps of a cell took, in seconds.
public struct CellTiming: Sendable, Equatable, Codable {
  /// Compiling, on a thread ahead of the run.
  public var compile = 0.0
  /// Linking, likewise.
  public var link = 0.0
  /// Waiting for the compiler: what of it was not hidden behind the cells before.
  public var wait = 0.0
  /// Running.
  public var run = 0.0
  /// Whether the cell was not run, since an earlier result of it still holds.
  public var isCached = false

  /// Creates the timing of a cell that has not begun.
  public init() {}
}
