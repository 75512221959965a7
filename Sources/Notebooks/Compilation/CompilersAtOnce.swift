internal import CProcessors

extension RunConfiguration {
  /// Returns how many compilers may work on one notebook at once: the processors that this process may use, shared by
  /// the notebooks that run at once, and eight at most.
  ///
  /// More than one makes a notebook's first run faster and costs about a third more of the processors' time, so it is
  /// for those that would be idle.
  public static func compilersAtOnce(notebooksAtOnce: Int = 1) -> Int {
    compilersAtOnce(notebooksAtOnce: notebooksAtOnce, processors: Int(cpc_processor_count()))
  }

  /// The same on a machine with so many `processors`.
  package static func compilersAtOnce(notebooksAtOnce: Int, processors: Int) -> Int {
    min(max(processors / notebooksAtOnce, 1), 8)
  }
}
