/// Turns running text into HTML.
struct InlineRenderer {
  /// The prose that the text is from.
  let cut: ProseCut
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
    case .text(let text): self.text(text)
    case .code(let code): .element("code", [:], HTML(cut.restored(code)))
    case .emphasis(let inner): .element("em", [:], html(inner))
    case .strong(let inner): .element("strong", [:], html(inner))
    case .strikethrough(let inner): .element("del", [:], html(inner))
    case .link(let destination, let title, let inner): link(destination, title, inner)
    case .image(let destination, let title, let inner): image(destination, title, inner)
    case .html(let markup): raw(cut.restored(markup))
    case .footnoteReference(let number): footnote(number)
    case .softBreak: HTML("\n")
    case .lineBreak: .void("br")
    }
  }

  private func text(_ text: String) -> HTML {
    cut.segments(of: text).map { segment in
      switch segment {
      case .text(let text): references(in: text)
      case .formula(let formula): shared.math.html(formula)
      case .value(let value): shared.values.html(value)
      }
    }.joined()
  }

  private func references(in text: String) -> HTML {
    FigureReference.split(text).map { piece in
      switch piece {
      case .text(let text): HTML(text)
      case .reference(let label): reference(to: label)
      }
    }.joined()
  }

  private func reference(to label: String) -> HTML {
    guard let target = shared.figures.targets[label] else {
      let labels = shared.figures.targets.keys.sorted()
      let nearest = Spelling.nearest(to: label, among: labels).map { "; did you mean '@\($0)'?" } ?? ""
      shared.findings.warn("no cell is labeled '\(label)'" + nearest, line: line)
      return HTML("@" + label)
    }
    let name = HTML("Figure\u{A0}\(target.number.map(String.init) ?? "?")")
    return linksAllowed ? .element("a", ["href": "#" + target.anchor], name) : name
  }

  private func link(_ destination: String, _ title: String, _ inner: [MarkdownInline]) -> HTML {
    var plain = self
    plain.linksAllowed = false
    let content = plain.html(inner)
    guard linksAllowed, let address = SafeLink.checked(cut.restored(destination)) else { return content }
    return .element("a", ["href": address, "title": title.isEmpty ? nil : cut.restored(title)], content)
  }

  private func image(_ destination: String, _ title: String, _ inner: [MarkdownInline]) -> HTML {
    let source = cut.restored(destination)
    let alternative = cut.restored(inner.plainText)
    switch shared.images.embedded(source) {
    case .success(let data):
      return .void(
        "img", ["src": data, "alt": alternative, "title": title.isEmpty ? nil : cut.restored(title)])
    case .failure(let problem):
      shared.findings.warn(problem.message, line: line)
      let name = HTML(alternative.isEmpty ? source : alternative)
      guard linksAllowed, let address = SafeLink.checked(source) else { return name }
      return .element("a", ["href": address], name)
    }
  }

  /// Comments are for authors; a line break is the one tag that tables need.
  private func raw(_ markup: String) -> HTML {
    if markup.hasPrefix("<!--") { return .empty }
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
