/// A block of a markdown file, as cmark-gfm reads it, with the lines that it takes.
struct MarkdownBlock: Equatable, Sendable {
  /// What the block is.
  indirect enum Kind: Equatable, Sendable {
    case paragraph([MarkdownInline])
    case heading(level: Int, [MarkdownInline])
    case code(CodeBlock)
    case quote([MarkdownBlock])
    case list(MarkdownList)
    case table(MarkdownTable)
    case html(String)
    case rule
    case footnote([MarkdownBlock])
    case div(FencedDiv, [MarkdownBlock])
  }

  /// What the block is.
  var kind: Kind
  /// The first line, from 1.
  var firstLine: Int
  /// The last line.
  var lastLine: Int
}

/// A block of code, fenced or indented.
struct CodeBlock: Equatable, Sendable {
  /// The words after the opening fence; empty for an indented block.
  var info: String
  /// The code without fence and indentation.
  var code: String
  /// The fence's length and first column; nil for an indented block.
  var fence: Fence?
  /// What the block is, beside code.
  var content = Content.listing

  /// What a block of code is.
  indirect enum Content: Equatable, Sendable {
    /// Code to read.
    case listing
    /// The cell with this number.
    case cell(Int)
    /// A question.
    case quiz(Quiz)
  }

  /// The marks that a fenced block begins with.
  struct Fence: Equatable, Sendable {
    var character: UInt8
    var length: Int
    var column: Int
  }

  /// The language: the first word of `info`, or of what it has in braces, as Quarto (`{swift}`) and Pandoc (`{.swift}`)
  /// write it.
  var language: String {
    // Quarto shows what stands in two pairs of braces as it is.
    guard info.hasPrefix("{"), !info.hasPrefix("{{") else {
      return info.split(whereSeparator: \.isWhitespace).first.map(String.init) ?? ""
    }
    let words = info.dropFirst().prefix { $0 != "}" }.split { $0.isWhitespace || $0 == "," }
    let word = words.first { !$0.hasPrefix("#") && !$0.contains("=") }
    return word.map { String($0.hasPrefix(".") ? $0.dropFirst() : $0) } ?? ""
  }

  /// What a listing says of itself: ` ```{#lst-x .python lst-cap="…"}`.
  var listing: Attributes? {
    guard case .listing = content, info.hasPrefix("{"), let end = info.lastIndex(of: "}") else { return nil }
    return Attributes(info[..<end].dropFirst())
  }

  /// Whether the block is a cell.
  var isCell: Bool { fence != nil && language.lowercased() == "swift" }

  /// Whether the block shows a cell that does not run, ` ```{{swift}}`.
  var isShownCell: Bool { info.split(whereSeparator: \.isWhitespace).first == "{{swift}}" }

  /// What `info` says beside the language in the form `key=value`, as other tools write options.
  var attributes: [String] {
    guard info.utf8.contains(UInt8(ascii: "=")) else { return [] }
    return info.matches(of: /[\w-]+\s*=\s*("[^"]*"|[^\s,}]+)/).map { String($0.0) }
  }
}

/// A list and its items.
struct MarkdownList: Equatable, Sendable {
  /// The number of the first item; nil for a list with bullets.
  var start: Int?
  /// Whether the items are set without space between them.
  var isTight: Bool
  /// The items.
  var items: [Item]

  /// One item.
  struct Item: Equatable, Sendable {
    /// Whether the item's box is ticked; nil if it has no box.
    var isChecked: Bool?
    /// What the item holds.
    var blocks: [MarkdownBlock]
  }
}

/// A table of the prose.
struct MarkdownTable: Equatable, Sendable {
  /// How a column is set.
  enum Alignment: String, Sendable {
    case left, center, right
  }

  /// How each column is set; nil where nothing was said.
  var alignments: [Alignment?]
  /// The rows, the heading first.
  var rows: [[[MarkdownInline]]]
  /// What stands above it; nil if there is nothing.
  var caption: [MarkdownInline]?
  /// The name in braces behind the caption.
  var label: String?
  /// What the author wrote for the caption, with the colon before it and the name behind it.
  var captionRange: SourceRange?
}

extension MarkdownBlock {
  /// The lines of the block as a stretch of the file.
  var range: SourceRange {
    SourceRange(
      start: SourceLocation(line: firstLine, column: 1),
      end: SourceLocation(line: max(firstLine, lastLine) + 1, column: 1))
  }

  /// The blocks right inside of this one.
  var children: [MarkdownBlock] {
    switch kind {
    case .quote(let inner), .footnote(let inner), .div(_, let inner): inner
    case .list(let list): list.items.flatMap(\.blocks)
    case .paragraph, .heading, .code, .table, .html, .rule: []
    }
  }

  /// The text, the formulas, the values and the references inside, without code, pictures and addresses.
  var leaves: [MarkdownInline] {
    switch kind {
    case .paragraph(let text), .heading(_, let text): text.flatMap(\.leaves)
    case .table(let table): (table.rows.joined().joined() + (table.caption ?? [])).flatMap(\.leaves)
    default: children.flatMap(\.leaves)
    }
  }

  /// The blocks of code inside, in order.
  var codeBlocks: [(block: MarkdownBlock, code: CodeBlock)] {
    if case .code(let code) = kind { [(self, code)] } else { children.flatMap(\.codeBlocks) }
  }

  /// The texts of the headings inside, those of quizzes included.
  var headings: [[MarkdownInline]] {
    switch kind {
    case .heading(_, let text): return [text]
    case .code(let code):
      guard case .quiz(let quiz) = code.content else { return [] }
      return (quiz.question.blocks + (quiz.answer?.blocks ?? [])).flatMap(\.headings)
    default: return children.flatMap(\.headings)
    }
  }
}
