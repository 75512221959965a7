internal import Display

/// The files of a sweep, beside the folders of its settings.
public struct SweepFiles: Sendable {
  let folder: String

  /// Creates the files of the sweep in `folder`.
  public init(in folder: String) { self.folder = folder }

  /// The list of its settings.
  var settings: String { "\(folder)/sweep.json" }
  /// The page with the table of what they gave.
  public var page: String { "\(folder)/index.html" }
  /// The table with tabs.
  public var tsv: String { "\(folder)/table.tsv" }
  /// The table as JSON.
  public var json: String { "\(folder)/table.json" }
}

/// `sweep.json`: which settings belong to a sweep, also those that have not run.
public struct SweepRecord: Sendable, Equatable {
  /// A setting: the values of its parameters, as Swift writes them, and the folder of its handout.
  public struct Setting: Sendable, Equatable {
    /// The folder.
    public var folder: String
    /// The values, by the names of the parameters.
    public var values: [String: String]
  }

  /// The name of the notebook's file.
  public var notebook: String
  /// The parameters that the settings give values to, in order.
  public var parameters: [String]
  /// The settings, in order.
  public var settings: [Setting]

  /// Creates the record of a sweep of `notebook`.
  public init(of notebook: Notebook, _ settings: [SweepSetting]) {
    self.notebook = notebook.fileName
    parameters = []
    for name in settings.flatMap({ $0.assignments.map(\.name) }) where !parameters.contains(name) {
      parameters.append(name)
    }
    self.settings = settings.map { setting in
      let values = setting.assignments.map { ($0.name, $0.value.literal) }
      return Setting(folder: setting.folder, values: Dictionary(values) { $1 })
    }
  }

  /// Returns the record in `folder`; nil if there is none.
  public static func read(in folder: String) throws(NotebookError) -> SweepRecord? {
    let path = SweepFiles(in: folder).settings
    guard FileState.isThere(path) else { return nil }
    let text = try TextFile.read(path)
    do { return try SweepRecord(RecordReader(try JSONParser.parse(text), path: "")) } catch {
      let reason = (error as? RecordReader.Failure)?.reason ?? "it is not JSON"
      throw .unreadable(path: path, reason: reason)
    }
  }

  /// Adds the settings of `earlier`, which this sweep does not have.
  public mutating func add(_ earlier: SweepRecord) {
    let folders = Set(settings.map(\.folder))
    settings = earlier.settings.filter { !folders.contains($0.folder) } + settings
    parameters = earlier.parameters + parameters.filter { !earlier.parameters.contains($0) }
  }

  /// Writes the record into `folder`, which is made if it is not there.
  public func write(in folder: String) throws(NotebookError) {
    try AtomicFile.createFolder(folder)
    try AtomicFile.write(Array((record.pretty() + "\n").utf8), to: SweepFiles(in: folder).settings)
  }

  private init(_ record: RecordReader) throws {
    guard try record.integer("format") == 1 else {
      throw RecordReader.Failure(reason: "it is of another version")
    }
    notebook = try record.text("notebook")
    parameters = try record.texts("parameters")
    settings = try record.list("settings").map { setting in
      let folder = try setting.text("folder")
      // A record that somebody edited must not name files elsewhere.
      guard !folder.contains("/"), ![".", "..", ""].contains(folder) else {
        throw setting.failure("folder", "the name of a folder")
      }
      return Setting(folder: folder, values: try setting.dictionary("values"))
    }
  }

  private var record: JSON {
    .record([
      "format": .int(1), "notebook": .string(notebook),
      "parameters": .array(parameters.map(JSON.string)),
      "settings": .array(
        settings.map {
          .record([
            "folder": .string($0.folder), "values": .record($0.values.mapValues(JSON.string)),
          ])
        }),
    ])
  }
}
