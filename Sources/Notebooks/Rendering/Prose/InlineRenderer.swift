/// Turns running text into HTML.
struct InlineRenderer {
  /// What all parts of the handout share.
  let shared: SharedRendering
  /// Whether links are links; inside another link they cannot be.
  var linksAllowed = true

  /// Returns `inlines` as HTML.
  func html(_ inlines: [MarkdownInline]) -> HTML {
    inlines.indices.map { index in
      html(
        inlines[index], after: index > 0 ? inlines[index - 1] : nil,
        before: index + 1 < inlines.count ? inlines[index + 1] : nil)
    }.joined()
  }

  private static let opening: Set<Character> = ["(", "[", "“", "‘", "„", "«"]
  private static let closing: Set<Character> = [
    ".", ",", ";", ":", "!", "?", ")", "]", "”", "’", "»", "-", "–",
  ]

  /// Returns `text` without line breaks between a number and what belongs to it, as in 3 ± 1 and 25 %.
  static func unbroken(_ text: String) -> String {
    text.contains { $0 == "±" || $0 == "%" }
      ? text.replacing(" ± ", with: "\u{A0}±\u{A0}").replacing(/([0-9]) %/) { "\($0.1)\u{A0}%" } : text
  }

  private func html(
    _ inline: MarkdownInline, after previous: MarkdownInline?, before next: MarkdownInline?
  ) -> HTML {
    switch inline.kind {
    case .text(let text):
      HTML(Self.unbroken(Self.own(text, after: previous, before: next)))
    case .formula(let formula) where inline.isInlineFormula:
      self.formula(formula, after: previous, before: next)
    case .reference(let label): reference(to: label, inline.range)
    case .citation(let works, let source): citation(of: works, source, inline.range)
    case .formula(let formula): self.formula(formula)
    case .value(let value): shared.values.html(value)
    case .code(let code): .element("code", [:], HTML(code))
    case .emphasis(let inner): .element("em", [:], html(inner))
    case .strong(let inner): .element("strong", [:], html(inner))
    case .strikethrough(let inner): .element("del", [:], html(inner))
    case .link(let link): self.link(link)
    case .image(let image): self.image(image, inline.range)
    case .html(let markup): raw(markup)
    case .footnoteReference(let number): footnote(number)
    case .softBreak: HTML("\n")
    case .lineBreak: .void("br")
    }
  }

  /// Returns `text` without what is kept with a formula at its side.
  private static func own(_ text: String, after previous: MarkdownInline?, before next: MarkdownInline?)
    -> String
  {
    var rest = text[...]
    if previous?.isInlineFormula == true { rest = rest.drop(while: closing.contains) }
    if next?.isInlineFormula == true { rest = rest.dropLast(rest.suffix(while: opening.contains).count) }
    return String(rest)
  }

  /// Browsers break lines on both sides of a formula: brackets and punctuation that belong to it are kept with it.
  private func formula(
    _ formula: Formula, after previous: MarkdownInline?, before next: MarkdownInline?
  ) -> HTML {
    let opening = previous?.text?[...].suffix(while: Self.opening.contains) ?? ""
    let closing = next?.text?.prefix(while: Self.closing.contains) ?? ""
    let whole = HTML(String(opening)) + self.formula(formula) + HTML(String(closing))
    return opening.isEmpty && closing.isEmpty ? whole : .element("span", ["class": "unbroken"], whole)
  }

  private func reference(to label: String, _ range: SourceRange) -> HTML {
    if let mark = label.firstIndex(of: "#") {
      let name = String(label[..<mark])
      switch shared.others.target(
        of: String(label[mark...].dropFirst()), inNotebook: name, shared.findings)
      {
      case .success(let (text, address)):
        return linksAllowed ? .element("a", ["href": address], HTML(text)) : HTML(text)
      case .failure(let problem):
        tell(.warning, problem.message, at: "@" + label, in: range)
        return HTML("@" + label)
      }
    }
    guard let target = shared.references.targets[label] else {
      tell(.warning, shared.references.message(about: label, shared.findings), at: "@" + label, in: range)
      return HTML("@" + label)
    }
    let name = HTML(target.text)
    return linksAllowed ? .element("a", ["href": "#" + target.anchor], name) : name
  }

  /// A display with a name has its number beside it.
  private func formula(_ formula: Formula) -> HTML {
    let display = shared.math.html(formula)
    guard let label = formula.label, let number = shared.references.equationNumbers[label] else {
      return display
    }
    let mark = HTML.element("span", ["class": "equation-number"], HTML("(\(number))"))
    return .element("span", ["class": "equation", "id": label], display, mark)
  }

  /// Returns the numbers of `citations` between one pair of brackets.
  ///
  /// What names no work at all is not meant as a citation.
  private func citation(
    of citations: [ReferenceMark.Citation], _ source: String, _ range: SourceRange
  ) -> HTML {
    let works = shared.notebook.frontMatter.references
    let isNamed = source.hasPrefix("@")
    if works.isEmpty || isNamed && works[citations[0].key] == nil { return HTML(source) }
    let items = citations.map { citation in
      guard works[citation.key] != nil else {
        let suggestion =
          shared.findings.takesSuggestion()
          ? "; " + Spelling.suggestion(for: citation.key, among: works.keys.sorted()) : ""
        tell(.warning, "no work '\(citation.key)'" + suggestion, at: "@" + citation.key, in: range)
        return HTML(citation.source)
      }
      let number = shared.findings.number(ofWork: citation.key)
      let prefix = citation.prefix.isEmpty ? "" : citation.prefix + " "
      return HTML(prefix) + link(toWork: number, citations.count == 1 && citation.isBare)
        + HTML(citation.suffix)
    }
    if citations.count == 1, citations[0].isBare, works[citations[0].key] != nil { return items[0] }
    return HTML("[") + items.joined(by: ", ") + HTML("]")
  }

  private func link(toWork number: Int, _ hasBrackets: Bool) -> HTML {
    let name = HTML(hasBrackets ? "[\(number)]" : "\(number)")
    return linksAllowed ? .element("a", ["href": "#ref-\(number)", "role": "doc-biblioref"], name) : name
  }

  /// Notes a problem about `text`, which stands in `range`.
  private func tell(
    _ severity: Diagnostic.Severity, _ message: String, at text: String, in range: SourceRange
  ) {
    shared.findings.problems.append(
      .init(severity, message, at: shared.notebook.location(of: text, in: range)))
  }

  private func link(_ link: MarkdownLink) -> HTML {
    var plain = self
    plain.linksAllowed = false
    let content = plain.html(link.text)
    guard linksAllowed, SafeLink.checked(link.destination) != nil else { return content }
    let (address, problem) = shared.links.target(of: link.destination)
    if let problem { tell(.warning, problem, at: link.destination, in: link.address) }
    return .element("a", ["href": address, "title": link.title.isEmpty ? nil : link.title], content)
  }

  /// Notes a problem about where a link or a picture leads.
  private func tell(
    _ severity: Diagnostic.Severity, _ message: String, at destination: String, in address: AddressRange
  ) {
    guard address.isInline else {
      return shared.findings.problems.append(.init(severity, message, at: address.range.start))
    }
    tell(severity, message, at: destination, in: address.range)
  }

  /// Returns the picture that stands alone as a figure.
  func figure(_ image: MarkdownImage, _ entry: Numbering.Entry?, _ range: SourceRange) -> HTML {
    let caption = shared.caption(.figure, entry, html(image.text))
    let picture = self.image(image, range, isFigure: true)
    if caption.isEmpty { return .element("figure", ["id": entry?.anchor], picture) }
    return .element("figure", ["id": entry?.anchor], picture, .element("figcaption", [:], caption))
  }

  private func image(_ image: MarkdownImage, _ range: SourceRange, isFigure: Bool = false) -> HTML {
    let (source, title) = (image.destination, image.title)
    let values = image.attributes.values
    for key in values.keys.sorted() where !["alt", "fig-alt", "width", "height"].contains(key) {
      tell(
        .warning, "'\(key)' is not read: a picture takes 'width', 'height' and 'alt'", at: "\(key)=",
        in: range)
    }
    if let label = image.figureLabel, !isFigure {
      let message = "this picture is no figure, and has no number, since it is not alone in its paragraph"
      tell(.warning, message, at: "#\(label)", in: range)
    }
    let alternative = values["alt"] ?? values["fig-alt"] ?? shared.values.plain(image.text)
    let id = image.attributes.label.flatMap { isFigure ? nil : $0 }
    switch shared.images.embedded(source) {
    case .success(let data):
      return .void(
        "img",
        [
          "src": data, "alt": alternative, "title": title.isEmpty ? nil : title, "id": id,
          "style": size(of: image, range),
        ])
    case .failure(let problem):
      tell(problem.severity, problem.message, at: source, in: image.address)
      let name = HTML(alternative.isEmpty ? source : alternative)
      guard linksAllowed, let address = SafeLink.checked(source) else { return name }
      return .element("a", ["href": address], name)
    }
  }

  /// Returns the width and height that the author gives `image`, as style.
  private func size(of image: MarkdownImage, _ range: SourceRange) -> String? {
    let lengths = ["width", "height"].compactMap { key -> String? in
      guard let value = image.attributes.values[key] else { return nil }
      guard let match = value.wholeMatch(of: /(\d{1,5}(?:\.\d{1,4})?)(%|px|em|rem|cm|mm|in|pt)?/) else {
        tell(
          .warning, "'\(key)' takes a length such as '50%', '300px' or '6cm', not '\(value)'", at: "\(key)=",
          in: range)
        return nil
      }
      return "\(key): \(match.1)\(match.2 ?? "px")"
    }
    return lengths.isEmpty ? nil : lengths.joined(separator: "; ")
  }

  /// Comments are for authors; a line break is the one tag that tables need.
  private func raw(_ markup: String) -> HTML {
    if markup.hasPrefix("<!--") { return .empty }
    if shared.notebook.frontMatter.allowsHTML { return RawHTML.checked(markup) }
    return ["<br>", "<br/>", "<br />"].contains(markup) ? .void("br") : HTML(markup)
  }

  private func footnote(_ number: String) -> HTML {
    guard linksAllowed else { return .empty }
    let isFirst = shared.findings.referredFootnotes.insert(number).inserted
    let link = HTML.element(
      "a", ["href": "#fn-\(number)", "id": isFirst ? "fnref-\(number)" : nil, "role": "doc-noteref"],
      HTML(number))
    return .element("sup", [:], link)
  }
}

extension MarkdownInline {
  /// The text; nil of anything else.
  fileprivate var text: String? {
    if case .text(let text) = kind { text } else { nil }
  }

  /// Whether this is a formula inside of a line.
  fileprivate var isInlineFormula: Bool {
    if case .formula(let formula) = kind { !formula.isDisplay } else { false }
  }
}

extension Substring {
  /// Returns the longest end of characters that `predicate` holds for.
  fileprivate func suffix(while predicate: (Character) -> Bool) -> Substring {
    self[(lastIndex { !predicate($0) }.map(index(after:)) ?? startIndex)...]
  }
}
