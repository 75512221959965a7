/// What pandoc and Quarto write between braces, behind a picture or a caption and at the top of a div:
/// `{#fig-x .class width=50%}`.
struct Attributes: Equatable, Sendable {
  /// The name behind `#`.
  var label: String?
  /// The names behind a point.
  var classes: [String] = []
  /// The values by their keys.
  var values: [String: String] = [:]

  /// No attributes.
  init() {}

  /// Reads what stands between the braces; nil if that is no list of attributes.
  init?(_ text: some StringProtocol) {
    var rest = Substring(text).drop { $0.isWhitespace }
    guard !rest.isEmpty else { return nil }
    while !rest.isEmpty {
      let name = rest.dropFirst().prefix {
        $0.isASCII && ($0.isLetter || $0.isNumber) || $0 == "-" || $0 == "_"
      }
      let key = rest.prefix { $0.isASCII && $0.isLetter || $0 == "-" }
      if rest.first == "#", !name.isEmpty, label == nil {
        label = String(name)
        rest = rest[name.endIndex...]
      } else if rest.first == ".", !name.isEmpty {
        classes.append(String(name))
        rest = rest[name.endIndex...]
      } else if !key.isEmpty, rest[key.endIndex...].first == "=" {
        let value = rest[key.endIndex...].dropFirst()
        // Typographic quotes are what an editor may have made of the others.
        if let quote = value.first, let closing = ["\"": "\"", "'": "'", "“": "”"][quote],
          let end = value.dropFirst().firstIndex(of: Character(closing))
        {
          values[String(key)] = String(value[..<end].dropFirst())
          rest = value[end...].dropFirst()
        } else {
          let word = value.prefix { !$0.isWhitespace }
          values[String(key)] = String(word)
          rest = value[word.endIndex...]
        }
      } else {
        return nil
      }
      guard rest.first?.isWhitespace ?? true else { return nil }
      rest = rest.drop { $0.isWhitespace }
    }
  }

  /// Reads attributes at the end of `inlines`, such as a caption, and removes them from there.
  static func taken(fromEndOf inlines: inout [MarkdownInline]) -> Attributes? {
    guard let last = inlines.last, case .text(let text) = last.kind else { return nil }
    let written = text.withoutBlankEnd
    guard written.last == "}", let brace = written.lastIndex(of: "{"),
      let attributes = Attributes(written[brace...].dropFirst().dropLast())
    else { return nil }
    inlines.removeLast()
    let rest = written[..<brace].withoutBlankEnd
    if let rest = last.withoutLast(text[rest.endIndex...].utf8.count) { inlines.append(rest) }
    return attributes
  }

  /// Attributes behind a picture.
  fileprivate struct BehindPicture {
    let attributes: Attributes
    let end: SourceLocation
    /// What the text in which they end has behind them.
    let rest: MarkdownInline?
    /// Where in the array that text stands.
    let lastIndex: Int
  }

  /// Reads attributes at `start` in `inlines`, right behind a picture.
  ///
  /// A value may hold marks, which cmark has made something of.
  fileprivate static func behindPicture(in inlines: [MarkdownInline], at start: Int) -> BehindPicture? {
    guard start < inlines.count, case .text(let words) = inlines[start].kind, words.hasPrefix("{") else {
      return nil
    }
    var text = ""
    for index in start..<inlines.count {
      let inline = inlines[index]
      // The braces of the next picture are its own.
      if case .image = inline.kind { return nil }
      guard case .text(let piece) = inline.kind, let end = piece.firstIndex(of: "}") else {
        text += inline.plainText
        continue
      }
      text += piece[..<end]
      guard let attributes = Attributes(text.dropFirst()) else { return nil }
      let count = piece[...end].utf8.count
      return BehindPicture(
        attributes: attributes, end: inline.range.start.moved(columns: count),
        rest: inline.withoutFirst(count),
        lastIndex: index)
    }
    return nil
  }
}

extension [MarkdownInline] {
  /// The text in which pictures have the attributes that stand behind them.
  var withImageAttributes: [MarkdownInline] {
    guard contains(where: { if case .image = $0.kind { true } else { false } }) else { return self }
    var result: [MarkdownInline] = []
    var index = 0
    while index < count {
      var inline = self[index]
      var rest: MarkdownInline?
      index += 1
      if case .image(var image) = inline.kind, let behind = Attributes.behindPicture(in: self, at: index) {
        image.attributes = behind.attributes
        image.attributesRange = SourceRange(start: inline.range.end, end: behind.end)
        inline.kind = .image(image)
        inline.range.end = behind.end
        (rest, index) = (behind.rest, behind.lastIndex + 1)
      }
      result.append(inline)
      if let rest { result.append(rest) }
    }
    return result
  }
}

extension MarkdownImage {
  /// The label that makes the picture a figure, `fig-…`.
  var figureLabel: String? { attributes.label.flatMap { $0.hasPrefix("fig-") ? $0 : nil } }
}

extension MarkdownBlock {
  /// The picture that is alone in its paragraph; a figure if it has a label `fig-…` or is a part of one.
  var lonePicture: MarkdownImage? {
    guard case .paragraph(let text) = kind, text.count == 1, case .image(let image) = text[0].kind else {
      return nil
    }
    return image
  }
}

extension [MarkdownBlock] {
  /// The blocks, in which tables have the caption that stands below or above them: `: What it shows {#tbl-x}`.
  var withTableCaptions: [MarkdownBlock] {
    var result: [MarkdownBlock] = []
    for block in self {
      if let last = result.last, case .table(var table) = last.kind, table.caption == nil,
        let caption = block.tableCaption
      {
        table.takeCaption(caption)
        result[result.count - 1].kind = .table(table)
        result[result.count - 1].lastLine = block.lastLine
        continue
      }
      guard case .table(var table) = block.kind else {
        result.append(block)
        continue
      }
      var block = block
      if let caption = table.captionInLastRow {
        table.rows.removeLast()
        table.takeCaption(caption)
      } else if let caption = result.last?.tableCaption {
        result.removeLast()
        table.takeCaption(caption)
      }
      block.kind = .table(table)
      result.append(block)
    }
    return result
  }
}

extension MarkdownBlock {
  /// The caption of a table that the block is, with its mark: a paragraph that begins with a colon.
  fileprivate var tableCaption: [MarkdownInline]? {
    if case .paragraph(let text) = kind { text.tableCaption } else { nil }
  }
}

extension [MarkdownInline] {
  fileprivate var tableCaption: [MarkdownInline]? {
    guard let first, case .text(let text) = first.kind,
      [": ", "Table: "].contains(where: text.hasPrefix)
    else { return nil }
    return self
  }
}

extension MarkdownTable {
  /// The caption that GitHub's rules take for a row, since no blank line stands between.
  fileprivate var captionInLastRow: [MarkdownInline]? {
    guard rows.count > 2, let last = rows.last, last.dropFirst().allSatisfy(\.isEmpty) else { return nil }
    return last.first?.tableCaption
  }

  fileprivate mutating func takeCaption(_ text: [MarkdownInline]) {
    var words = text
    label = Attributes.taken(fromEndOf: &words)?.label
    captionRange = text.range
    guard let mark = words.first, case .text(let first) = mark.kind else { return }
    let count = first.prefix { $0 != ":" }.utf8.count + 2
    caption = [mark.withoutFirst(count)].compactMap(\.self) + words.dropFirst()
  }
}
