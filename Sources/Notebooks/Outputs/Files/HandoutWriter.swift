internal import Display
internal import Foundation

/// Writes what a run gave to a folder: the page, the record, the pictures.
public enum HandoutWriter {
  /// Writes `<name>.html`, unless `html` is nil, `<name>/results.json` and `<name>/*.png` to `folder`.
  ///
  /// Pictures that an earlier run left there go. Each file appears whole or not at all.
  /// - Returns: the path of the page, if there is one.
  @discardableResult
  public static func write(
    html: String?, notebook: Notebook, result: NotebookResult, to folder: String
  ) throws(NotebookError) -> String? {
    let parts = folder + "/" + notebook.name
    try WholeFile.createFolder(parts)
    var written: Set<String> = ["results.json"]
    var files = FigureFiles(result)
    for case .figure(let figure) in result.cells.flatMap(\.outputs) {
      let names = files.take()
      try WholeFile.write(figure.lightPNG, to: "\(parts)/\(names.light)")
      written.insert(names.light)
      if let dark = figure.darkPNG, let name = names.dark {
        try WholeFile.write(dark, to: "\(parts)/\(name)")
        written.insert(name)
      }
    }
    let record = ResultRecord(result, of: notebook)
    try WholeFile.write(Array(record.text.utf8), to: parts + "/results.json")
    try removeLeftovers(in: parts, except: written)
    return try html.map { html throws(NotebookError) in
      try write(html, as: .html, name: notebook.name, to: folder)
    }
  }

  /// Writes `text` to the file of the notebook `name` that has the extension of `format`; returns its path.
  public static func write(
    _ text: String, as format: OutputFormat, name: String, to folder: String
  ) throws(NotebookError) -> String {
    try WholeFile.createFolder(folder)
    let path = "\(folder)/\(name).\(format.fileExtension)"
    try WholeFile.write(Array(text.utf8), to: path)
    return path
  }

  /// Copies the file at `origin` to `path`, in a folder that is made if need be.
  public static func copy(_ origin: String, to path: String) throws(NotebookError) {
    try WholeFile.createFolder(URL(filePath: path).deletingLastPathComponent().path)
    try WholeFile.write(try TextFile.bytes(origin), to: path)
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
        return try TextFile.bytes("\(folder)/\(name)/\(file)")
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

  /// Removes what only an earlier run can have written; other files are somebody else's.
  private static func removeLeftovers(in folder: String, except written: Set<String>) throws(NotebookError) {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    for name in names where name.hasSuffix(".png") && !written.contains(name) {
      let path = folder + "/" + name
      do { try FileManager.default.removeItem(atPath: path) } catch {
        throw .unwritable(path: path, reason: SystemReason.of(error))
      }
    }
  }
}
