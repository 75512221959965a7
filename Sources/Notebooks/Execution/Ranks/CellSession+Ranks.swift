/// What other ranks have to do with how cells end.
extension CellSession {
  /// Returns what to add to the failure of `cell` if another rank has failed in another way.
  func otherFailure(than diagnostic: Diagnostic, _ end: Worker.End, of cell: Cell) -> Diagnostic? {
    guard let ranks = worker.ranks, ranks.launched.rank == 0 else { return nil }
    if case .rankFailed(let failure) = end { ranks.note(failure.what) }
    guard end.isOwn, let other = ranks.failure(within: 0.25) else { return nil }
    ranks.note(other.what)
    let own = RankFailure.words(for: diagnostic, in: cell, of: notebook)
    if RankFailure.reason(in: other.what) == RankFailure.reason(in: own) { return nil }
    return Diagnostic(.error, other.message, at: cell.start)
  }

  /// Leaves the other ranks after the last cell, in which `turn` may have come out well here and not there.
  func leavingRanks(after turn: CellTurn) -> CellTurn {
    guard let ranks = worker.ranks, turn.result.outcome.letsLaterCellsRun else { return turn }
    var collector = OutputCollector(cell: turn.cell, sourceLines: notebook.lines)
    let timeout = min(notebook.frontMatter.timeout, deadline.remaining)
    let end = worker.run(library: "", task: .leaveRanks, timeout: timeout) { message in
      if case .standardError(let bytes) = message { collector.printError(bytes) }
    }
    var failure = failure(end, turn.cell, timeout: timeout, nil, &collector)
    if case .rankFailed(let other) = end { ranks.note(other.what) }
    if failure == nil, let other = ranks.awaitEnds() {
      ranks.note(other.what)
      failure = (.crashed, Diagnostic(.error, other.message, at: turn.cell.start))
    }
    guard let failure else { return turn }
    var turn = turn
    turn.result.outcome = failure.outcome
    turn.result.outputs.append(.diagnostic(failure.diagnostic))
    return turn
  }
}

extension Worker.End {
  /// Whether it is the cell that has ended so, and nobody has ended it.
  fileprivate var isOwn: Bool {
    switch self {
    case .rankFailed, .interrupted: false
    default: true
    }
  }
}

extension RankFailure {
  /// Returns what `result` of a run of `notebook` says of the first cell that failed, and its number; nil if all is well.
  package static func first(in result: NotebookResult, of notebook: Notebook) -> (cell: Int, what: String)? {
    guard let failed = result.cells.first(where: { $0.outcome.status != .succeeded }),
      let cell = notebook.cells.first(where: { $0.number == failed.number })
    else { return nil }
    return (failed.number, words(for: failed, in: cell, of: notebook))
  }

  /// Returns what to say of the cell that failed with `result`, to go on after `rank 3`.
  static func words(for result: CellResult, in cell: Cell, of notebook: Notebook) -> String {
    let diagnostics = result.outputs.compactMap { output -> Diagnostic? in
      switch output {
      case .diagnostic(let diagnostic) where diagnostic.severity == .error: diagnostic
      case .expectation(let expectation) where !expectation.passed:
        Diagnostic(.error, "expectation failed: \(expectation.code)", at: expectation.location)
      default: nil
      }
    }
    return words(
      for: diagnostics.first ?? Diagnostic(.error, result.outcome.rawValue, at: nil), in: cell, of: notebook)
  }

  static func words(for diagnostic: Diagnostic, in cell: Cell, of notebook: Notebook) -> String {
    let line = (diagnostic.location ?? cell.start).line
    // The start of a long text says enough, on the way to rank 0.
    let message = String(decoding: diagnostic.message.utf8.prefix(1500), as: UTF8.self)
    return "failed in cell '\(cell.name)' at \(notebook.fileName):\(line): \(message)"
  }

  /// Returns what `words` give as the reason, without the line: ranks that differ give the same one from different lines.
  static func reason(in words: String) -> String {
    words.firstRange(of: ": ").map { String(words[$0.upperBound...]) } ?? words
  }
}
