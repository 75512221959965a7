import Display
import Foundation

/// The schemas in `docs/schema`, and the program that validates files against them.
enum Schemas {
  /// The folder of the package.
  static let root = URL(filePath: #filePath).appending(path: "../../../..").standardized
  /// What the schemas are called.
  static let names = ["events", "figure", "grades", "output", "results", "run", "sweep", "table"]

  /// Whether Python has the library that validates.
  static let canValidate =
    (try? Shell.run("python3 -c 'from jsonschema import Draft202012Validator'", in: root))?.status == 0

  /// Returns the schema called `name`.
  static func schema(_ name: String) throws -> JSON {
    let file = root.appending(path: "docs/schema/\(name).schema.json")
    return try JSONParser.parse(String(contentsOf: file, encoding: .utf8))
  }

  /// Returns a line for each value in the file or folder at `path` that is not as its schema says.
  ///
  /// - Parameter schema: The name of the schema; nil if files tell it by their names.
  static func complaints(about path: String, schema: String? = nil) throws -> [String] {
    let option = schema.map { "--schema \($0)" } ?? ""
    let run = try Shell.run("'\(root.path)/.ci/validate' \(option) '\(path)'", in: root)
    guard run.status == 0 || run.status == 1, (run.status == 0) == run.text.isEmpty else {
      return ["exit status \(run.status): \(run.text)"]
    }
    return run.text.split(separator: "\n").map(String.init)
  }
}

extension JSON {
  /// The texts that a schema leaves to choose from, as `enum` or as `anyOf` with a `const` each.
  var choices: Set<String> {
    Set(self["enum"].list.map(\.string) + self["anyOf"].list.map { $0["const"].string })
  }

  /// Returns all that is in it, itself included, that `condition` holds of.
  func all(where condition: (JSON) -> Bool) -> [JSON] {
    (condition(self) ? [self] : []) + (list + members.map(\.value)).flatMap { $0.all(where: condition) }
  }

  /// The texts that it says are the only ones, wherever that is.
  var constants: [String] { all { $0["const"] != .null }.map { $0["const"].string } }
}
