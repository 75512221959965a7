internal import Notebooks

/// What help says about parts of the library.
struct LibraryHelp {
  typealias Entry = LibraryReference.Entry

  /// The most declarations of one name that are described in full.
  private static let limit = 4

  /// What the library declares.
  let reference: LibraryReference

  /// The names that help can be asked about: `Tensor`, `softmax`, `fit`.
  var names: [String] {
    Set(reference.entries.filter { !$0.kind.hasSuffix("op") }.map { String($0.baseName) }).sorted()
  }

  /// Returns `word` without the module of another library in front of it: `Conv2D` for `nn.Conv2D`.
  func name(in word: String) -> String {
    let parts = word.split(separator: ".")
    guard parts.count > 1, let last = parts.last, let first = parts.first?.lowercased(),
      !reference.entries.contains(where: { $0.path[0].lowercased() == first })
    else { return word }
    return String(last)
  }

  /// Returns the description of what is called `name`, such as `Conv2D`, `fit` or `Sequential.fit`; nil if nothing is.
  func description(of name: String) -> String? {
    let found = entries(called: name)
    guard !found.isEmpty else { return nil }
    if found.count <= LibraryHelp.limit { return found.map(description).joined(separator: "\n\n") }
    let first = found[0].path.map(LibraryHelp.base).joined(separator: ".")
    return "\(found.count) declarations are called '\(name)'; 'nbrun help \(first)' describes one.\n\n"
      + HelpText.table(found.map { ($0.path.joined(separator: "."), [LibraryHelp.plain($0.summary)]) })
  }

  /// Returns a line for each of `entries`, one for those of the same name.
  static func list(_ entries: [Entry]) -> String {
    var seen: Set<String> = []
    let rows = entries.compactMap { entry -> (String, [String])? in
      let name = entry.path.map(base).joined(separator: ".")
      return seen.insert(name).inserted ? (name, [plain(entry.summary)]) : nil
    }
    return HelpText.table(rows)
  }

  /// Those that are called `name`, of which the last parts may be given; what is at the top level hides members, and what
  /// is spelled with the same capitals comes first.
  private func entries(called name: String) -> [Entry] {
    let parts = LibraryHelp.parts(of: name)
    let folded = parts.map { $0.lowercased() }
    let found = reference.entries.filter { entry in
      entry.path.count >= parts.count
        && zip(entry.path.suffix(parts.count), folded).allSatisfy { component, part in
          component.lowercased() == part || LibraryHelp.base(component).lowercased() == part
        }
    }
    let own = found.filter { $0.origin == nil }
    let candidates = own.isEmpty ? found : own
    let top = candidates.filter { $0.path.count == parts.count }
    let nearest = top.isEmpty ? candidates : top
    let exact = nearest.filter { LibraryHelp.base($0.path.last ?? "") == LibraryHelp.base(parts.last ?? "") }
    return exact + nearest.filter { !exact.contains($0) }
  }

  /// Returns the parts between the dots of `name`, of which those in parentheses and of operators are none.
  private static func parts(of name: String) -> [String] {
    guard let end = name.firstIndex(of: "(") else {
      return name.contains { $0.isLetter } ? name.split(separator: ".").map(String.init) : [name]
    }
    var parts = name[..<end].split(separator: ".").map(String.init)
    if let last = parts.popLast() { parts.append(last + name[end...]) }
    return parts
  }

  private static func base(_ component: String) -> String { String(component.prefix { $0 != "(" }) }

  private func description(of entry: Entry) -> String {
    let name = entry.path.map(LibraryHelp.base).joined(separator: ".")
    var parts = ["\(name), in \(entry.module)", HelpText.declaration(entry.declaration)]
    parts.append(HelpText.comment(LibraryHelp.plain(entry.documentation)))
    if let origin = entry.origin { parts.append("As every \(origin) has it.") }
    let members = reference.entries.filter {
      Array($0.path.dropLast()) == entry.path && !$0.kind.hasSuffix("op")
    }
    for initializer in members where initializer.kind == "init" && initializer.origin == nil {
      parts.append(HelpText.declaration(initializer.declaration))
      parts.append(HelpText.comment(LibraryHelp.plain(initializer.documentation)))
    }
    let own = members.filter { $0.kind != "init" && $0.origin == nil }
    if !own.isEmpty {
      let rows = own.map { ($0.path.last ?? "", [LibraryHelp.plain($0.summary)]) }
      parts.append("Members:\n\n" + HelpText.table(rows))
    }
    let inherited = Dictionary(
      grouping: members.filter { other in !own.contains { $0.path == other.path } }, by: { $0.origin ?? "" })
    for (origin, members) in inherited.sorted(by: { $0.key < $1.key }) where !origin.isEmpty {
      let names = Set(members.map { LibraryHelp.base($0.path.last ?? "") }).sorted().joined(separator: ", ")
      parts.append(HelpText.comment("As every \(origin): \(names)."))
    }
    return parts.filter { !$0.isEmpty }.joined(separator: "\n\n")
  }

  /// Returns a comment without the marks of links: `Layer.build(input:seed:)` for ``Layer/build(input:seed:)``.
  private static func plain(_ text: String) -> String {
    text.replacing(/``([^`\n]+)``/) { "`" + $0.1.replacing("/", with: ".") + "`" }
  }
}
