/// A block of a markdown file, as cmark-gfm reads it, with the lines that it takes.
struct MarkdownBlock: Equatable {
  /// What the block is.
  indirect enum Kind: Equatable {
    case paragraph([MarkdownInline])
    case heading(level: Int, [MarkdownInline])
    case code(CodeBlock)
    case quote([MarkdownBlock])
    case list(MarkdownList)
    case table(MarkdownTable)
    case html(String)
    case rule
    case footnote([MarkdownBlock])
    case division(Division, [MarkdownBlock])
  }

  /// What the block is.
  var kind: Kind
  /// The first line, from 1.
  var firstLine: Int
  /// The last line.
  var lastLine: Int
}

/// A block of code, fenced or indented.
struct CodeBlock: Equatable {
  /// The words after the opening fence; empty for an indented block.
  var info: String
  /// The code without fence and indentation.
  var code: String
  /// The fence's length and first column; nil for an indented block.
  var fence: Fence?

  /// The marks that a fenced block begins with.
  struct Fence: Equatable {
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

  /// Whether the block is a cell.
  var isCell: Bool { fence != nil && language.lowercased() == "swift" }

  /// What `info` says beside the language in the form `key=value`, as other tools write options.
  var attributes: [String] {
    guard info.utf8.contains(UInt8(ascii: "=")) else { return [] }
    return info.matches(of: /[\w-]+\s*=\s*("[^"]*"|[^\s,}]+)/).map { String($0.0) }
  }
}

/// A list and its items.
struct MarkdownList: Equatable {
  /// The number of the first item; nil for a list with bullets.
  var start: Int?
  /// Whether the items are set without space between them.
  var isTight: Bool
  /// The items.
  var items: [Item]

  /// One item.
  struct Item: Equatable {
    /// Whether the item's box is ticked; nil if it has no box.
    var isChecked: Bool?
    /// What the item holds.
    var blocks: [MarkdownBlock]
  }
}

/// A table of the prose.
struct MarkdownTable: Equatable {
  /// How a column is set.
  enum Alignment: String {
    case left, center, right
  }

  /// How each column is set; nil where nothing was said.
  var alignments: [Alignment?]
  /// The rows, the heading first.
  var rows: [[[MarkdownInline]]]
}

extension MarkdownBlock {
  /// The running text inside, piece by piece, without code and addresses.
  var texts: [String] {
    switch kind {
    case .paragraph(let text), .heading(_, let text): text.flatMap(\.texts)
    case .quote(let blocks), .footnote(let blocks), .division(_, let blocks): blocks.flatMap(\.texts)
    case .list(let list): list.items.flatMap { $0.blocks.flatMap(\.texts) }
    case .table(let table): table.rows.joined().joined().flatMap(\.texts)
    case .code, .html, .rule: []
    }
  }
}
