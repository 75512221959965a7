internal import Yams

/// Another value for a parameter, as a run was given it.
public struct ParameterOverride {
  /// The parameter.
  let name: String
  /// The value as it was written.
  let node: Node
  /// Where it was written, for messages: `-p epochs=20`, or a place in a file.
  let origin: String

  /// Reads `name=value`, as it stands behind `-p` or at `origin`.
  public init(assignment: String, origin: String? = nil) throws(NotebookError) {
    self.origin = origin ?? "-p \(assignment)"
    guard let equals = assignment.firstIndex(of: "="), equals != assignment.startIndex else {
      throw .parameter(origin: self.origin, reason: "expected 'name=value'")
    }
    name = String(assignment[..<equals])
    let text = String(assignment[assignment.index(after: equals)...])
    // A list is the only value for which YAML is more than a word.
    node =
      text.hasPrefix("[") ? (try? Yams.compose(yaml: text)) ?? .scalar(.init(text)) : .scalar(.init(text))
  }

  private init(name: String, node: Node, origin: String) {
    self.name = name
    self.node = node
    self.origin = origin
  }

  /// Reads the file at `path`: a line `name: value` for each parameter.
  public static func read(path: String) throws(NotebookError) -> [ParameterOverride] {
    let text = try TextFile.read(path, takesStreams: true)
    let place = YAMLSource(text: text, start: .start)
    func origin(_ location: SourceLocation?) -> String {
      let location = location ?? .start
      return "\(path):\(location.line):\(location.column)"
    }
    let node: Node?
    do { node = try Yams.compose(yaml: text) } catch {
      let problem = place.diagnostic(for: error)
      throw .parameter(origin: origin(problem.location), reason: problem.message)
    }
    guard let node, node.scalar?.string != "" else { return [] }
    guard let mapping = node.mapping else {
      throw .parameter(origin: origin(place.location(node.mark)), reason: "expected lines 'name: value'")
    }
    return mapping.map { key, value in
      ParameterOverride(
        name: key.scalar?.string ?? "", node: value, origin: origin(place.location(key.mark)))
    }
  }
}

extension Notebook {
  /// Gives the parameters the values of `overrides`; of two for one parameter the later wins.
  public mutating func apply(_ overrides: [ParameterOverride]) throws(NotebookError) {
    for override in overrides {
      let names = frontMatter.parameters.map(\.name)
      guard let index = names.firstIndex(of: override.name) else {
        let help =
          names.isEmpty
          ? "it has no 'params:' in its front matter" : Spelling.suggestion(for: override.name, among: names)
        throw .parameter(
          origin: override.origin, reason: "\(path) has no parameter '\(override.name)'; \(help)")
      }
      let parameter = frontMatter.parameters[index]
      guard let value = ParameterValue(override.node, as: parameter.value.kind) else {
        let got = override.node.scalar.map { "'\($0.string)'" } ?? "what is written"
        throw .parameter(
          origin: override.origin,
          reason: "'\(parameter.name)' takes \(parameter.value.kind.expected)"
            + " (\(path):\(parameter.location.line)), not \(got)")
      }
      if let range = parameter.range, !range.contains(value) {
        throw .parameter(
          origin: override.origin,
          reason: "'\(parameter.name)' takes \(range.words) (\(path):\(parameter.location.line)),"
            + " not \(value.literal)")
      }
      frontMatter.declarations.parameters[index].value = value
    }
  }
}
