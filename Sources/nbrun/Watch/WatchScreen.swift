internal import Display
internal import Foundation
internal import LivePreview
internal import Notebooks
internal import Synchronization

/// Shows what happens while watching: lines in the terminal, the page and its state in the browser.
///
/// To be used by one thread, the one that runs the cells.
final class WatchScreen: @unchecked Sendable {
  /// What the server shows.
  let content = PreviewContent()
  private let confinement: Confinement
  private let markup: MarkupCache
  private let changes: AsyncStream<Change>.Continuation
  private var console = ConsoleRecorder(destination: Console.destination, style: Console.style)
  private var notebook: Notebook?
  private var lastPage = ContinuousClock.now
  private var beginning = ContinuousClock.now
  private var ranCount = 0
  private var losses: [Double] = []

  /// What changes the content, in order.
  private enum Change: Sendable {
    case page(String)
    case progress(PreviewProgress)
  }

  /// Creates a screen for a notebook that runs with `confinement`, whose time counts for the page, too.
  init(confinement: Confinement, markup: MarkupCache) {
    self.confinement = confinement
    self.markup = markup
    let (stream, continuation) = AsyncStream.makeStream(of: Change.self)
    changes = continuation
    let content = content
    Task {
      for await change in stream {
        switch change {
        case .page(let html): await content.show(page: html)
        case .progress(let progress): await content.show(progress)
        }
      }
    }
  }

  /// Begins to show an update to `notebook`.
  func begin(_ notebook: Notebook) {
    self.notebook = notebook
    (beginning, ranCount) = (.now, 0)
    console = ConsoleRecorder(destination: Console.destination, style: Console.style)
    console.record(.runStarted(notebook))
    tell("running", isRunning: true)
  }

  /// Takes in what happens during an update.
  func record(_ event: RunEvent) {
    console.record(event)
    switch event {
    case .cellCompiling(let cell): tell("compiling \(cell.name)", isRunning: true)
    case .cellStarted(let cell):
      losses = []
      tell("running \(cell.name)", isRunning: true)
    case .progress(let cell, let report):
      if let loss = Self.loss(in: report.detail) { losses.append(loss) }
      let fraction = Double(report.completed) / Double(max(1, report.total))
      let progress = PreviewProgress(
        text: "\(cell.name): \(report.detail)", isRunning: true, fraction: fraction, series: losses)
      changes.yield(.progress(progress))
    case .cellFinished: ranCount += 1
    case .runStarted, .cellUsed, .expectation, .cacheProblem, .runFinished: break
    }
  }

  /// Shows the page with the results so far, if the last one is not too new.
  func show(_ result: NotebookResult) {
    guard lastPage.duration(to: .now) > .seconds(0.5) else { return }
    _ = render(result)
  }

  /// Shows the page with the results of the whole update, and returns it.
  func finish(_ result: NotebookResult) -> Handout {
    console.record(.runFinished(result))
    let handout = render(result)
    guard let notebook else { return handout }
    let text = DiagnosticText(path: notebook.path, lines: notebook.lines, style: Console.style)
    for problem in handout.problems { Console.write(text.text(of: problem)) }
    let failures = result.cells.filter { $0.outcome.status != .succeeded }
    let hasFailed = result.status != .succeeded || handout.problems.contains { $0.severity == .error }
    let sum = "\(ranCount) of \(notebook.fencedCells.count) cells ran"
    tell(
      failures.first.map { "\($0.name) failed · \(sum)" } ?? (hasFailed ? "the file has errors" : sum),
      hasFailed: hasFailed)
    return handout
  }

  /// Tells that the notebook could not be read or run at all.
  func fail(_ error: NotebookError) {
    Console.write(error.message + "\n")
    tell(error.message, hasFailed: true)
  }

  private func render(_ result: NotebookResult) -> Handout {
    guard let notebook else { return Handout(html: "") }
    let handout = HTMLHandout.render(
      notebook: notebook, result: result, cache: markup, deadline: notebook.deadline(confinement))
    changes.yield(.page(handout.html))
    lastPage = .now
    return handout
  }

  private func tell(_ text: String, isRunning: Bool = false, hasFailed: Bool = false) {
    changes.yield(.progress(PreviewProgress(text: text, isRunning: isRunning, hasFailed: hasFailed)))
  }

  /// Returns the number behind the word "loss".
  private static func loss(in text: String) -> Double? {
    text.firstMatch(of: /loss ([0-9.e+-]+[0-9])/).flatMap { Double($0.1) }
  }
}
