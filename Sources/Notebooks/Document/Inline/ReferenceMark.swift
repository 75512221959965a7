/// References in running text: `@fig-loss`, `@eq-gradient`, `@backprop#sec-training`, and citations, `[@lecun1989]`.
enum ReferenceMark {
  /// A stretch of text.
  struct Piece: Equatable {
    /// What the stretch is.
    enum Kind: Equatable {
      case text
      /// A label, behind the name of another notebook and `#` if it is of that one.
      case reference(String)
      /// Works between brackets, or one in the sentence.
      case citation([Citation])
    }

    /// What the stretch is.
    var kind: Kind
    /// The stretch itself.
    var source: String
  }

  /// A work that is cited: `see @lecun1989, p. 3`.
  struct Citation: Equatable {
    /// What stands before it, such as "see".
    var prefix = ""
    /// The name of the work.
    var key: String
    /// What stands behind it, such as a page with its comma.
    var suffix = ""
    /// What the author wrote, without brackets.
    var source: String

    /// Whether it is the name alone.
    var isBare: Bool { prefix.isEmpty && suffix.isEmpty }
  }

  /// What labels that can be referred to begin with, and what they name.
  static let kinds = [
    "fig-": "figure", "tbl-": "table", "lst-": "listing", "eq-": "equation", "sec-": "section",
  ]

  /// Returns `text` in pieces; an address such as `me@fig-tree.org` is no reference.
  static func split(_ text: String) -> [Piece] {
    guard text.utf8.contains(UInt8(ascii: "@")) else {
      return text.isEmpty ? [] : [Piece(kind: .text, source: text)]
    }
    var pieces: [Piece] = []
    var plain = ""
    var rest = text[...]
    func end(_ kind: Piece.Kind, at index: String.Index) {
      if !plain.isEmpty { pieces.append(Piece(kind: .text, source: plain)) }
      plain = ""
      pieces.append(Piece(kind: kind, source: String(rest[..<index])))
      rest = rest[index...]
    }
    while let mark = rest.firstIndex(where: { $0 == "@" || $0 == "[" }) {
      plain += rest[..<mark]
      let before = plain.last
      rest = rest[mark...]
      if rest.first == "[" {
        let inner = rest.dropFirst().prefix { $0 != "[" && $0 != "]" }
        if rest[inner.endIndex...].first == "]", let works = citations(inner) {
          end(.citation(works), at: rest.index(after: inner.endIndex))
        } else {
          plain += "["
          rest.removeFirst()
        }
        continue
      }
      let label = label(rest.dropFirst())
      let elsewhere = labelElsewhere(rest.dropFirst())
      let isApart = mayStand(behind: before)
      if isApart, let elsewhere {
        end(.reference(String(elsewhere)), at: elsewhere.endIndex)
      } else if isApart, isReference(label) {
        end(.reference(String(label)), at: label.endIndex)
      } else if isApart, !label.isEmpty {
        end(.citation([Citation(key: String(label), source: "@\(label)")]), at: label.endIndex)
      } else {
        plain += "@"
        rest.removeFirst()
      }
    }
    plain += rest
    return plain.isEmpty ? pieces : pieces + [Piece(kind: .text, source: plain)]
  }

  /// Whether `@` begins a reference behind that character, and is not in the middle of an address.
  ///
  /// Where words are not set apart by blanks, as in Chinese, or begin with a conjunction, as in Arabic, a letter may
  /// precede; those of addresses have capital forms.
  static func mayStand(behind character: Character?) -> Bool {
    character.map { !$0.isCased && !($0.isASCII && $0.isNumber) } ?? true
  }

  /// Returns the name with which `text` begins.
  private static func label(_ text: Substring) -> Substring {
    // A label may contain hyphens; one at the end belongs to the sentence.
    var label = text.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") }
    while label.last == "-" || label.last == "_" { label = label.dropLast() }
    return label
  }

  /// Returns the name of a notebook and a label of it with which `text` begins: `backprop#fig-loss`.
  private static func labelElsewhere(_ text: Substring) -> Substring? {
    let name = text.prefix { $0.isLetter || $0.isNumber || "-_./".contains($0) }
    guard !name.isEmpty, text[name.endIndex...].first == "#" else { return nil }
    let label = label(text[name.endIndex...].dropFirst())
    return isReference(label) ? text[..<label.endIndex] : nil
  }

  /// Whether `label` is one that a reference can name.
  static func isReference(_ label: Substring) -> Bool {
    kinds.keys.contains { label.hasPrefix($0) && label.count > $0.count }
  }

  /// Reads what stands between brackets, `see @a, p. 3; @b`; nil if it is no list of works.
  private static func citations(_ text: Substring) -> [Citation]? {
    guard text.contains("@") else { return nil }
    var citations: [Citation] = []
    for part in text.split(separator: ";", omittingEmptySubsequences: false) {
      guard let at = part.firstIndex(of: "@") else { return nil }
      let prefix = part[..<at]
      let key = label(part[at...].dropFirst())
      let suffix = part[key.endIndex...]
      guard !key.isEmpty, !isReference(key), !suffix.contains("@"),
        prefix.isEmpty || prefix.last?.isWhitespace == true,
        suffix.isEmpty || suffix.first == "," || suffix.first?.isWhitespace == true
      else { return nil }
      citations.append(
        Citation(
          prefix: String(prefix).trimmingBlanks, key: String(key), suffix: String(suffix.withoutBlankEnd),
          source: String(part).trimmingBlanks))
    }
    return citations
  }

  /// Returns `work` with links in place of what names a document, `doi:10.1038/323533a0`.
  static func linkingDOIs(in work: String) -> String {
    var linked = ""
    var rest = work[...]
    while let match = rest.firstMatch(of: /(?i)\bdoi:\s?(10\.\d{4,9}\/[^\s,;\[\]]*[^\s,;.\[\]])/) {
      let isLink = rest[..<match.range.lowerBound].last.map { "[(/".contains($0) } ?? false
      linked += rest[..<match.range.lowerBound]
      linked += isLink ? String(match.0) : "[doi:\(match.1)](<https://doi.org/\(match.1)>)"
      rest = rest[match.range.upperBound...]
    }
    return linked + rest
  }
}

extension Notebook {
  /// Whether the prose refers to parts of other notebooks.
  public var refersToOthers: Bool {
    guard lines.contains(where: { $0.contains("@") && $0.contains("#") }) else { return false }
    return prose.blocks.flatMap(\.leaves).contains { leaf in
      if case .reference(let label) = leaf.kind { label.contains("#") } else { false }
    }
  }
}

extension [MarkdownInline] {
  /// The text in which references and citations are pieces; `source` is what the author wrote.
  ///
  /// Between the brackets of a citation a line may end.
  func withReferences(_ source: SourceText) -> [MarkdownInline] {
    var result: [MarkdownInline] = []
    var run: [MarkdownInline] = []
    for inline in self {
      if inline.writtenText == nil {
        result += run.divided(source) + [inline]
        run = []
      } else {
        run.append(inline)
      }
    }
    return result + run.divided(source)
  }

  /// Text and line ends, in which references and citations are pieces of their own.
  private func divided(_ source: SourceText) -> [MarkdownInline] {
    let text = compactMap(\.writtenText).joined()
    guard text.utf8.contains(UInt8(ascii: "@")) else { return self }
    var result: [MarkdownInline] = []
    var rest = self[...]
    for piece in ReferenceMark.split(text) {
      var parts = rest.take(piece.source.utf8.count)
      let kind: MarkdownInline.Kind
      switch piece.kind {
      case .text:
        result += parts
        continue
      case .reference(let label): kind = .reference(label)
      case .citation(let works): kind = .citation(works, source: piece.source)
      }
      // Something may be escaped, so that the bytes of the text are not those of the file.
      for index in parts.indices {
        guard let text = parts[index].writtenText, text != "\n",
          let found = source.range(
            of: text,
            in: SourceRange(start: parts[index].range.start, end: (rest.first ?? parts[index]).range.end))
        else { continue }
        parts[index].range = found
      }
      guard let range = parts.range else { continue }
      if let last = result.indices.last, case .text = result[last].kind {
        result[last].range.end = range.start
      }
      if let next = rest.first, case .text = next.kind { rest[rest.startIndex].range.start = range.end }
      result.append(MarkdownInline(kind: kind, range: range))
    }
    return result
  }
}

extension ArraySlice<MarkdownInline> {
  /// Takes text and line ends of `count` bytes from the beginning.
  fileprivate mutating func take(_ count: Int) -> [MarkdownInline] {
    var taken: [MarkdownInline] = []
    var left = count
    while left > 0, let first, let size = first.writtenText?.utf8.count {
      if size <= left {
        taken.append(removeFirst())
        left -= size
      } else {
        if let head = first.withoutLast(size - left) { taken.append(head) }
        if let tail = first.withoutFirst(left) { self[startIndex] = tail }
        left = 0
      }
    }
    return taken
  }
}

extension MarkdownInline {
  /// The text, or the end of a line; nil for anything else.
  fileprivate var writtenText: String? {
    switch kind {
    case .text(let text): text
    case .softBreak: "\n"
    default: nil
    }
  }
}
