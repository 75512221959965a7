internal import Foundation
internal import Notebooks

/// One notebook on its way from markdown to a comparison with what is stored of it.
struct NotebookCheck {
  /// The run.
  let run: NotebookRun
  /// Whether every byte has to be the same.
  let isExact: Bool
  /// The folder for a page that shows the differences; nil writes none.
  var review: String?

  /// Runs the notebook and tells what differs; writes nothing but the page for a review.
  func perform() throws(NotebookError) -> RunStatus {
    let done = try execute()
    let stored = try storedRecord(of: done.notebook)
    let differences = try differences(from: stored, to: done)
    let count = tell(differences, in: done.notebook)
    if count > 0 {
      if let review {
        let page = ReviewPage(
          notebook: done.notebook, stored: stored.result, found: done.result, differences: differences)
        let path = NotebookCheck.reviewPage(of: done.notebook.name, in: review)
        try HandoutWriter.write(page.text, to: path)
        Console.write("the differences side by side: \(path)\n")
      }
      let difference = count == 1 ? "difference" : "differences"
      Console.write(
        "\(Console.style.mark(false)) \(count) \(difference); 'nbrun accept \(run.path)' stores the new outputs\n"
      )
    } else if run.detail != .quiet {
      Console.write("\(Console.style.mark(true)) the same as stored in \(run.output)\n")
    }
    return done.status == .succeeded && count > 0 ? .differs : done.status
  }

  /// The path of the page for a review of the notebook `name`.
  static func reviewPage(of name: String, in folder: String) -> String { "\(folder)/\(name).html" }

  /// Runs the notebook and stores what it gave, unless it failed.
  ///
  /// - Parameter cells: The names of the cells whose outputs are stored, while those of the others stay as they
  ///   are; empty for all.
  func accept(cells: [String]) throws(NotebookError) -> RunStatus {
    var done = try execute()
    guard done.status == .succeeded else {
      Console.write("\(Console.style.mark(false)) not stored, since the run failed\n")
      return done.status
    }
    let stored = Result { () throws(NotebookError) in try storedRecord(of: done.notebook) }
    if !cells.isEmpty {
      let merged = try Acceptance(
        notebook: done.notebook, stored: try stored.get().result, found: done.result
      )
      .result(accepting: cells)
      done.result = merged
      done.handout = HTMLHandout.render(
        notebook: done.notebook, result: merged, cache: done.markup,
        deadline: done.notebook.deadline(run.confinement), list: try run.courseList(),
        stored: run.stored)
    }
    if case .success(let stored) = stored {
      let comparison = ResultComparison(notebook: done.notebook, isExact: true)
      _ = tell(comparison.differences(from: stored, to: done.result), in: done.notebook)
    }
    try run.write(done)
    return .succeeded
  }

  /// Runs the notebook with the data of its example, which only readers may change.
  private func execute() throws(NotebookError) -> NotebookRun.Execution {
    var done = try run.execute()
    let count = done.result.count(of: .changedExample)
    if done.status == .succeeded, count > 0 {
      let expectations = count == 1 ? "1 expectation differs" : "\(count) expectations differ"
      Console.write("\(Console.style.mark(false)) \(expectations) from the original example\n")
      done.status = .cellFailed
    }
    return done
  }

  private func storedRecord(of notebook: Notebook) throws(NotebookError) -> ResultRecord {
    do throws(NotebookError) { return try HandoutWriter.record(name: notebook.name, in: run.output) } catch {
      if case .missing = error { throw .nothingStored(path: run.path, folder: run.output) }
      throw error
    }
  }

  private func differences(from stored: ResultRecord, to done: NotebookRun.Execution) throws(NotebookError)
    -> [Difference]
  {
    let comparison = ResultComparison(notebook: done.notebook, isExact: isExact)
    let differences = comparison.differences(from: stored, to: done.result)
    guard isExact else { return differences }
    let fresh = try TemporaryFolder()
    defer { fresh.remove() }
    try HandoutWriter.write(done.handout, notebook: done.notebook, result: done.result, to: fresh.path)
    return differences
      + StoredFiles.differences(
        stored: HandoutFiles(of: done.notebook, in: run.output),
        found: HandoutFiles(of: done.notebook, in: fresh.path))
  }

  private func tell(_ differences: [Difference], in notebook: Notebook) -> Int {
    let text = DifferenceText(notebook: notebook, style: Console.style)
    for difference in differences { Console.write(text.text(of: difference)) }
    return differences.count
  }
}
