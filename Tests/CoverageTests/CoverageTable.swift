import Foundation

/// Which tests and which sections of the handouts name each row of the decks.
struct CoverageTable {
  /// A place that names rows.
  struct Mention: Hashable, Comparable {
    /// The file, from the root of the repository.
    let file: String
    /// The test, or the heading of the section.
    let title: String

    static func < (left: Mention, right: Mention) -> Bool {
      (left.file, left.title) < (right.file, right.title)
    }
  }

  private(set) var tests: [String: Set<Mention>] = [:]
  private(set) var sections: [String: Set<Mention>] = [:]

  /// Reads the tests and the notebooks of the repository at `root`.
  init(root: URL) throws {
    for path in try Self.files(in: root.appending(path: "Tests"), ending: ".swift")
    where path.contains("Tests/") {
      let text = try String(contentsOf: root.appending(path: "Tests/\(path)"), encoding: .utf8)
      for line in text.split(separator: "\n") {
        guard let title = Self.testTitle(line) else { continue }
        for row in Self.rows(inTitle: title) {
          tests[row, default: []].insert(Mention(file: "Tests/\(path)", title: title))
        }
      }
    }
    for path in try Self.files(in: root.appending(path: "notebooks"), ending: ".md") {
      let text = try String(contentsOf: root.appending(path: "notebooks/\(path)"), encoding: .utf8)
      var (heading, isCode) = ("", false)
      for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
        if line.hasPrefix("```") { isCode.toggle() }
        if !isCode, line.hasPrefix("#") { heading = Self.heading(line) }
        for row in Self.rows(inComment: line) {
          sections[row, default: []].insert(Mention(file: "notebooks/\(path)", title: heading))
        }
      }
    }
  }

  /// Returns the text of a heading without its marks and its label.
  private static func heading(_ line: Substring) -> String {
    String(line.drop { $0 == "#" || $0 == " " }.replacing(/\ *\{#[^}]*\}\ *$/, with: ""))
  }

  /// Returns the title of a test or a suite that stands in a line; nil if there is none.
  static func testTitle(_ line: Substring) -> String? {
    let text = line.drop { $0 == " " }
    // The formatter may put a long title on a line of its own.
    guard text.hasPrefix("@Test(\"") || text.hasPrefix("@Suite(\"") || text.hasPrefix("\"deck row"),
      let start = text.firstIndex(of: "\""), let end = text[text.index(after: start)...].firstIndex(of: "\"")
    else { return nil }
    return String(text[text.index(after: start)..<end])
  }

  /// Returns the rows that the title of a test names.
  static func rows(inTitle title: String) -> [String] {
    title.contains("deck row") ? rows(in: title[...]) : []
  }

  /// Returns the rows that a line of a notebook names, a comment such as `<!-- rows: 000-21, 002-18 -->`.
  static func rows(inComment line: Substring) -> [String] {
    line.wholeMatch(of: /<!-- rows: (.*) -->/).map { rows(in: $0.1) } ?? []
  }

  /// Returns the rows that a text lists: single ones, and those from one "to" another.
  private static func rows(in text: Substring) -> [String] {
    var rows: [String] = []
    for match in text.matches(of: /(00[0-4])-([0-9]{2})(?: to (00[0-4])-([0-9]{2}))?/) {
      let first = Int(match.2) ?? 0
      let last = match.3 == match.1 ? match.4.flatMap { Int($0) } ?? first : first
      for number in first...max(first, last) { rows.append("\(match.1)-\(number < 10 ? "0" : "")\(number)") }
      if let deck = match.3, let number = match.4, deck != match.1 { rows.append("\(deck)-\(number)") }
    }
    return rows
  }

  private static func files(in folder: URL, ending: String) throws -> [String] {
    let all = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
    return all.filter { $0.hasSuffix(ending) }.sorted()
  }

  /// The table as markdown.
  var markdown: String {
    let header = """
      # Where each row of the decks is shown and tested

      Written by the tests from their titles and from comments in the notebooks, `<!-- rows: … -->`; see
      `CONTRIBUTING.md`. A row is the number of the deck, 000 to 004, and the number of the row in it.

      | row | what | handout | test |
      |---|---|---|---|

      """
    let lines = DeckRows.all.map { row in
      let shown = (sections[row.id] ?? []).sorted().map {
        "[\(Self.name($0.file))\($0.title.isEmpty ? "" : ": " + Self.cell($0.title))](../\($0.file))"
      }
      let tested = (tests[row.id] ?? []).sorted().map { "[\(Self.name($0.file))](../\($0.file))" }
      return "| \(row.id) | \(Self.cell(row.subject)) | \(shown.joined(separator: ", "))"
        + " | \(Self.unique(tested).joined(separator: ", ")) |"
    }
    return header + lines.joined(separator: "\n") + "\n"
  }

  /// Escapes what would end a cell or a link's text.
  private static func cell(_ text: String) -> String {
    text.replacing("|", with: "\\|").replacing("[", with: "\\[").replacing("]", with: "\\]")
  }

  /// The file's name without folders and ending.
  private static func name(_ file: String) -> String {
    URL(fileURLWithPath: file).deletingPathExtension().lastPathComponent
  }

  private static func unique(_ values: [String]) -> [String] {
    var seen: Set<String> = []
    return values.filter { seen.insert($0).inserted }
  }
}
