internal import Foundation

/// Turns the TeX in which fields of BibTeX are written into markdown.
struct TeXText {
  private let scalars: [Unicode.Scalar]
  private var position = 0
  /// How many braces are open; more than anybody writes are passed over.
  private var depth = 0

  private init(_ text: some StringProtocol) { scalars = Array(text.unicodeScalars) }

  /// Returns `text` as markdown: accents and marks as characters, formulas as they are, what markdown would read as
  /// marks escaped.
  static func markdown(_ text: some StringProtocol) -> String {
    var reader = TeXText(text)
    let words = reader.read(until: nil).split(whereSeparator: { $0 == " " || $0.isNewline || $0 == "\t" })
    return words.joined(separator: " ").precomposedStringWithCanonicalMapping
  }

  /// Returns what stands up to `end`, which is passed over.
  private mutating func read(until end: Unicode.Scalar?) -> String {
    depth += 1
    defer { depth -= 1 }
    var text = ""
    while let scalar = next() {
      if scalar == end { return text }
      switch scalar {
      case "\\" where depth < 100: text += command()
      case "{" where depth < 100: text += read(until: "}")
      case "\\", "{": break
      case "}": break
      case "~": text += "\u{A0}"
      case "$": text += formula()
      case "-" where peek == "-": text += dash()
      case "`" where peek == "`": text += quote("“")
      case "'" where peek == "'": text += quote("”")
      case "`": text += "‘"
      case "'": text += "’"
      default: text += TeXText.escaped(scalar)
      }
    }
    return text
  }

  /// Reads what a backslash begins.
  private mutating func command() -> String {
    guard let first = next() else { return "" }
    guard first.isLetter else {
      if let accent = TeXText.accents[String(first)] { return accented(accent) }
      // Line breaks and thin spaces; `\-` may break a word.
      if "\\,;: /".unicodeScalars.contains(first) { return " " }
      return first == "-" ? "" : TeXText.escaped(first)
    }
    var name = String(first)
    while let scalar = peek, scalar.isLetter {
      name.unicodeScalars.append(scalar)
      position += 1
    }
    while peek == " " || peek == "\n" { position += 1 }
    if let accent = TeXText.accents[name] { return accented(accent) }
    if let symbol = TeXText.symbols[name] { return symbol }
    switch name {
    case "emph", "textit", "textsl", "mkbibemph": return marked("*")
    case "textbf", "mkbibbold": return marked("**")
    case "url": return argument(verbatim: true)
    case "href":
      let address = argument(verbatim: true)
      return "[\(argument())](<\(address)>)"
    // What is in braces behind it is read as if the command were not there.
    default: return ""
    }
  }

  private mutating func marked(_ mark: String) -> String {
    let text = argument()
    return text.isEmpty ? "" : mark + text + mark
  }

  /// Reads what a command takes: one character, one command, or what is in braces.
  private mutating func argument(verbatim: Bool = false) -> String {
    depth += 1
    defer { depth -= 1 }
    while peek == " " { position += 1 }
    guard let scalar = next(), depth < 100 else { return "" }
    if scalar == "{" { return verbatim ? self.verbatim() : read(until: "}") }
    return scalar == "\\" ? command() : TeXText.escaped(scalar)
  }

  private mutating func verbatim() -> String {
    var text = String.UnicodeScalarView()
    while let scalar = next(), scalar != "}" {
      if scalar != "\\" { text.append(scalar) }
    }
    return String(text)
  }

  /// Reads the letter that `accent` stands on.
  private mutating func accented(_ accent: Unicode.Scalar) -> String {
    let letter = argument()
    guard let first = letter.first else { return "" }
    // The letters without a dot are there for accents.
    let base = ["ı": "i", "ȷ": "j"][first] ?? String(first)
    return base + String(accent) + letter.dropFirst()
  }

  /// Reads a formula as far as its closing mark.
  private mutating func formula() -> String {
    var text = "$"
    while let scalar = next() {
      text.unicodeScalars.append(scalar)
      if scalar == "\\", let escaped = next() {
        text.unicodeScalars.append(escaped)
      } else if scalar == "$" {
        return text
      }
    }
    return "\\" + text
  }

  private mutating func dash() -> String {
    position += 1
    guard peek == "-" else { return "–" }
    position += 1
    return "—"
  }

  private mutating func quote(_ mark: String) -> String {
    position += 1
    return mark
  }

  private var peek: Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }

  private mutating func next() -> Unicode.Scalar? {
    guard let scalar = peek else { return nil }
    position += 1
    return scalar
  }

  /// Returns `scalar` as markdown reads it as nothing but itself.
  private static func escaped(_ scalar: Unicode.Scalar) -> String {
    "\\`*_[]<>$#@{}|~".unicodeScalars.contains(scalar) ? "\\\(scalar)" : String(scalar)
  }

  private static let accents: [String: Unicode.Scalar] = [
    "`": "\u{300}", "'": "\u{301}", "^": "\u{302}", "~": "\u{303}", "\"": "\u{308}", "=": "\u{304}",
    ".": "\u{307}", "u": "\u{306}", "v": "\u{30C}", "H": "\u{30B}", "c": "\u{327}", "k": "\u{328}",
    "r": "\u{30A}", "d": "\u{323}", "b": "\u{331}",
  ]

  private static let symbols = [
    "ss": "ß", "SS": "ẞ", "o": "ø", "O": "Ø", "l": "ł", "L": "Ł", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ",
    "aa": "å", "AA": "Å", "i": "ı", "j": "ȷ", "dh": "ð", "DH": "Ð", "th": "þ", "TH": "Þ", "dj": "đ",
    "DJ": "Đ",
    "ng": "ŋ", "NG": "Ŋ", "textendash": "–", "textemdash": "—", "textquoteright": "’", "textquoteleft": "‘",
    "textquotedblleft": "“", "textquotedblright": "”", "guillemotleft": "«", "guillemotright": "»",
    "ldots": "…", "dots": "…", "textellipsis": "…", "textregistered": "®", "texttrademark": "™",
    "copyright": "©",
    "S": "§", "P": "¶", "pounds": "£", "euro": "€", "textasciitilde": "\\~", "textbackslash": "\\\\",
    "textunderscore": "\\_", "TeX": "TeX", "LaTeX": "LaTeX", "BibTeX": "BibTeX", "times": "×",
    "textbar": "\\|",
    "textless": "\\<", "textgreater": "\\>", "textasciicircum": "^", "nobreakspace": "\u{A0}",
  ]
}

extension Unicode.Scalar {
  fileprivate var isLetter: Bool { properties.isAlphabetic && isASCII }
}
