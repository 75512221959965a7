internal import Display
internal import Yams

/// Constants of a cell that papermill sets, as parameters of the front matter.
struct ImportedParameters {
  /// The lines below `params:`, without indentation.
  private(set) var lines: [String] = []
  /// The code that declares no such constant.
  private(set) var rest: [String] = []

  /// Takes the declarations of a name by a literal out of `code`, with the comments that stand among them.
  ///
  /// - Parameter lines: The lines of the notebook; what they change is no constant.
  init(_ code: [String], amongLines notebook: [String]) {
    var isBroken = false
    lazy var changed = ImportedParameters.changedNames(in: notebook)
    for line in code {
      if let (name, declaration) = ImportedParameters.declaration(line), !changed.contains(name) {
        lines.append(declaration)
      } else if let comment = line.wholeMatch(of: /\s*\/\/(?!\|)\s*(.*?)\s*/)?.1 {
        lines.append("# \(comment)")
        rest.append(line)
      } else {
        isBroken = isBroken || !line.allSatisfy(\.isWhitespace)
        rest.append(line)
      }
    }
    if isBroken {
      // The comments may be about what stays.
      lines.removeAll { $0.hasPrefix("#") }
    } else if !isEmpty {
      rest = []
    }
  }

  /// Whether there is no constant.
  var isEmpty: Bool { lines.allSatisfy { $0.hasPrefix("#") } }

  /// The names that get another value in `lines`, below their declarations.
  private static func changedNames(in lines: [String]) -> Set<String> {
    var names: Set<String> = []
    for line in lines where line.contains("=") || line.contains("&") || line.contains(".") {
      if line.contains(/^\s*(let|var)\s/) { continue }
      let assignments = line.matches(of: /\b(\w+)(\[[^\]]*\])?\s*[-+*\/%&|]?=(?!=)/).map { String($0.1) }
      let arguments = line.matches(of: /&(\w+)/).map { String($0.1) }
      let calls = line.matches(of: /\b(\w+)\.(append|insert|remove\w*|sort|reverse|shuffle|negate|toggle)\(/)
        .map { String($0.1) }
      names.formUnion(assignments + arguments + calls)
    }
    return names
  }

  /// Returns what `let name = literal`, with a type or without, is in the front matter; nil for any other line.
  ///
  /// A decimal number has to say that it is a `Float`, as parameters are: the code below takes it for a `Double`
  /// otherwise, and would not compile.
  private static func declaration(_ line: String) -> (name: String, yaml: String)? {
    guard
      let match = line.wholeMatch(
        of:
          /\s*(?:let|var)\s+(\w+)\s*(?::\s*(\[?\w+\]?)\s*)?=\s*("[^"]*"|\[.*\]|[^"\[]+?)\s*;?\s*(?:\/\/\s*(.*?)\s*)?/
      ),
      let value = value(String(match.3))
    else { return nil }
    let yaml = "\(match.1): \(value)"
    // What the front matter takes and what type that gives is its own affair.
    guard let node = try? Yams.compose(yaml: yaml, .default, .default, .utf8),
      let read = ParameterDeclarations(node), read.problems.isEmpty, let parameter = read.parameters.first,
      case let kind = parameter.value.kind,
      match.2.map({ $0 == kind.swiftType }) ?? ![.decimal, .list(.decimal)].contains(kind)
    else { return nil }
    return (String(match.1), yaml + (match.4.map { $0.isEmpty ? "" : "  # \($0)" } ?? ""))
  }

  /// Returns the literal `text` in YAML: a number, a truth value, a text, or a list of these; nil for another expression.
  private static func value(_ text: String) -> String? {
    if text.hasPrefix("["), text.hasSuffix("]") {
      // A comma in a text would be none between values.
      let parts = text.dropFirst().dropLast().split(separator: ",").map { String($0).trimmingBlanks }
      let values = parts.compactMap { $0.hasPrefix("[") ? nil : value($0) }
      return values.isEmpty || values.count < parts.count ? nil : "[\(values.joined(separator: ", "))]"
    }
    if text.wholeMatch(of: /-?[0-9][0-9_]*(\.[0-9][0-9_]*)?([eE][-+]?[0-9]+)?/) != nil {
      return text.replacing("_", with: "")
    }
    if text == "true" || text == "false" { return text }
    return text.wholeMatch(of: /"([^"\\]*)"/).map { JSON.string(String($0.1)).text }
  }
}
