internal import Display
internal import Foundation

/// The files of one notebook's handout in a folder: where they are, and which of them earlier runs have written.
///
/// | file | is the program's own if |
/// |---|---|
/// | `<name>.html` | its markup says that it is a handout |
/// | `<name>/results.json` and the figures that it lists | it is the record of this notebook |
/// | `<name>/run.json` | it is the record of a run |
/// | `<name>.ipynb` and other formats, `<name>.pdf`, `<name>/files/…` | `<name>/files.json` lists it |
public struct HandoutFiles: Sendable {
  /// The folder of the page.
  public let folder: String
  /// What the files are named for.
  public let name: String
  /// The name of the notebook's file.
  let notebook: String

  /// Creates the files for the notebook at `path`.
  public init(ofNotebookAt path: String, in folder: String) {
    let path = NotebookPath.shown(path)
    name = Notebook.name(ofFileAt: path)
    notebook = Notebook.fileName(ofFileAt: path)
    self.folder = folder
  }

  /// Creates the files for `notebook`.
  public init(of notebook: Notebook, in folder: String) {
    (name, self.notebook) = (notebook.name, notebook.fileName)
    self.folder = folder
  }

  /// The folder of the record and the figures.
  public var parts: String { "\(folder)/\(name)" }
  /// The record of the results.
  var results: String { "\(parts)/results.json" }
  /// The record of the run.
  public var run: String { "\(parts)/run.json" }
  /// The printed handout.
  public var pdf: String { "\(folder)/\(name).pdf" }
  private var list: String { "\(parts)/files.json" }
  /// The folder of the files that the page links to.
  private var linked: String { "\(parts)/\(LinkedFile.folder)/" }

  /// Returns the path of the copy of a file that the page links to.
  func path(_ file: LinkedFile) -> String { linked + file.path }

  /// Returns the paths of the linked files that an earlier run has copied.
  func linkedFiles() -> [String] { (listed() ?? []).filter { $0.hasPrefix(linked) }.sorted() }

  /// Returns the path of the notebook in a format.
  public func path(_ format: HandoutFormat) -> String { "\(folder)/\(name).\(format.fileExtension)" }

  /// Every path beside the folder of the parts that a run may write.
  var besideParts: [String] { HandoutFormat.all.map { path($0) } + [pdf] }

  /// Returns the paths that a run writes which is asked for these formats, apart from the figures.
  func paths(_ formats: Set<HandoutFormat>, pdf printsPDF: Bool) -> [String] {
    let formats = formats.sorted { $0.name < $1.name }.map { path($0) } + (printsPDF ? [pdf] : [])
    let isListed = formats.contains { $0 != path(.html) }
    return formats + [results, run] + (isListed ? [list] : [])
  }

  /// Returns each file of the handout that is there, with the path of its copy among those of `target`; records first.
  public func copies(to target: HandoutFiles) -> [(origin: String, path: String)] {
    var written = written()
    // The page beside a record is a part of the handout, even if somebody has changed it.
    if written.contains(results) { written.insert(path(.html)) }
    let records = [list, results].filter(written.contains)
    let present = (records + written.subtracting(records).sorted()).filter {
      FileState.kind(of: $0) == "file"
    }
    return present.map { ($0, "\(target.folder)/\(relative($0))") }
  }

  /// Whether the file at `path`, from the output folder on, may be one of the handout by its name.
  func mayHold(_ path: String) -> Bool {
    let whole = "\(folder)/\(path)"
    if (besideParts + [results, run, list]).contains(whole) { return true }
    if whole.hasPrefix(linked) {
      // What a control character does to a terminal or a list of names is nobody's link.
      return !path.unicodeScalars.contains { $0.properties.generalCategory == .control }
    }
    return FilePath.folder(of: whole) == parts && FigureFiles.mayBe(FilePath.name(of: whole))
  }

  /// The page, the record, its figures and the linked files, as paths from the output folder on.
  var comparedNames: [String] {
    ([path(.html), results] + (recordedFigures() ?? [])).map(relative) + linkedNames
  }

  /// The linked files, as paths from the output folder on.
  var linkedNames: [String] { linkedFiles().map(relative) }

  /// Returns how the latest run of the notebook ended; nil if it has left no results.
  public func status() throws(NotebookError) -> RunStatus? {
    guard FileState.isThere(results) else { return nil }
    let record = try? RecordReader(JSONParser.parse(try TextFile.read(results)), path: "")
    let name = try? record?.text("status")
    return RunStatus.allCases.first { $0.name == name }
  }

  /// Returns the paths of the files that earlier runs of the notebook have written, as far as they can be told.
  public func written() -> Set<String> {
    let listed = listed()
    var files = Set(listed ?? [])
    if listed != nil { files.insert(list) }
    switch WrittenPage(fileAt: path(.html)) {
    // A notebook 'index' takes over the page of a course that had none.
    case .handout, .index: files.insert(path(.html))
    case .review, .grades, .sweep, nil: break
    }
    if RunRecorder.isRecord(run) { files.insert(run) }
    if let figures = recordedFigures() { files.formUnion(figures + [results]) }
    return files
  }

  /// Lists `paths` as written by this program, before they are.
  ///
  /// Pages and records say by themselves what they are.
  public func list(_ paths: [String]) throws(NotebookError) {
    let paths = paths.filter { $0 != path(.html) }
    if paths.isEmpty { return }
    let earlier = (listed() ?? []).filter(FileState.isThere)
    let names = Set(earlier + paths).map { JSON.string(relative($0)) }
    let text = JSON.array(names.sorted { $0.text < $1.text }).text + "\n"
    try AtomicFile.createFolder(parts)
    try AtomicFile.write(Array(text.utf8), to: list)
  }

  /// The paths of the figures that the record of this notebook lists; nil if there is no such record.
  func recordedFigures() -> [String]? {
    guard let text = try? TextFile.read(results), let record = try? ResultRecord.contents(of: text),
      record.notebook == notebook
    else { return nil }
    // A record that somebody edited must not name files elsewhere.
    return record.figures.filter { !$0.contains("/") && $0.hasSuffix(".png") }.map { "\(parts)/\($0)" }
  }

  /// Returns the path from the output folder on; a letter of a name may be joined to the '/' before it.
  private func relative(_ path: String) -> String {
    String(decoding: path.utf8.dropFirst(folder.utf8.count + 1), as: UTF8.self)
  }

  private func listed() -> [String]? {
    guard let text = try? TextFile.read(list), case .array(let names) = try? JSONParser.parse(text) else {
      return nil
    }
    let paths = names.map { name in if case .string(let name) = name { "\(folder)/\(name)" } else { "" } }
    let others = Set(paths).subtracting(besideParts)
    // A list that somebody edited must not name files elsewhere.
    return others.allSatisfy { path in
      path.hasPrefix(linked)
        && path.dropFirst(linked.count).split(separator: "/", omittingEmptySubsequences: false)
          .allSatisfy { !["", ".", ".."].contains($0) }
    } ? paths : nil
  }

  /// Returns the `parts` of the handouts whose records are in `folder` or below it, but in none of `excluded`.
  public static func recorded(in folder: String, besides excluded: [String]) -> Set<String> {
    var found: Set<String> = []
    for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] {
      let path = "\(folder)/\(name)"
      guard !excluded.contains(path), FileState.kind(of: path) == "folder" else { continue }
      guard let text = try? TextFile.read("\(path)/results.json") else {
        found.formUnion(recorded(in: path, besides: excluded))
        continue
      }
      if let record = try? ResultRecord.contents(of: text),
        name == Notebook.name(ofFileAt: record.notebook)
      {
        found.insert(path)
      }
    }
    return found
  }

  /// Whether the file at `path` is one that a run has written in some format.
  public static func isListed(_ path: String) -> Bool {
    let files = HandoutFiles(ofNotebookAt: path, in: FilePath.folder(of: path))
    return files.listed()?.contains("\(files.folder)/\(FilePath.name(of: path))") ?? false
  }
}
