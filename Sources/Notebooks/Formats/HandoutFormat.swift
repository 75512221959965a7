/// A format that a notebook can be written as.
///
/// To add one: its value beside what writes it, and its name in `all`.
public struct HandoutFormat: Sendable {
  /// How the file comes about.
  public enum Writing: Sendable {
    /// It is the page, which is written together with the figures.
    case page
    /// It grows with each event of the run.
    case events
    /// It is written when the run is over.
    case text(@Sendable (FinishedRun) throws(NotebookError) -> ExportedFile)
  }

  /// What `--to` calls it.
  public let name: String
  /// What the name of the file ends with.
  public let fileExtension: String
  /// What it is, in a few words.
  public let summary: String
  /// How a run is written.
  public let writing: Writing
  /// Returns a notebook that has not run, as a program whose cells import these modules; nil if only a run can be
  /// written so.
  public let convert: (@Sendable (Notebook, _ imports: [String]) throws(NotebookError) -> String)?

  init(
    name: String, fileExtension: String, summary: String, writing: Writing,
    convert: (@Sendable (Notebook, _ imports: [String]) throws(NotebookError) -> String)? = nil
  ) {
    (self.name, self.fileExtension, self.summary) = (name, fileExtension, summary)
    (self.writing, self.convert) = (writing, convert)
  }

  /// Every format.
  public static let all: [HandoutFormat] = [html, ipynb, markdown, swift, jsonl, junit]

  /// Returns the format that `--to` calls `name`; nil if there is none.
  public static func named(_ name: String) -> HandoutFormat? { all.first { $0.name == name } }
}

extension HandoutFormat: Hashable {
  /// Whether both have one name.
  public static func == (left: HandoutFormat, right: HandoutFormat) -> Bool { left.name == right.name }

  /// Hashes the name.
  public func hash(into hasher: inout Hasher) { hasher.combine(name) }
}

/// What formats are made of: a notebook that has run.
public struct FinishedRun {
  /// The notebook.
  public var notebook: Notebook
  /// What its cells gave.
  public var result: NotebookResult
  /// How long they took.
  public var recorder: RunRecorder
  /// The modules that every cell imports.
  public var imports: [String]

  /// Creates a run.
  public init(notebook: Notebook, result: NotebookResult, recorder: RunRecorder, imports: [String]) {
    (self.notebook, self.result, self.recorder, self.imports) = (notebook, result, recorder, imports)
  }
}

/// A file in another format, and what belongs beside it.
public struct ExportedFile: Sendable {
  /// What stands in the file.
  public var text: String
  /// The local files that it shows or links to.
  public var files: [LinkedFile]

  /// Creates a file that needs no other.
  init(_ text: String, files: [LinkedFile] = []) { (self.text, self.files) = (text, files) }
}
