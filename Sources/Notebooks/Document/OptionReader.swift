internal import Yams

/// Sets the properties of a `Subject` from a YAML mapping and tells what is wrong with it.
struct OptionReader<Subject> {
  /// The keys that are known.
  let keys: [OptionKey<Subject>]
  /// Keys of other programs that are not read, and what to do instead.
  let foreignKeys: [String: String]
  /// What a key is called in messages: "key" or "option".
  let noun: String
  /// What has been read so far.
  var subject: Subject
  /// What is wrong.
  var problems: [Diagnostic] = []
  /// Where each key was written.
  private(set) var locations: [String: SourceLocation] = [:]
  /// Where the text of each value begins, behind its quotation mark.
  private(set) var textLocations: [String: SourceLocation] = [:]

  init(
    _ subject: Subject, keys: [OptionKey<Subject>], foreignKeys: [String: String] = [:], noun: String
  ) {
    self.subject = subject
    self.keys = keys
    self.foreignKeys = foreignKeys
    self.noun = noun
  }

  /// Reads `yaml`, whose lines are those of the file from `start` on.
  mutating func read(_ yaml: String, from start: SourceLocation) {
    let source = YAMLSource(text: yaml, start: start)
    do {
      // Asked for its default, Yams looks through the environment.
      guard let node = try Yams.compose(yaml: yaml, .default, .default, .utf8), node.scalar?.string != ""
      else { return }
      guard let mapping = node.mapping else {
        problems.append(.init(.error, "expected '\(noun): value'", at: source.location(node.mark)))
        return
      }
      for (key, value) in mapping { read(key, value, in: source) }
    } catch {
      problems.append(source.diagnostic(for: error))
    }
  }

  private mutating func read(_ key: Node, _ value: Node, in source: YAMLSource) {
    let location = source.location(key.mark)
    let name = key.scalar?.string ?? ""
    guard let known = keys.first(where: { $0.name == name }) else {
      if let advice = foreignKeys[name] {
        problems.append(.init(.warning, "'\(name)' is not read: \(advice)", at: location))
        return
      }
      let nearest = Spelling.nearest(to: name, among: keys.map(\.name))
      let help = nearest.map { "did you mean '\($0)'?" } ?? "'nbrun help options' lists those there are"
      problems.append(.init(.error, "unknown \(noun) '\(name)'; \(help)", at: location))
      return
    }
    if let earlier = locations[name] {
      problems.append(.init(.error, "'\(name)' is already given in line \(earlier.line)", at: location))
      return
    }
    locations[name] = location
    if let scalar = value.scalar, let start = source.location(value.mark) {
      let isQuoted = scalar.style == .doubleQuoted || scalar.style == .singleQuoted
      textLocations[name] = start.moved(columns: isQuoted ? 1 : 0)
    }
    if !known.set(&subject, value) {
      let got = value.scalar.map { $0.string.isEmpty ? "nothing" : "'\($0.string)'" }
      let found = got ?? (value.sequence == nil ? "a mapping" : "a list")
      let message = "'\(name)' takes \(known.expected), not \(found)"
      problems.append(.init(.error, message, at: source.location(value.mark) ?? location))
    }
  }
}
