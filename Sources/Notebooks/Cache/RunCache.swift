internal import Foundation

/// What of a notebook's earlier runs may stand for the next one.
public final class RunCache {
  /// What will become of a cell.
  public enum Plan: Sendable, Equatable {
    /// Its cached result is still valid.
    case cached
    /// It runs, and why.
    case runs(reason: String)
  }

  private let store: CacheStore
  private let notebook: Notebook
  private let configuration: RunConfiguration
  private let environment: [String: String]
  private let keys: NotebookKeys
  /// The file system's clock is a tick behind.
  private let start = Date().timeIntervalSince1970 - 0.02
  private var history: RunHistory
  private lazy var places = CellPlaces(of: notebook)
  private var isWhole = true

  /// Creates the cache of `notebook`; nil if the configuration wants none.
  public init?(_ notebook: Notebook, _ configuration: RunConfiguration) {
    guard configuration.storesResults, configuration.cachesResults, let folder = configuration.cacheFolder
    else { return nil }
    store = CacheStore(folder: folder)
    self.notebook = notebook
    self.configuration = configuration
    environment = configuration.environment(of: notebook)
    keys = NotebookKeys(
      notebook, program: configuration.identity, folder: configuration.folder,
      confinement: configuration.confinement, environment: environment)
    history = RunHistory(keys: keys)
  }

  /// The folder of a user with that environment: `NBRUN_CACHE`, or below `XDG_CACHE_HOME` or `~/.cache`.
  public static func userFolder(_ environment: [String: String]) -> String? {
    CacheStore.userFolder(environment)
  }

  /// Returns the number of entries in `folder`, and their size in bytes.
  public static func contents(ofFolder folder: String) -> (count: Int, size: Int) {
    CacheStore(folder: folder).contents
  }

  /// Removes the entries in `folder`; returns their number and size in bytes.
  public static func clear(folder: String) -> (count: Int, size: Int) { CacheStore(folder: folder).clear() }

  /// What was wrong with the cache itself.
  public var problems: [String] { store.problems }

  /// What an earlier run left of a cell.
  struct CachedCell {
    /// What the cell gave.
    var result: CellResult
    /// What it read.
    var use: CellUse
  }

  /// Returns the results of all cells that run; nil unless every one of them still holds.
  func results() -> [CachedCell]? {
    var results: [CachedCell] = []
    for part in keys.cells {
      guard let cell = storedCell(part), cell.observations.allSatisfy({ $0.holds(environment) }) else {
        return nil
      }
      results.append(
        CachedCell(result: cell.result, use: CellUse(peakMemory: nil, cell.observations.map(\.access))))
    }
    return results
  }

  /// Tells for each cell that runs what will become of it.
  ///
  /// Results are cached, variables are not: if one cell has to run, all have to.
  public func plans() -> [(name: String, plan: Plan)] {
    let last = store.entry(historyKey)?["history"].flatMap { try? RunHistory($0, like: keys) }
    var plans: [(name: String, plan: Plan)] = []
    var first: String?
    for (index, part) in keys.cells.enumerated() {
      let reason = self.reason(for: part, at: index, last, first)
      if reason != nil, first == nil { first = part.name }
      plans.append((part.name, reason.map { .runs(reason: $0) } ?? .cached))
    }
    guard let first else { return plans }
    return plans.map { name, plan in
      (name, plan == .cached ? .runs(reason: "\(first) needs its variables") : plan)
    }
  }

  private func reason(
    for part: NotebookKeys.Part, at index: Int, _ last: RunHistory?, _ first: String?
  ) -> String? {
    if let stored = storedCell(part) {
      return stored.observations.first { !$0.holds(environment) }?.reason
    }
    guard let last else { return first.map { "\($0) runs" } ?? "no earlier run is known" }
    return last.reason(for: part, at: index, of: keys) ?? "\(first ?? "a cell") above runs again"
  }

  /// Stores what a cell gave, if every cell up to it can be repeated.
  func store(_ result: CellResult, _ accesses: [Access]?, ignoring folders: [String]) {
    guard let part = keys.cells.first(where: { $0.number == result.number }) else { return }
    let dependencies = CellDependencies(
      accesses, since: start, environment, ignoring: folders + [configuration.toolchain.root])
    let cell = notebook.cells.first { $0.number == result.number }
    let code = cell?.code ?? ""
    let direct = ["syscall", "dlsym", "dlopen"].first { code.contains($0) }.map {
      "it may call the system by \($0)"
    }
    // As long as nobody has begun an exercise, its checks fail on every run.
    let isOpen = result.outcome == .expectationFailed && cell?.options.openStubs.isEmpty == false
    let failure =
      result.outcome.isRepeatable || isOpen
      ? direct : "it failed in the last run (\(result.outcome.words))"
    if let obstacle = failure ?? dependencies.obstacle {
      history.obstacles[part.number] = obstacle
      isWhole = false
    }
    guard isWhole else { return }
    let stored = StoredCell(result: result, observations: dependencies.observations)
    store.store(stored.parts(places), as: part.key)
  }

  /// Stores what the run was made of.
  func finish() {
    store.store(["history": history.record], as: historyKey)
    store.trim()
  }

  private func storedCell(_ part: NotebookKeys.Part) -> StoredCell? {
    guard let parts = store.entry(part.key) else { return nil }
    return try? StoredCell(parts, places, fileName: notebook.fileName)
  }

  private var historyKey: String {
    NotebookKeys.digest(["history", configuration.folder, notebook.fileName])
  }
}

extension StoredCell {
  /// Creates an entry for `result`.
  init(result: CellResult, observations: [Observation]) {
    self.result = result
    self.observations = observations
  }
}

extension CellOutcome {
  /// Whether a later run would end the same way.
  fileprivate var isRepeatable: Bool { self == .succeeded || self == .failedAsExpected }
}
