internal import Foundation

/// The files of a handout, byte for byte.
public enum StoredFiles {
  /// Returns the files that are not the same in two handouts of a notebook: pages, records and figures.
  ///
  /// Durations, in `run.json`, are never the same and do not count; neither do other formats and files of others.
  public static func differences(stored: HandoutFiles, found: HandoutFiles) -> [Difference] {
    // What only an export shows is no part of the page; a page with other links is another one.
    let files = Set(stored.comparedNames).union(found.comparedNames).subtracting(
      Set(stored.linkedNames).subtracting(found.linkedNames)
    ).sorted()
    var differences: [Difference] = []
    for file in files {
      let old = FileManager.default.contents(atPath: "\(stored.folder)/\(file)")
      let new = FileManager.default.contents(atPath: "\(found.folder)/\(file)")
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
}
