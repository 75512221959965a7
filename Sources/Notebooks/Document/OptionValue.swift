internal import Yams

/// A kind of value that a key takes: what it is called, and how it is read from YAML.
struct OptionValue<Value>: Sendable {
  /// What must be written, as in "true or false".
  let expected: String
  /// What the value may be or begin with, as far as that can be listed.
  let choices: [OptionChoice]
  /// Returns the value; nil if `Node` holds something else.
  let read: @Sendable (Node) -> Value?

  /// Creates a kind of value of which `choices` may be proposed.
  init(expected: String, choices: [OptionChoice] = [], read: @escaping @Sendable (Node) -> Value?) {
    (self.expected, self.choices, self.read) = (expected, choices, read)
  }

  /// Creates a kind of value that is one of `choices`, of which `remark` says more.
  init(
    oneOf choices: [OptionChoice], _ remark: String = "", read: @escaping @Sendable (Node) -> Value?
  ) {
    let texts = choices.map(\.text)
    let list = texts.dropLast().joined(separator: ", ") + " or " + (texts.last ?? "")
    self.init(expected: list + remark, choices: choices, read: read)
  }
}

/// A value that a key may have, or begin with.
public struct OptionChoice: Sendable, Equatable {
  /// How it is written.
  public var text: String
  /// What it means; empty if the key says it.
  public var summary = ""
}

extension OptionValue<String> {
  /// Any text; numbers and dates count as their spelling.
  static let text = OptionValue(expected: "a text") { node in
    guard let scalar = node.scalar, YAMLScalar(scalar) != .null else { return nil }
    return scalar.string
  }

  /// A name that can be linked to.
  static let label = OptionValue(
    expected: "a name of letters, digits, '-' and '_' that begins with a letter",
    choices: Numbering.Kind.allCases.map {
      OptionChoice(text: $0.prefix, summary: "the label of a \($0.rawValue)")
    }
  ) { node in
    guard let name = node.scalar?.string, let first = name.utf8.first, first.isLetter else { return nil }
    return name.utf8.allSatisfy { $0.isLetter || $0.isDigit || $0 == 0x2D || $0 == 0x5F } ? name : nil
  }

  /// A language as in BCP 47.
  static let language = OptionValue(
    expected: "a language such as 'en' or 'pt-BR'",
    choices: PageWords.all.values.sorted { $0.tag < $1.tag }.map {
      OptionChoice(text: $0.tag, summary: "as in '\($0.figure([.number: "1"]))'")
    }
  ) { node in
    guard let tag = node.scalar?.string, tag.utf8.first?.isLetter == true else { return nil }
    return tag.utf8.allSatisfy { $0.isLetter || $0.isDigit || $0 == 0x2D } ? tag : nil
  }
}

extension OptionValue<[String]> {
  /// One text or a list of them.
  static let texts = OptionValue(expected: "a text or a list of texts") { node in
    if let text = OptionValue<String>.text.read(node) { return [text] }
    guard let nodes = node.sequence else { return nil }
    let texts = nodes.compactMap(OptionValue<String>.text.read)
    return texts.count == nodes.count ? texts : nil
  }
}

extension OptionValue<[Author]> {
  /// One author or a list of them, each a name or what Quarto says of one.
  static let authors = OptionValue(
    expected: "a name, or 'name:' with 'affiliation:' and 'email:', or a list of these"
  ) { node in
    guard let nodes = node.sequence else { return author(node).map { [$0] } }
    let authors = nodes.compactMap(author)
    return authors.count == nodes.count ? authors : nil
  }

  private static func author(_ node: Node) -> Author? {
    func texts(_ key: String) -> String? {
      guard let value = node.mapping?[Node(key)] else { return nil }
      return OptionValue<[String]>.texts.read(value.mapping?["name"] ?? value)?.joined(separator: ", ")
    }
    if let name = OptionValue<String>.text.read(node) { return Author(name: name) }
    guard let name = texts("name") else { return nil }
    return Author(
      name: name, affiliation: texts("affiliation") ?? texts("affiliations"), email: texts("email"))
  }
}

extension OptionValue<[String: String]> {
  /// Texts that have a name each.
  static let textsByKey = OptionValue(expected: "lines 'key: text'") { node in
    guard let mapping = node.mapping else { return nil }
    var texts: [String: String] = [:]
    for (key, value) in mapping {
      guard let name = key.scalar?.string, let text = OptionValue<String>.text.read(value) else { return nil }
      texts[name] = text
    }
    return texts
  }
}

extension OptionValue<[CoursePart]> {
  /// The parts of a course, in order.
  static let courseParts = OptionValue(expected: "lines 'title: [notebook, …]'") { node in
    guard let mapping = node.mapping else { return nil }
    var parts: [CoursePart] = []
    for (key, value) in mapping {
      guard let title = key.scalar?.string, let notebooks = OptionValue<[String]>.texts.read(value) else {
        return nil
      }
      parts.append(CoursePart(title: title, notebooks: notebooks))
    }
    return parts
  }
}

extension OptionValue<Bool> {
  /// A choice.
  static let choice = OptionValue(
    oneOf: [OptionChoice(text: "true"), OptionChoice(text: "false")]
  ) { node in
    if let scalar = node.scalar, case .choice(let choice) = YAMLScalar(scalar) { choice } else { nil }
  }
}

extension OptionValue<ExercisePart> {
  /// A part of an exercise.
  static let exercisePart = OptionValue(
    oneOf: ExercisePart.allCases.map { OptionChoice(text: $0.rawValue, summary: $0.summary) }
  ) { node in
    node.scalar.flatMap { ExercisePart(rawValue: $0.string) }
  }
}

extension OptionValue<Paper> {
  /// A size of paper.
  static let paper = OptionValue(
    oneOf: Paper.allCases.map { OptionChoice(text: $0.rawValue) }
  ) { node in
    node.scalar.flatMap { Paper(rawValue: $0.string.lowercased()) }
  }
}

extension OptionValue<Points> {
  /// What an exercise is worth.
  static let points = OptionValue(expected: "a number of points from 0 to 10000, halves such as 1.5 included")
  {
    node in
    node.scalar.flatMap { Points($0.string) }
  }
}

extension OptionValue<UInt64> {
  /// A number that seeds randomness.
  static let seed = OptionValue(expected: "a whole number from 0 to 18446744073709551615") { node in
    guard let text = node.scalar?.string, text.utf8.allSatisfy(\.isDigit) else { return nil }
    return UInt64(text)
  }
}

extension OptionValue<Int> {
  /// A place in an order.
  static let ordinal = OptionValue(expected: "a whole number from 0 to 9999") { node in
    guard let text = node.scalar?.string, text.utf8.allSatisfy(\.isDigit) else { return nil }
    return Int(text).flatMap { (0...9999).contains($0) ? $0 : nil }
  }
}

extension OptionValue<Int> {
  /// A number of things of which there may be some.
  static let count = OptionValue(expected: "a whole number from 1 to 1000000") { node in
    guard let text = node.scalar?.string, text.utf8.allSatisfy(\.isDigit) else { return nil }
    return Int(text).flatMap { (1...1_000_000).contains($0) ? $0 : nil }
  }

  /// An amount of memory, in bytes.
  static let size = OptionValue(expected: "a size such as '2GB' or '512MiB'") { node in
    node.scalar.flatMap { ByteCount.read($0.string) }
  }
}

extension OptionValue<Double> {
  /// A difference between numbers.
  static let tolerance = OptionValue(expected: "a number such as 1e-3, absolute up to 1 and relative above") {
    node in
    guard let text = node.scalar?.string, let number = Double(text), number >= 0, number.isFinite else {
      return nil
    }
    return number
  }

  /// A length of time, in seconds.
  static let duration = OptionValue(expected: "a time such as '60s', '2m' or '500ms'") { node in
    node.scalar.flatMap { Seconds.read($0.string) }
  }
}

extension UInt8 {
  fileprivate var isDigit: Bool { (0x30...0x39).contains(self) }
  fileprivate var isLetter: Bool { (0x61...0x7A).contains(self | 0x20) }
}
