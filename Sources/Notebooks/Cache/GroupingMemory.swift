internal import Display

/// How the cells of a notebook were divided into groups, cached by all their code: nothing is parsed to know it again.
struct GroupingMemory {
  private let cells: [Cell]
  private let areOptimized: [Bool]
  private let store: CacheStore
  private let key: String
  private let storesNew: Bool

  /// Creates the memory of what became of `cells`; nil if nothing is to be kept.
  init?(of cells: [Cell], areOptimized: [Bool], _ configuration: RunConfiguration) {
    guard let folder = configuration.cacheFolder else { return nil }
    (self.cells, self.areOptimized) = (cells, areOptimized)
    store = CacheStore(folder: folder)
    storesNew = configuration.storesResults
    let expected = cells.map { "\($0.options.expectedFailure != nil)" }
    key = NotebookKeys.digest(
      ["groups", configuration.identity] + areOptimized.map { "\($0)" } + expected
        + cells.flatMap { ["cell"] + $0.compiledTexts })
  }

  /// Returns the cells in the groups of an earlier run; nil if there was none.
  func groups() -> [CellGroup]? {
    guard let bytes = store.entry(key)?["counts"],
      case .array(let counts)? = try? JSONParser.parse(bytes)
    else { return nil }
    var groups: [CellGroup] = []
    var start = 0
    for case .number(let spelling) in counts {
      guard let count = Int(spelling), 1...max(cells.count - start, 1) ~= count, start < cells.count else {
        return nil
      }
      // All cells of a group are alike in that.
      groups.append(CellGroup(Array(cells[start..<start + count]), isOptimized: areOptimized[start]))
      start += count
    }
    return start == cells.count ? groups : nil
  }

  /// Keeps how the cells were divided.
  func keep(_ groups: [CellGroup]) {
    guard storesNew else { return }
    let counts = JSON.array(groups.map { .int($0.cells.count) })
    store.store(["counts": Array(counts.text.utf8)], as: key)
  }
}
