internal import Notebooks

extension NotebookRun {
  /// Runs the notebook on a rank that writes nothing but what goes wrong there and nowhere else.
  ///
  /// - Returns: How the run ended, as rank 0 says.
  func perform(as guest: RankGuest) throws(NotebookError) -> RunStatus {
    do throws(NotebookError) {
      let notebook = try read()
      let result = try Runner(configuration: try configuration(for: notebook), ranks: guest) { _ in }.run(
        notebook)
      guard let failed = RankFailure.first(in: result, of: notebook) else {
        guest.finish()
        report(result.problems, of: notebook)
        return result.status
      }
      let end = guest.fail(cell: failed.cell, failed.what, isInterruption: result.status == .interrupted)
      if !(end?.isKnown ?? (result.status == .interrupted)) { Console.write("this rank \(failed.what)\n") }
      return end?.status ?? result.status
    } catch {
      let end = guest.fail(cell: nil, "failed: \(error.diagnosticText)")
      if !(end?.isKnown ?? false) { throw error }
      return end?.status ?? .usage
    }
  }
}
