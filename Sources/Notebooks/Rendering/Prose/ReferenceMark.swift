/// References in running text: `@fig-loss`, `@eq-gradient`, `@backprop#sec-training`, and citations, `[@lecun1989]`.
enum ReferenceMark {
  /// A stretch of text.
  enum Piece: Equatable {
    case text(String)
    /// A label, behind the name of another notebook and `#` if it is of that one.
    case reference(String)
    /// Works between brackets, or one in the sentence.
    case citation([Citation])
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
  ///
  /// - Parameter works: The works that `@name` without brackets cites, by name.
  static func split(_ text: String, works: [String: String]) -> [Piece] {
    guard text.utf8.contains(UInt8(ascii: "@")) else { return text.isEmpty ? [] : [.text(text)] }
    var pieces: [Piece] = []
    var plain = ""
    var rest = text[...]
    func end(_ piece: Piece) {
      if !plain.isEmpty { pieces.append(.text(plain)) }
      plain = ""
      pieces.append(piece)
    }
    while let mark = rest.firstIndex(where: { $0 == "@" || $0 == "[" }) {
      plain += rest[..<mark]
      let before = plain.last
      rest = rest[mark...]
      if rest.first == "[" {
        let inner = rest.dropFirst().prefix { $0 != "[" && $0 != "]" }
        if rest[inner.endIndex...].first == "]", let works = citations(inner) {
          rest = rest[inner.endIndex...].dropFirst()
          end(.citation(works))
        } else {
          plain += "["
          rest.removeFirst()
        }
        continue
      }
      let label = label(rest.dropFirst())
      // Where words are not set apart by blanks, as in Chinese, or begin with a conjunction, as in Arabic, a letter may
      // precede; those of addresses have capital forms.
      let elsewhere = labelElsewhere(rest.dropFirst())
      let isApart = before.map { !$0.isCased && !($0.isASCII && $0.isNumber) } ?? true
      if isApart, let elsewhere {
        end(.reference(String(elsewhere)))
        rest = rest[elsewhere.endIndex...]
        continue
      } else if isApart, isReference(label) {
        end(.reference(String(label)))
      } else if isApart, works[String(label)] != nil {
        end(.citation([Citation(key: String(label), source: "@\(label)")]))
      } else {
        plain += "@"
        rest.removeFirst()
        continue
      }
      rest = rest[label.endIndex...]
    }
    plain += rest
    return plain.isEmpty ? pieces : pieces + [.text(plain)]
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

  private static func isReference(_ label: Substring) -> Bool {
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
      guard case .text(let text) = leaf else { return false }
      return ReferenceMark.split(text, works: frontMatter.references).contains { piece in
        if case .reference(let label) = piece { label.contains("#") } else { false }
      }
    }
  }
}
