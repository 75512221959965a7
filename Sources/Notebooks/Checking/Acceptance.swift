/// Takes the outputs of some cells of a run over into what is stored of an earlier one.
public struct Acceptance {
  private let notebook: Notebook
  private let stored: NotebookResult
  private let found: NotebookResult

  /// Creates the acceptance of a run of `notebook`.
  public init(notebook: Notebook, stored: NotebookResult, found: NotebookResult) {
    self.notebook = notebook
    self.stored = stored
    self.found = found
  }

  /// Returns the stored result with the outputs of the cells called `names` as they were found.
  ///
  /// - Throws: `NotebookError.notAcceptable` for a name that no cell has, or when the notebook has other cells than
  ///   the stored result, so that what would be stored belonged to no notebook.
  public func result(accepting names: [String]) throws(NotebookError) -> NotebookResult {
    for name in names where !found.cells.contains(where: { $0.name == name }) {
      let help = Spelling.suggestion(for: name, among: found.cells.map(\.name))
      throw .notAcceptable(path: notebook.path, reason: "there is no cell '\(name)'; \(help)")
    }
    guard stored.cells.map(\.name) == found.cells.map(\.name) else {
      throw .notAcceptable(
        path: notebook.path,
        reason: "its cells are not those that are stored, so single ones cannot be stored; leave out '--cell'"
      )
    }
    var result = stored
    for (index, cell) in found.cells.enumerated() where names.contains(cell.name) {
      result.cells[index] = cell
    }
    return result
  }
}
