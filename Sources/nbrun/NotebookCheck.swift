internal import Foundation
internal import Notebooks

/// One notebook on its way from markdown to a comparison with what is stored of it.
struct NotebookCheck {
  /// The run.
  let run: NotebookRun
  /// Whether every byte has to be the same.
  let isExact: Bool

  /// Runs the notebook and tells what differs; writes nothing.
  func perform() throws(NotebookError) -> RunStatus {
    let done = try run.execute()
    let stored = try storedResult(of: done.notebook)
    let count = tell(try differences(from: stored, to: done), in: done.notebook)
    if count > 0 {
      let difference = count == 1 ? "difference" : "differences"
      Console.write(
        "\(Console.style.mark(false)) \(count) \(difference); 'nbrun accept \(run.path)' stores the new outputs\n"
      )
    } else {
      Console.write("\(Console.style.mark(true)) as stored in \(run.output)\n")
    }
    return done.status == .succeeded && count > 0 ? .differs : done.status
  }

  /// Runs the notebook and stores what it gave, unless it failed.
  func accept() throws(NotebookError) -> RunStatus {
    let done = try run.execute()
    guard done.status == .succeeded else {
      Console.write("\(Console.style.mark(false)) not stored, since the run failed\n")
      return done.status
    }
    let stored = Result { () throws(NotebookError) in try storedResult(of: done.notebook) }
    if case .success(let stored) = stored {
      let comparison = ResultComparison(notebook: done.notebook, isExact: true)
      _ = tell(comparison.differences(from: stored, to: done.result), in: done.notebook)
    }
    try run.write(done)
    return .succeeded
  }

  private func storedResult(of notebook: Notebook) throws(NotebookError) -> NotebookResult {
    do throws(NotebookError) { return try HandoutWriter.read(name: notebook.name, in: run.output) } catch {
      if case .missing = error { throw .nothingStored(path: run.path, folder: run.output) }
      throw error
    }
  }

  private func differences(from stored: NotebookResult, to done: NotebookRun.Execution) throws(NotebookError)
    -> [Difference]
  {
    let comparison = ResultComparison(notebook: done.notebook, isExact: isExact)
    let differences = comparison.differences(from: stored, to: done.result)
    guard isExact else { return differences }
    let fresh = FileManager.default.temporaryDirectory.appending(path: "nbrun-check-\(UUID().uuidString)")
      .path
    defer { try? FileManager.default.removeItem(atPath: fresh) }
    try HandoutWriter.write(html: done.html, notebook: done.notebook, result: done.result, to: fresh)
    return differences
      + StoredFiles.differences(of: done.notebook.name, stored: run.output, found: fresh)
  }

  private func tell(_ differences: [Difference], in notebook: Notebook) -> Int {
    let text = DifferenceText(notebook: notebook, style: Console.style)
    for difference in differences { Console.write(text.text(of: difference)) }
    return differences.count
  }
}
