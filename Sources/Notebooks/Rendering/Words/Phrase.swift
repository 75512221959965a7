/// A text of a page with places for what is not known beforehand, such as "Figure {number}".
package struct Phrase: Sendable, Equatable, ExpressibleByStringLiteral {
  /// What can be put into a phrase; the raw value is how a phrase writes it between braces.
  package enum Placeholder: String, Sendable {
    case cell, cells, count, day, digest, exercises, failed, failure, file, keywords, license, line, lastLine
    case message, month, number, parameters, title, year
  }

  private enum Piece: Equatable {
    case text(String)
    case placeholder(Placeholder)
  }

  /// The phrase as it was written.
  package let template: String
  private let pieces: [Piece]

  /// Reads a phrase; braces around anything but a placeholder are text.
  package init(stringLiteral template: String) {
    self.template = template
    var pieces: [Piece] = []
    var text = ""
    var rest = template[...]
    while let brace = rest.firstIndex(of: "{") {
      let name = rest[brace...].dropFirst().prefix { $0 != "}" }
      guard let placeholder = Placeholder(rawValue: String(name)) else {
        text += rest[...brace]
        rest = rest[brace...].dropFirst()
        continue
      }
      text += rest[..<brace]
      if !text.isEmpty { pieces.append(.text(text)) }
      text = ""
      pieces.append(.placeholder(placeholder))
      rest = rest[name.endIndex...].dropFirst()
    }
    text += rest
    self.pieces = text.isEmpty ? pieces : pieces + [.text(text)]
  }

  /// What has to be put into the phrase.
  package var placeholders: Set<Placeholder> {
    Set(pieces.compactMap { if case .placeholder(let placeholder) = $0 { placeholder } else { nil } })
  }

  /// Returns the phrase with `values` in their places.
  package func callAsFunction(_ values: [Placeholder: String]) -> String {
    pieces.map { piece in
      switch piece {
      case .text(let text): text
      case .placeholder(let placeholder): values[placeholder] ?? "{\(placeholder.rawValue)}"
      }
    }.joined()
  }

  /// Returns the phrase with `values`, such as links, in their places.
  func html(_ values: [Placeholder: HTML]) -> HTML {
    pieces.map { piece in
      switch piece {
      case .text(let text): HTML(text)
      case .placeholder(let placeholder): values[placeholder] ?? HTML("{\(placeholder.rawValue)}")
      }
    }.joined()
  }
}
