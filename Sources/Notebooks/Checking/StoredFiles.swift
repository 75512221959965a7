internal import Foundation

/// The files of a handout, byte for byte.
public enum StoredFiles {
  /// Returns the files of the notebook `name` that are not the same in two folders.
  ///
  /// Durations, in `run.json`, are never the same and do not count; neither does the list of other formats.
  public static func differences(
    of name: String, stored: String, found: String
  ) -> [Difference] {
    let files = Set([stored, found].flatMap { self.files(of: name, in: $0) }).sorted()
    var differences: [Difference] = []
    for file in files {
      let old = FileManager.default.contents(atPath: "\(stored)/\(file)")
      let new = FileManager.default.contents(atPath: "\(found)/\(file)")
      if old == new { continue }
      differences.append(
        Difference(
          cell: nil, subject: "the file \(file)", stored: old.map { size($0, new) },
          found: new.map { size($0, nil) }))
    }
    return differences
  }

  private static func size(_ data: Data, _ other: Data?) -> String {
    guard let other else { return "\(data.count) bytes" }
    let same = zip(data, other).prefix { $0 == $1 }.count
    return "\(data.count) bytes, the same up to byte \(same)"
  }

  private static func files(of name: String, in folder: String) -> [String] {
    let parts = (try? FileManager.default.subpathsOfDirectory(atPath: "\(folder)/\(name)")) ?? []
    let counting = parts.filter { !["run.json", "files.json"].contains($0) }
    return ["\(name).html"] + counting.map { "\(name)/\($0)" }
  }
}
