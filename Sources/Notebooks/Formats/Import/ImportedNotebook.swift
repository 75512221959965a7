/// A notebook of another tool as markdown of ours, and what of it is not understood.
public struct ImportedNotebook: Sendable {
  /// The lines of what is read.
  private let sourceLines: [String]
  /// The lines so far, without what the front matter gets.
  private var lines: [String] = []
  /// Lines below `params:`.
  private var parameters: [String] = []
  /// Whether raw HTML has been noted.
  private var hasHTML = false
  private var warnings: [Diagnostic] = []
  /// The names that mean nothing here, the lines of `markdown` where they came first, and how often they came.
  private var unread: [(name: String, line: Int, count: Int)] = []

  /// Creates a notebook that has nothing yet of `sourceLines`.
  init(ofLines sourceLines: [String]) { self.sourceLines = sourceLines }

  /// Whether nothing has come yet.
  var isEmpty: Bool { lines.isEmpty }

  /// The markdown.
  public var markdown: String {
    if parameters.isEmpty { return lines.joined(separator: "\n") }
    var lines = lines
    lines.insert(contentsOf: addedLines, at: frontMatterEnd ?? 0)
    return lines.joined(separator: "\n")
  }

  /// The index of the line that ends the front matter; nil if there is none.
  private var frontMatterEnd: Int? {
    lines.first == "---" ? lines.dropFirst().firstIndex(of: "---") : nil
  }

  /// What the front matter gets, with the lines around it if it is not there yet.
  private var addedLines: [String] {
    if parameters.isEmpty { return [] }
    let matter = ["params:"] + parameters.map { "  " + $0 }
    return frontMatterEnd == nil ? ["---"] + matter + ["---", ""] : matter
  }

  /// What is not understood, at the lines of `markdown`.
  public var problems: [Diagnostic] {
    let names = unread.map { name, line, count in
      let words = count > 1 ? "'\(name)' of \(count) cells is not read" : "'\(name)' is not read"
      let advice =
        name == "parameters" ? ": constants below 'params:' in the front matter are what '-p' changes" : ""
      return Diagnostic(.warning, words + advice, at: SourceLocation(line: line, column: 1))
    }
    let count = addedLines.count
    let end = frontMatterEnd ?? -1
    return (warnings + names).map { warning in
      var warning = warning
      if let location = warning.location, location.line > end { warning.location?.line += count }
      return warning
    }.sorted { ($0.location ?? .start) < ($1.location ?? .start) }
  }

  /// Adds `cell` as a block; its constants become parameters if it says so.
  ///
  /// - Parameter opening: The line that opens the block; nil makes one that fits.
  mutating func append(_ cell: ImportedCell, opening: String?) {
    let cell = withoutSettings(cell)
    if cell.code.allSatisfy({ $0.allSatisfy(\.isWhitespace) }) { return }
    append(block: cell.lines(opening: opening), cell.metadata)
  }

  /// Returns `cell` without what belongs in the front matter: the constants that papermill would set, which become
  /// parameters, and all of a cell that an export has made of the front matter.
  mutating func withoutSettings(_ cell: ImportedCell) -> ImportedCell {
    var cell = cell
    if let written = cell.metadata.written(if: cell.code.joined(separator: "\n")) {
      cell.metadata.isOfParameters = false
      cell.code = written.withoutBlankEnds
      return cell
    }
    let hasOwn = lines[..<(frontMatterEnd ?? 0)].contains { $0.hasPrefix("params:") }
    guard cell.language == "swift", cell.metadata.isOfParameters, !hasOwn else { return cell }
    let taken = ImportedParameters(cell.code, amongLines: sourceLines)
    if taken.isEmpty { return cell }
    parameters += taken.lines
    cell.code = taken.rest
    if taken.rest.isEmpty { cell.metadata.isOfParameters = false }
    return cell
  }

  /// Adds lines at the end.
  mutating func append(_ new: [String]) { lines += new }

  /// Adds `new` below a blank line, without the blank lines at its own ends.
  ///
  /// - Parameters:
  ///   - metadata: What is said of them.
  ///   - isProse: Whether HTML in them is markup.
  ///   - warnings: What else is not understood in them.
  mutating func append(
    block new: [String], _ metadata: CellMetadata, isProse: Bool = false, warnings: [String] = []
  ) {
    let block = new.withoutBlankEnds
    if block.isEmpty { return }
    if !lines.isEmpty { lines.append("") }
    note(metadata)
    if isProse { noteHTML(block) }
    for warning in warnings { warn(warning) }
    lines += block
  }

  /// Notes what is not understood in the lines that come next.
  mutating func warn(_ message: String) {
    warnings.append(.init(.warning, message, at: .init(line: lines.count + 1, column: 1)))
  }

  /// Notes raw HTML in the prose `lines`, which come next, where it is read first.
  mutating func noteHTML(_ lines: [String]) {
    let takesHTML = self.lines[..<(frontMatterEnd ?? 0)].contains { $0.contains(/^html:\s*true\b/) }
    guard !hasHTML, !takesHTML, ImportedProse.hasHTML(lines) else { return }
    hasHTML = true
    warn("raw HTML is shown as it is written unless the front matter says 'html: true'")
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
    if let match = code.first?.wholeMatch(of: /%%(\w+)(.*)/),
      !["time", "timeit", "capture"].contains(match.1)
    {
      // What the command is given, such as the name of a file, is shown with it.
      let isBare = match.2.allSatisfy(\.isWhitespace)
      if isBare { code.removeFirst() }
      language = isBare ? String(match.1) : ""
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
