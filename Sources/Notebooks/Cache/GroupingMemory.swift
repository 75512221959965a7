internal import Display

/// How the cells of a notebook were divided into groups, cached by all their code: nothing is parsed to know it again.
struct GroupingMemory {
  private let store: CacheStore
  private let key: String

  /// Creates the memory of what became of `cells`; nil if nothing is to be kept.
  init?(of cells: [Cell], _ optimization: CellOptimization, _ configuration: RunConfiguration) {
    guard let folder = configuration.cacheFolder else { return nil }
    store = CacheStore(folder: folder)
    let levels = optimization.areOptimized(cells).map { "\($0)" }
    let expected = cells.map { "\($0.options.expectedFailure != nil)" }
    key = NotebookKeys.digest(
      ["groups", configuration.identity] + levels + expected + cells.flatMap { ["cell"] + $0.compiledTexts })
  }

  /// Returns `cells` in the groups of an earlier run; nil if there was none.
  func groups(of cells: [Cell]) -> [CellGroup]? {
    guard let bytes = store.entry(key)?["groups"],
      let record = try? RecordReader(JSONParser.parse(bytes), path: ""),
      let rows = try? record.list("groups")
    else { return nil }
    var groups: [CellGroup] = []
    var rest = cells[...]
    for row in rows {
      guard let count = try? row.integer("count"), let isOptimized = try? row.bool("optimized"),
        1...max(rest.count, 1) ~= count
      else { return nil }
      groups.append(CellGroup(Array(rest.prefix(count)), isOptimized: isOptimized))
      rest.removeFirst(count)
    }
    return rest.isEmpty ? groups : nil
  }

  /// Keeps how the cells were divided.
  func keep(_ groups: [CellGroup]) {
    let rows = groups.map {
      JSON.record(["count": .int($0.cells.count), "optimized": .bool($0.isOptimized)])
    }
    store.store(["groups": Array(JSON.record(["groups": .array(rows)]).text.utf8)], as: key)
  }
}
