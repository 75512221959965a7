/// Turns running text into HTML.
struct InlineRenderer {
  /// What all parts of the handout share.
  let shared: SharedRendering
  /// The line of the paragraph, for problems.
  let line: Int
  /// Whether links are links; inside another link they cannot be.
  var linksAllowed = true

  /// Returns `inlines` as HTML.
  func html(_ inlines: [MarkdownInline]) -> HTML { inlines.map(html).joined() }

  private func html(_ inline: MarkdownInline) -> HTML {
    switch inline {
    case .text(let text): references(in: text)
    case .formula(let formula): self.formula(formula)
    case .value(let value): shared.values.html(value)
    case .code(let code): .element("code", [:], HTML(code))
    case .emphasis(let inner): .element("em", [:], html(inner))
    case .strong(let inner): .element("strong", [:], html(inner))
    case .strikethrough(let inner): .element("del", [:], html(inner))
    case .link(let destination, let title, let inner): link(destination, title, inner)
    case .image(let image): self.image(image)
    case .html(let markup): raw(markup)
    case .footnoteReference(let number): footnote(number)
    case .softBreak: HTML("\n")
    case .lineBreak: .void("br")
    }
  }

  private func references(in text: String) -> HTML {
    ReferenceMark.split(text, works: shared.notebook.frontMatter.references).map { piece in
      switch piece {
      case .text(let text): HTML(text)
      case .reference(let label): reference(to: label)
      case .citation(let works): citation(of: works)
      }
    }.joined()
  }

  private func reference(to label: String) -> HTML {
    if let mark = label.firstIndex(of: "#") {
      let name = String(label[..<mark])
      switch shared.others.target(
        of: String(label[mark...].dropFirst()), inNotebook: name, shared.findings)
      {
      case .success(let (text, address)):
        return linksAllowed ? .element("a", ["href": address], HTML(text)) : HTML(text)
      case .failure(let problem):
        tell(.warning, problem.message, at: "@" + label)
        return HTML("@" + label)
      }
    }
    guard let target = shared.references.targets[label] else {
      tell(.warning, shared.references.message(about: label, shared.findings), at: "@" + label)
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
  private func citation(of citations: [ReferenceMark.Citation]) -> HTML {
    let works = shared.notebook.frontMatter.references
    // Without a list of works `[@x]` is not meant as a citation.
    if works.isEmpty { return HTML("[" + citations.map(\.source).joined(separator: "; ") + "]") }
    let items = citations.map { citation in
      guard works[citation.key] != nil else {
        let suggestion =
          shared.findings.takesSuggestion()
          ? "; " + Spelling.suggestion(for: citation.key, among: works.keys.sorted()) : ""
        tell(.warning, "no work '\(citation.key)'" + suggestion, at: "@" + citation.key)
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

  /// Notes a problem about `text` in this paragraph.
  private func tell(_ severity: Diagnostic.Severity, _ message: String, at text: String) {
    shared.findings.problems.append(
      .init(severity, message, at: shared.locations.location(of: text, from: line)))
  }

  private func link(_ destination: String, _ title: String, _ inner: [MarkdownInline]) -> HTML {
    var plain = self
    plain.linksAllowed = false
    let content = plain.html(inner)
    guard linksAllowed, SafeLink.checked(destination) != nil else { return content }
    let (address, problem) = shared.links.target(of: destination)
    if let problem { tell(.warning, problem, at: destination) }
    return .element("a", ["href": address, "title": title.isEmpty ? nil : title], content)
  }

  /// Returns the picture that stands alone as a figure.
  func figure(_ image: MarkdownImage, _ entry: Numbering.Entry?) -> HTML {
    let caption = shared.caption(.figure, entry, html(image.text))
    let picture = self.image(image, isFigure: true)
    if caption.isEmpty { return .element("figure", ["id": entry?.anchor], picture) }
    return .element("figure", ["id": entry?.anchor], picture, .element("figcaption", [:], caption))
  }

  private func image(_ image: MarkdownImage, isFigure: Bool = false) -> HTML {
    let (source, title) = (image.destination, image.title)
    let values = image.attributes.values
    for key in values.keys.sorted() where !["alt", "fig-alt", "width", "height"].contains(key) {
      tell(.warning, "'\(key)' is not read: a picture takes 'width', 'height' and 'alt'", at: "\(key)=")
    }
    if let label = image.figureLabel, !isFigure {
      let message = "this picture is no figure, and has no number, since it is not alone in its paragraph"
      tell(.warning, message, at: "#\(label)")
    }
    let alternative = values["alt"] ?? values["fig-alt"] ?? shared.values.plain(image.text)
    let id = image.attributes.label.flatMap { isFigure ? nil : $0 }
    switch shared.images.embedded(source) {
    case .success(let data):
      return .void(
        "img",
        [
          "src": data, "alt": alternative, "title": title.isEmpty ? nil : title, "id": id,
          "style": size(of: image),
        ])
    case .failure(let problem):
      tell(problem.severity, problem.message, at: source)
      let name = HTML(alternative.isEmpty ? source : alternative)
      guard linksAllowed, let address = SafeLink.checked(source) else { return name }
      return .element("a", ["href": address], name)
    }
  }

  /// Returns the width and height that the author gives `image`, as style.
  private func size(of image: MarkdownImage) -> String? {
    let lengths = ["width", "height"].compactMap { key -> String? in
      guard let value = image.attributes.values[key] else { return nil }
      guard let match = value.wholeMatch(of: /(\d{1,5}(?:\.\d{1,4})?)(%|px|em|rem|cm|mm|in|pt)?/) else {
        tell(
          .warning, "'\(key)' takes a length such as '50%', '300px' or '6cm', not '\(value)'", at: "\(key)=")
        return nil
      }
      return "\(key): \(match.1)\(match.2 ?? "px")"
    }
    return lengths.isEmpty ? nil : lengths.joined(separator: "; ")
  }

  /// Comments are for authors; a line break is the one tag that tables need.
  private func raw(_ markup: String) -> HTML {
    if markup.hasPrefix("<!--") { return .empty }
    if shared.notebook.frontMatter.allowsHTML { return HTML(trusted: markup) }
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
