/// A notebook of another tool as markdown of ours, and what of it is not understood.
public struct ImportedNotebook: Sendable {
  /// The lines so far.
  private(set) var lines: [String] = []
  private var warnings: [Diagnostic] = []
  /// The names that mean nothing here, the lines of `markdown` where they came first, and how often they came.
  private var unread: [(name: String, line: Int, count: Int)] = []

  /// The markdown.
  public var markdown: String { lines.joined(separator: "\n") }

  /// What is not understood, at the lines of `markdown`.
  public var problems: [Diagnostic] {
    let names = unread.map { name, line, count in
      let words = count > 1 ? "'\(name)' of \(count) cells is not read" : "'\(name)' is not read"
      let advice =
        name == "parameters" ? ": constants below 'params:' in the front matter are what '-p' changes" : ""
      return Diagnostic(.warning, words + advice, at: SourceLocation(line: line, column: 1))
    }
    return (warnings + names).sorted { ($0.location ?? .start) < ($1.location ?? .start) }
  }

  /// Adds lines at the end.
  mutating func append(_ new: [String]) { lines += new }

  /// Adds `new` below a blank line, without the blank lines at its own ends.
  ///
  /// - Parameter metadata: What is said of them.
  mutating func append(block new: [String], _ metadata: CellMetadata) {
    let block = new.withoutBlankEnds
    if block.isEmpty { return }
    if !lines.isEmpty { lines.append("") }
    note(metadata)
    lines += block
  }

  /// Notes what is not understood in the lines that come next.
  mutating func warn(_ message: String) {
    warnings.append(.init(.warning, message, at: .init(line: lines.count + 1, column: 1)))
  }

  /// Notes the names in `metadata` that mean nothing here.
  mutating func note(_ metadata: CellMetadata) {
    for name in metadata.unread {
      if let index = unread.firstIndex(where: { $0.name == name }) {
        unread[index].count += 1
      } else {
        unread.append((name, lines.count + 1, 1))
      }
    }
  }
}

/// A cell of another tool.
struct ImportedCell {
  /// The lines of its code.
  var code: [String]
  /// The language, in small letters.
  var language: String
  /// What is said of it.
  var metadata: CellMetadata

  /// Creates a cell; options in lines `#|` at its top count as if they were metadata.
  init(code: [String], language: String, metadata: CellMetadata) {
    (self.code, self.language, self.metadata) = (code, language, metadata)
    let marks = code.prefix { $0.hasPrefix("#|") }
    guard language == "swift", !marks.isEmpty else { return }
    self.code.removeFirst(marks.count)
    let yaml = marks.map { $0.dropFirst($0.hasPrefix("#| ") ? 3 : 2) + "\n" }.joined()
    self.metadata.add(CellMetadata(yaml: yaml))
  }

  /// Returns the lines of a fenced block: a cell if it is Swift, else a listing.
  ///
  /// - Parameter opening: The line that opens the block; nil makes one that fits.
  func lines(opening: String? = nil) -> [String] {
    var (code, language) = (code, language)
    // A cell for another program as a whole, such as `%%bash`; the others measure or catch what the Swift does.
    if let magic = code.first?.wholeMatch(of: /%%(\w+).*/)?.1, !["time", "timeit", "capture"].contains(magic)
    {
      code.removeFirst()
      language = String(magic)
    }
    let isSwift = language == "swift"
    let fence = opening ?? CellText.fence(for: code.joined(separator: "\n")) + language
    let margin = CellText.margin(ofFence: fence)
    // What stands in a list keeps its place below the item.
    let inner = CellText.continued(margin)
    let close = String(fence.dropFirst(margin.count).prefix { $0 == "`" || $0 == "~" })
    // Commands of other kernels, such as `%install`, are no Swift.
    let shown = isSwift ? code.map { $0.hasPrefix("%") ? "// " + $0 : $0 } : code
    let options = isSwift ? metadata.lines(beside: code) : []
    return [fence] + (options + shown + [close]).map { $0.isEmpty ? $0 : inner + $0 }
  }

  /// Returns the language that a kernel or a lexer called `name` is for.
  static func language(ofKernel name: String) -> String {
    let name = name.lowercased()
    if name.contains("swift") { return "swift" }
    if name.contains("python") { return "python" }
    return name == "ir" ? "r" : name
  }
}
