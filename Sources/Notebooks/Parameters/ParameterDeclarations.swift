internal import Yams

/// The parameters as the front matter names them, before they are checked.
struct ParameterDeclarations: Sendable, Equatable {
  /// The parameters whose value can be read.
  var parameters: [Parameter] = []
  /// What is wrong with the others.
  var problems: [Diagnostic] = []

  /// Creates the declarations of a notebook that has none.
  init() {}

  /// Reads the mapping below `params:`; nil if `node` is none.
  ///
  /// The front matter's YAML begins on the second line of the file, whence the lines.
  init?(_ node: Node) {
    guard let mapping = node.mapping else { return nil }
    for (key, value) in mapping {
      let name = key.scalar?.string ?? ""
      let location = SourceLocation(line: (key.mark?.line ?? 1) + 1, column: key.mark?.column ?? 1)
      if let objection = ParameterDeclarations.objection(to: name) {
        problems.append(.init(.error, objection, at: location))
      } else if let given = ParameterValue(value.mapping?[Node("value")] ?? value) {
        switch value.mapping.map({ ParameterRange.read($0, of: given) }) ?? .success(nil) {
        case .success(let range):
          parameters.append(Parameter(name: name, value: given, range: range, location: location))
        case .failure(let fault):
          problems.append(.init(.error, "the parameter '\(name)' \(fault.reason)", at: location))
        }
      } else {
        let message =
          "the parameter '\(name)' takes a number, true or false, a text, or a list of one of these"
        problems.append(.init(.error, message, at: location))
      }
    }
  }

  private static func objection(to name: String) -> String? {
    if name.wholeMatch(of: /[A-Za-z_][A-Za-z_0-9]*/) == nil || name == "_" {
      return "a parameter is called by a Swift name of letters, digits and '_', not '\(name)'"
    }
    return keywords.contains(name) ? "'\(name)' is a word of Swift; call the parameter something else" : nil
  }

  /// The words that no constant can be called by.
  private static let keywords: Set<String> = [
    "Any", "Self", "as", "associatedtype", "break", "case", "catch", "class", "continue", "default", "defer",
    "deinit", "do", "else", "enum", "extension", "fallthrough", "false", "fileprivate", "for", "func",
    "guard",
    "if", "import", "in", "init", "inout", "internal", "is", "let", "nil", "operator", "precedencegroup",
    "private", "protocol", "public", "repeat", "rethrows", "return", "self", "static", "struct", "subscript",
    "super", "switch", "throw", "throws", "true", "try", "typealias", "var", "where", "while",
  ]
}

extension OptionValue<ParameterDeclarations> {
  /// Names and their values.
  static let parameters = OptionValue(expected: "lines 'name: value', indented") { ParameterDeclarations($0) }
}
