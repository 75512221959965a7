internal import Foundation

/// Folds a run into its record, `run.json`, of which no handout shows anything.
public struct RunRecorder {
  private var record = RunRecord()
  private var notebook: Notebook?
  private var filesRead: Set<String> = []
  private var memory: [String: Int] = [:]
  private var runTimes: [String: Double] = [:]
  private var start = ContinuousClock.now

  /// Creates a recorder.
  public init() {}

  /// Takes in what happened.
  public mutating func record(_ event: RunEvent) {
    switch event {
    case .runStarted(let notebook):
      start = .now
      record.started = Date().formatted(.iso8601)
      self.notebook = notebook
    case .cellUsed(let cell, let use):
      filesRead.formUnion(use.filesRead)
      memory[cell.name] = use.peakMemory
    case .cellFinished(let cell, let result, let timing):
      runTimes[cell.name] = timing.run
      record.cells.append(
        .init(name: cell.name, outcome: result.outcome, seconds: timing, peakMemory: memory[cell.name]))
    case .runFinished(let result):
      record.seconds = (ContinuousClock.now - start).seconds
      record.status = result.status.name
    case .cellCompiling, .cellStarted, .progress, .expectation, .cacheProblem: break
    }
  }

  /// Writes what was recorded to `<name>/run.json` in `folder`, beside the handout.
  ///
  /// - Parameters:
  ///   - environment: What ran the notebook.
  ///   - result: What it gave, with the figures that it has written.
  ///   - pages: The paths of what the run has written beside the folder of the record and the figures.
  public func write(
    _ environment: RunEnvironment, of result: NotebookResult, pages: [String] = [], to folder: String
  ) throws(NotebookError) {
    guard let notebook else { return }
    let files = HandoutFiles(of: notebook, in: folder)
    var record = record
    record.environment = environment
    record.seed = notebook.frontMatter.seed
    record.parameters = notebook.parameterLiterals
    record.inputs = [RunRecord.File(notebook)] + filesRead.sorted().map { RunRecord.File(at: $0) }
    let parts = FigureFiles.pictures(of: result).map { "\(files.parts)/\($0.name)" } + [files.results]
    record.outputs = (pages + parts.sorted()).map { RunRecord.File(at: $0, below: folder) }
    try AtomicFile.createFolder(files.parts)
    try AtomicFile.write(record: record, to: files.run)
  }

  /// Digests again what the record of `files` says was written, since a page has been written again.
  public static func updateDigests(in files: HandoutFiles) throws(NotebookError) {
    guard var record = record(at: files.run) else { return }
    record.outputs = record.outputs.map {
      RunRecord.File(at: "\(files.folder)/\($0.path)", below: files.folder)
    }
    try AtomicFile.write(record: record, to: files.run)
  }

  /// Whether the file at `path` is the record of a run of `notebook` as it is now, with the values of its parameters.
  public static func isRecord(at path: String, of notebook: Notebook) -> Bool {
    record(at: path)?.isOf(notebook) ?? false
  }

  /// Returns the paths of the files that cells have read, as the record of a run at `path` has them.
  static func filesRead(inRecordAt path: String) -> [String] {
    // The first one is the notebook.
    record(at: path)?.inputs.dropFirst().map(\.path) ?? []
  }

  private static func record(at path: String) -> RunRecord? {
    guard let bytes = try? TextFile.bytes(path) else { return nil }
    return try? JSONDecoder().decode(RunRecord.self, from: Data(bytes))
  }

  /// How long the run took, in seconds.
  var seconds: Double { record.seconds }

  /// Returns how long the cell called `name` ran, in seconds.
  func seconds(of name: String) -> Double { runTimes[name] ?? 0 }

  /// Whether the file at `path` is the record of a run.
  static func isRecord(_ path: String) -> Bool { record(at: path) != nil }

  /// Returns how long the run took that wrote the record at `path`, in seconds, when it began, and the digest of its
  /// notebook; nil if there is no such record.
  static func summary(ofRecordAt path: String) -> (seconds: Double, started: String, digest: String)? {
    record(at: path).map { ($0.seconds, $0.started, $0.inputs.first?.sha256 ?? "") }
  }

  /// Whether the record at `path` is of a run of `notebook` that succeeded, and that would give the same in
  /// `environment`; `digest` returns what a file that it has read is now.
  static func stillHolds(
    recordAt path: String, of notebook: Notebook, in environment: RunEnvironment, digest: (String) -> String
  ) -> Bool {
    guard let record = record(at: path), record.isOf(notebook) else { return false }
    let (then, now) = (record.environment, environment)
    return record.status == RunStatus.succeeded.name && then.build == now.build
      && then.toolchain == now.toolchain
      && record.inputs.dropFirst().allSatisfy { digest($0.path) == $0.sha256 }
  }

  /// Returns how long the run took that wrote the file at `path`; nil if that cannot be told.
  public static func seconds(inFileAt path: String) -> Double? {
    struct Part: Codable { var seconds: Double }
    guard let bytes = try? TextFile.bytes(path) else { return nil }
    return (try? JSONDecoder().decode(Part.self, from: Data(bytes)))?.seconds
  }
}

extension RunRecord {
  /// Whether it is of `notebook` as it is now, with the values of its parameters.
  fileprivate func isOf(_ notebook: Notebook) -> Bool {
    inputs.first?.sha256 == notebook.digest && parameters == notebook.parameterLiterals
  }
}

extension Notebook {
  /// The values of the parameters as Swift has them, by their names.
  fileprivate var parameterLiterals: [String: String] {
    Dictionary(frontMatter.parameters.map { ($0.name, $0.value.literal) }) { $1 }
  }
}
