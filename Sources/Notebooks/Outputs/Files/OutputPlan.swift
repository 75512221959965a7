internal import Foundation
internal import Glibc

/// What writes a file.
public enum OutputWriter: Sendable, Equatable {
  /// A run of the notebook at a path.
  case notebook(String)
  /// The index of a course.
  case index
  /// A check that shows its differences.
  case review
  /// The table of grades, for programs or as a page.
  case grades
  /// A sweep, or what collects its results.
  case sweep
  /// What packs a course as one archive.
  case package
  /// A copy of the file at a path.
  case copy(String)
  /// A call that names the file itself, with an option unless that is nil.
  case user(option: String?)
}

/// Every file that a call is going to write, so that it can be refused before anything runs.
///
/// What the call reads as a notebook is never written, whatever the user says. A file that is there and that no
/// earlier run has written is replaced only on request.
public struct OutputPlan {
  private let inputs: [String: String]
  private let replacesOthers: Bool
  /// What writes each path.
  private var writers: [String: OutputWriter] = [:]

  /// Creates the plan of a call that reads the files at `inputs`.
  ///
  /// - Parameter replacesOthers: Whether files that nobody knows to be outputs may be replaced.
  public init(inputs: [String], replacesOthers: Bool) {
    let known = inputs.compactMap { path in
      FileState.identity(of: path).map { ($0, NotebookPath.shown(path)) }
    }
    self.inputs = Dictionary(known, uniquingKeysWith: { first, _ in first })
    self.replacesOthers = replacesOthers
  }

  /// Adds what a run of the notebook at `notebook` writes.
  ///
  /// - Parameters:
  ///   - files: Where it is written.
  ///   - formats: The formats that are asked for.
  ///   - pdf: Whether the handout is printed.
  public mutating func add(
    _ files: HandoutFiles, of notebook: String, as formats: Set<HandoutFormat> = [.html], pdf: Bool = false
  ) throws(NotebookError) {
    try reserve(folder: files.parts, for: .notebook(notebook))
    let written = files.written()
    for path in files.paths(formats, pdf: pdf) {
      try reserve(path, isOwn: written.contains(path), for: .notebook(notebook))
    }
    try reserveFigures(of: notebook, files, written: written)
  }

  /// Adds the index of a course.
  public mutating func add(indexAt path: String) throws(NotebookError) {
    try reserve(path, isOwn: WrittenPage(fileAt: path) == .index, for: .index)
  }

  /// Adds the page that shows what a check has found.
  public mutating func add(reviewAt path: String) throws(NotebookError) {
    try reserve(path, isOwn: WrittenPage(fileAt: path) == .review, for: .review)
  }

  /// Adds the tables of grades, and the record of what has been graded.
  public mutating func add(gradesAt page: String, csv: String, record: String) throws(NotebookError) {
    try reserve(page, isOwn: WrittenPage(fileAt: page) == .grades, for: .grades)
    try reserve(csv, isOwn: (try? TextFile.read(csv)).map(GradesTable.isOne) ?? false, for: .grades)
    try reserve(record, isOwn: GradingRecord.isOne(fileAt: record), for: .grades)
  }

  /// Adds the tables of the sweep in `folder`, and the list of its settings.
  public mutating func add(sweepIn folder: String) throws(NotebookError) {
    let files = SweepFiles(in: folder)
    let isOwn = (try? TextFile.read(files.json)).map(SweepTable.isOne) ?? false
    try reserve(files.page, isOwn: WrittenPage(fileAt: files.page) == .sweep, for: .sweep)
    try reserve(files.json, isOwn: isOwn, for: .sweep)
    try reserve(files.tsv, isOwn: isOwn, for: .sweep)
    // Reading reports a list that is none.
    try reserve(files.settings, isOwn: try SweepRecord.read(in: folder) != nil, for: .sweep)
  }

  /// Adds the record of a shard.
  public mutating func add(shardRecordAt path: String, isOwn: Bool) throws(NotebookError) {
    try reserve(path, isOwn: isOwn, for: .index)
  }

  /// Adds the archive of a course.
  public mutating func add(archiveAt path: String) throws(NotebookError) {
    try reserve(path, isOwn: CoursePackage.isOne(fileAt: path), for: .package)
  }

  /// Adds a file that the user has named with `option`, or as an argument if that is nil.
  public mutating func add(file path: String, option: String?) throws(NotebookError) {
    try reserve(path, isOwn: false, for: .user(option: option))
  }

  /// Adds a file that becomes a copy of another; if it is one already, nothing is lost.
  public mutating func add(copyOf origin: String, at path: String, isOwn: Bool) throws(NotebookError) {
    let isSame = isOwn || FileManager.default.contentsEqual(atPath: origin, andPath: path)
    try reserve(path, isOwn: isSame, for: .copy(origin))
  }

  /// The names of figures are known only after a run, but they begin with those of cells.
  private mutating func reserveFigures(
    of path: String, _ files: HandoutFiles, written: Set<String>
  ) throws(NotebookError) {
    let present = (try? FileManager.default.contentsOfDirectory(atPath: files.parts)) ?? []
    let others = present.filter { $0.hasSuffix(".png") && !written.contains("\(files.parts)/\($0)") }
    if others.isEmpty || NotebookPath.isStream(path) { return }
    guard let notebook = try? MarkdownReader.read(path: path) else { return }
    for name in others.sorted() where notebook.cells.contains(where: { FigureFiles.mayBe(name, of: $0) }) {
      try reserve("\(files.parts)/\(name)", isOwn: false, for: .notebook(path))
    }
  }

  private mutating func reserve(folder: String, for writer: OutputWriter) throws(NotebookError) {
    try checkFolder(folder)
    try reserve(name: folder, for: writer)
  }

  private func checkFolder(_ folder: String) throws(NotebookError) {
    var ancestor = folder
    while FileState.kind(of: ancestor) == "absent", !FileState.isThere(ancestor) {
      ancestor = FilePath.folder(of: ancestor)
    }
    guard FileState.kind(of: ancestor) == "folder" else {
      throw .unwritable(path: ancestor, reason: "it is not a folder")
    }
  }

  private mutating func reserve(_ path: String, isOwn: Bool, for writer: OutputWriter) throws(NotebookError) {
    try checkFolder(FilePath.folder(of: path))
    try reserve(name: path, for: writer)
    if let identity = FileState.identity(of: path), let input = inputs[identity] {
      throw .overwritesInput(path: path, input: input, writer: writer)
    }
    guard FileState.isThere(path) else { return }
    // A link to nowhere is something too, and a device cannot be replaced by a file.
    let kind = FileState.kind(of: path)
    if kind == "folder" || kind == "other" {
      throw .unwritable(path: path, reason: kind == "folder" ? "it is a folder" : "it is not a regular file")
    }
    if !isOwn, !replacesOthers { throw .occupied(path: path, writer: writer) }
  }

  /// Refuses a name that two things would have, or that is longer than the system's own limit.
  private mutating func reserve(name path: String, for writer: OutputWriter) throws(NotebookError) {
    if let other = writers.updateValue(writer, forKey: path), other != writer {
      throw .writtenTwice(path: path, writers: [other, writer])
    }
    if FilePath.name(of: path).utf8.count > Int(NAME_MAX) {
      throw .unwritable(path: path, reason: SystemReason.of(ENAMETOOLONG))
    }
  }
}
