internal import Synchronization

/// What is known from before of cells that are to be compiled, and what becomes known of them, in their order.
///
/// The key of a cell follows from the modules before it, which have to be the final ones. So cells are looked up and
/// kept only when all those before them have been settled, whatever the order in which compilers are done.
final class ReusePass: Sendable {
  private struct State {
    /// The number of cells that are settled, one after the other.
    var count = 0
    /// Those of them that later cells see.
    var visible: [CompiledCell]
    var countsLines: Bool
    /// Whether the cells that follow see another interface than before.
    var hasChanged = false
    /// What is settled beyond the first cell that is not.
    var waiting: [Int: CompiledCell?] = [:]
  }

  private let reuse: CellReuse
  private let cells: [Cell]
  private let state: Mutex<State>

  /// Begins a pass over `cells`.
  ///
  /// - Parameters:
  ///   - earlier: The cells before these.
  ///   - countsLines: Whether an earlier cell may ask for the lines of those who call it.
  init(_ reuse: CellReuse, cells: [Cell], after earlier: [CompiledCell], countsLines: Bool) {
    self.reuse = reuse
    self.cells = cells
    state = Mutex(State(visible: earlier, countsLines: countsLines))
  }

  /// Whether cells that are yet to come see another interface than before, so that none of them is what it was.
  var hasChanged: Bool { state.withLock(\.hasChanged) }

  /// Returns the cell at `index` as it was compiled before; nil if that was another one.
  ///
  /// To be called when all cells before it are settled.
  func take(_ index: Int) -> CompiledCell? {
    state.withLock { state in
      precondition(state.count == index)
      let known = reuse.take(cells[index], key(state))
      // Lines concern the cell itself, anything else those below it too.
      let tellsLines = cells[index].tellsLines(countsLines: state.countsLines)
      if known == nil, reuse.isLikely(cells[index]), !tellsLines { state.hasChanged = true }
      return known
    }
  }

  /// Forgets the cell at `index`, whose files are about to change.
  func forget(_ index: Int) { reuse.forget(cells[index]) }

  /// Takes down what became of the cell at `index`, and keeps it for later: nil if it was refused as it should be.
  func settle(_ index: Int, _ compiled: CompiledCell?) {
    state.withLock { state in
      state.waiting[index] = .some(compiled)
      while let next = state.waiting.removeValue(forKey: state.count) {
        let cell = cells[state.count]
        if let next { reuse.keep(next, of: cell, key(state)) }
        // What a failing cell declares is gone with it.
        if let next, cell.options.expectedFailure == nil { state.visible.append(next) }
        state.countsLines = state.countsLines || cell.code.contains("#")
        state.count += 1
      }
    }
  }

  private func key(_ state: State) -> String {
    reuse.key(of: cells[state.count], after: state.visible, countsLines: state.countsLines)
  }
}
