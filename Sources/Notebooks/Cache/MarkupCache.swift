/// Markup of formulas and of colored code, cached by the text that it is made from.
///
/// Making it takes a JavaScript engine and the toolchain's parser, neither of which starts while everything is known.
/// What one page is made of is one entry of the cache; it holds nothing that the latest page did not use.
public final class MarkupCache {
  /// A digest of what markup is made from; the name of its part of the entry.
  ///
  /// Two texts that Swift takes for equal may differ in their bytes, and then so does their markup.
  struct Key: Hashable {
    fileprivate let name: String

    /// A formula, with the digest of the definitions before it.
    static func formula(_ tex: String, isDisplay: Bool, after definitions: String) -> Key {
      Key(name: NotebookKeys.digest([isDisplay ? "display" : "formula", definitions, tex]))
    }

    /// Swift that is shown.
    static func swift(_ code: String) -> Key { Key(name: NotebookKeys.digest(["swift", code])) }
  }

  /// The path of KaTeX.
  let mathLibrary: String
  private let store: CacheStore?
  private let entryKey: String
  private lazy var known = read()
  private var used: Set<Key> = []
  private var isChanged = false
  /// Formulas that took all the time that one may have, which are remembered in this process only.
  private var failures: [Key: KaTeX.Failure] = [:]
  /// What was wrong with the entry when it was read.
  public private(set) var problems: [String] = []

  /// Creates the cache of one page.
  ///
  /// - Parameters:
  ///   - folder: The folder of the user's cache; nil keeps everything in memory.
  ///   - program: The path of this program, whose version counts.
  ///   - page: What tells the page from others, so that it has an entry of its own.
  ///   - mathLibrary: The path of KaTeX, whose version counts.
  package init(folder: String?, program: String, page: [String], mathLibrary: String = KaTeX.path) {
    store = folder.map(CacheStore.init)
    self.mathLibrary = mathLibrary
    let files =
      folder == nil
      ? [] : [program, mathLibrary, KaTeX.engineLibrary, SourceKit.libraryPath].compactMap(\.self)
    entryKey = NotebookKeys.digest(["markup"] + files.flatMap { [$0, FileState.stamp(of: $0)] } + page)
  }

  /// Creates the cache of the page of `notebook`, in the folder of the configuration if that has one.
  public convenience init(of notebook: Notebook, _ configuration: RunConfiguration) {
    self.init(
      folder: configuration.cacheFolder, program: configuration.worker.executable,
      page: ["handout", configuration.folder, notebook.fileName, notebook.variant.rawValue])
  }

  /// Creates the cache of the index at `path`.
  public convenience init(ofIndexAt path: String, folder: String?, program: String) {
    self.init(folder: folder, program: program, page: ["index", path])
  }

  /// Creates a cache in memory.
  public convenience init() { self.init(folder: nil, program: "", page: []) }

  /// Returns the markup of `key`, if it is known.
  func markup(of key: Key) -> HTML? {
    guard let bytes = known[key] else { return nil }
    used.insert(key)
    return HTML(trusted: String(decoding: bytes, as: UTF8.self))
  }

  /// Takes in the markup of `key`.
  func keep(_ markup: HTML, of key: Key) {
    known[key] = Array(markup.markup.utf8)
    used.insert(key)
    isChanged = true
  }

  /// Returns why there is no markup of `key`, if that is known.
  func failure(of key: Key) -> KaTeX.Failure? { failures[key] }

  /// Takes in why there is no markup of `key`.
  func keep(_ failure: KaTeX.Failure, of key: Key) { failures[key] = failure }

  /// Stores what the page that is complete now has used, and forgets the rest.
  ///
  /// A folder that cannot be written to costs only the cache.
  func finish() {
    let latest = known.filter { used.contains($0.key) }
    if isChanged || latest.count < known.count {
      store?.store(
        Dictionary(uniqueKeysWithValues: latest.map { ($0.key.name, $0.value) }), as: entryKey)
    }
    (known, used, isChanged) = (latest, [], false)
  }

  private func read() -> [Key: [UInt8]] {
    guard let store else { return [:] }
    let parts = store.entry(entryKey) ?? [:]
    problems = store.problems
    return Dictionary(uniqueKeysWithValues: parts.map { (Key(name: $0.key), $0.value) })
  }
}
