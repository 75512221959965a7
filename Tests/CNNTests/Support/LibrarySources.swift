import Foundation
import Testing

/// The sources of the library as text, for tests that ask whether nothing of them is left out.
enum LibrarySources {
  /// The folder of the package.
  static let root = URL(fileURLWithPath: #filePath).appendingPathComponent("../../../..").standardized

  /// The Swift files below a folder of the library, without those of names that belong to other libraries.
  static func texts(_ folder: String = "") throws -> [String] {
    let url = root.appending(path: "Sources/CNN/\(folder)")
    let files = FileManager.default.enumerator(at: url, includingPropertiesForKeys: nil)
    let paths = try #require(files).compactMap { ($0 as? URL) }.filter { $0.pathExtension == "swift" }
    return try paths.filter { $0.lastPathComponent != "OtherNames.swift" }.map {
      try String(contentsOf: $0, encoding: .utf8)
    }
  }

  /// The public types that conform to a protocol, or to one that refines it, by their declarations.
  static func types(conformingTo root: String) throws -> Set<String> {
    let text = try texts().joined(separator: "\n")
    let declarations = text.matches(of: /public (struct|protocol) (\w+): ([\w, ]+) \{/).map {
      (
        isProtocol: $0.1 == "protocol", name: String($0.2),
        parents: $0.3.split(separator: ", ").map(String.init)
      )
    }
    var protocols: Set<String> = [root]
    while true {
      let more = declarations.filter { $0.isProtocol && !protocols.isDisjoint(with: $0.parents) }.map(\.name)
      if protocols.isSuperset(of: more) { break }
      protocols.formUnion(more)
    }
    return Set(
      declarations.filter { !$0.isProtocol && !protocols.isDisjoint(with: $0.parents) }.map(\.name))
  }
}
