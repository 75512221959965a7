internal import Display
internal import Foundation
internal import Glibc

/// Writes what a run gave to a folder: the page, the record, the figures.
public enum HandoutWriter {
  /// Writes `<name>.html`, unless `page` is nil, `<name>/results.json` and `<name>/*.png` to `folder`, and the files
  /// that the page and exports link to, to `<name>/files`.
  ///
  /// Figures of earlier runs that this one has not drawn, and files that nothing links to any more, are removed. Each file
  /// appears whole or not at all, and after the record that lists it, so that a run that is killed leaves nothing that
  /// the next one does not know.
  ///
  /// - Parameters:
  ///   - exports: What the run becomes in other formats, which is written by others.
  ///   - replacesOthers: Whether files may be replaced that no earlier run has written.
  /// - Returns: the path of the page, if there is one.
  /// - Throws: `NotebookError.occupied` for such a file, before anything is written.
  @discardableResult
  public static func write(
    _ handout: Handout?, exports: [HandoutFormat: ExportedFile] = [:], notebook: Notebook,
    result: NotebookResult, to folder: String, replacesOthers: Bool = false
  ) throws(NotebookError) -> String? {
    let files = HandoutFiles(of: notebook, in: folder)
    try AtomicFile.createFolder(files.parts)
    Draft.removeAbandoned(in: files.parts)
    Draft.removeAbandoned(
      in: folder, of: Set(files.besideParts.map { FilePath.name(of: $0) }))
    let figures = FigureFiles.pictures(of: result).map { (path: "\(files.parts)/\($0.name)", png: $0.png) }
    let written = files.written()
    let page = handout.map { (path: files.path(.html), text: $0.html) }
    let origins = ((handout?.files ?? []) + exports.values.flatMap(\.files)).map {
      (files.path($0), $0.origin)
    }
    let linked = Dictionary(origins) { first, _ in first }.sorted { $0.key < $1.key }
    for path in [page?.path, files.results].compactMap(\.self) + figures.map(\.path)
      + linked.map(\.key)
    where FileState.isThere(path) && !written.contains(path) && !replacesOthers {
      throw .occupied(path: path, writer: .notebook(notebook.path))
    }
    try removeFigures(of: files, written, except: Set(figures.map(\.path)))
    // Files of earlier runs that are not written now have links of their own.
    let formats = Set(exports.keys).union(handout == nil ? [] : [.html])
    let hasOthers = [.html, .ipynb, .markdown].contains { format in
      !formats.contains(format) && written.contains(files.path(format))
        && FileState.isThere(files.path(format))
    }
    if !hasOthers, !formats.isEmpty { try removeLinked(of: files, except: Set(linked.map(\.key))) }
    try files.list(linked.map(\.key))
    for (path, origin) in linked {
      try AtomicFile.createFolder(FilePath.folder(of: path))
      try AtomicFile.write(try TextFile.bytes(origin), to: path)
    }
    try AtomicFile.write(Array(ResultRecord(result, of: notebook).text.utf8), to: files.results)
    for figure in figures { try AtomicFile.write(figure.png, to: figure.path) }
    if let page { try AtomicFile.write(Array(page.text.utf8), to: page.path) }
    return page?.path
  }

  /// Creates the folder at `path` and those above it.
  public static func createFolder(_ path: String) throws(NotebookError) { try AtomicFile.createFolder(path) }

  /// Writes `text` to the file at `path`, in a folder that is created if need be.
  public static func write(_ text: String, to path: String) throws(NotebookError) {
    try prepare(path)
    try AtomicFile.write(Array(text.utf8), to: path)
  }

  /// Writes `record` as JSON to the file at `path`, in a folder that is created if need be.
  package static func write(record: some Encodable, to path: String) throws(NotebookError) {
    try prepare(path)
    try AtomicFile.write(record: record, to: path)
  }

  /// Creates the folder of the file at `path`, and removes what a run that was killed has left of the file there.
  private static func prepare(_ path: String) throws(NotebookError) {
    let folder = FilePath.folder(of: path)
    try AtomicFile.createFolder(folder)
    Draft.removeAbandoned(in: folder, of: [FilePath.name(of: path)])
  }

  private static func remove(_ path: String) throws(NotebookError) {
    // Another run at the same time may have removed it.
    guard unlink(path) == 0 || errno == ENOENT else {
      throw .unwritable(path: path, reason: SystemReason.ofLastCall)
    }
  }

  /// Copies the handout of one folder to another, where figures and linked files that it does not have are removed.
  public static func copy(_ origin: HandoutFiles, to target: HandoutFiles) throws(NotebookError) {
    let copies = origin.copies(to: target)
    if copies.isEmpty { return }
    try AtomicFile.createFolder(target.parts)
    Draft.removeAbandoned(in: target.parts)
    if copies.contains(where: { $0.path == target.results }) {
      let kept = Set(copies.map(\.path))
      try removeFigures(of: target, target.written(), except: kept)
      try removeLinked(of: target, except: kept)
    }
    for (origin, path) in copies {
      try AtomicFile.createFolder(FilePath.folder(of: path))
      try AtomicFile.write(try TextFile.bytes(origin), to: path)
    }
  }

  /// Returns the result that an earlier run of the notebook `name` left in `folder`.
  public static func read(name: String, in folder: String) throws(NotebookError) -> NotebookResult {
    try record(name: name, in: folder).result
  }

  /// Returns the record that an earlier run of the notebook `name` left in `folder`.
  public static func record(name: String, in folder: String) throws(NotebookError) -> ResultRecord {
    let path = "\(folder)/\(name)/results.json"
    let text = try TextFile.read(path)
    do {
      return try ResultRecord(text) { file throws(NotebookError) in
        // A record that somebody edited must not read elsewhere.
        guard !file.contains("/") else { throw .unreadable(path: path, reason: "'\(file)' is no file name") }
        do throws(NotebookError) { return try TextFile.bytes("\(folder)/\(name)/\(file)") } catch .missing {
          throw .unreadable(path: path, reason: "the figure '\(file)' is missing")
        }
      }
    } catch let error as NotebookError {
      throw error
    } catch let failure as JSONParser.Failure {
      throw .unreadable(path: path, reason: "line \(failure.line) is not JSON: \(failure.reason)")
    } catch let failure as RecordReader.Failure {
      throw .unreadable(path: path, reason: failure.reason)
    } catch {
      throw .unreadable(path: path, reason: "\(error)")
    }
  }

  /// Removes the linked files of an earlier run, and the folders in which nothing else is.
  private static func removeLinked(of files: HandoutFiles, except kept: Set<String>) throws(NotebookError) {
    for path in files.linkedFiles() where !kept.contains(path) {
      try remove(path)
      var folder = FilePath.folder(of: path)
      while folder != files.parts, rmdir(folder) == 0 { folder = FilePath.folder(of: folder) }
    }
  }

  /// Removes the figures among the files that an earlier run has written.
  private static func removeFigures(
    of files: HandoutFiles, _ written: Set<String>, except kept: Set<String>
  ) throws(NotebookError) {
    for path in written
    where FilePath.folder(of: path) == files.parts && path.hasSuffix(".png") && !kept.contains(path) {
      try remove(path)
    }
  }
}
