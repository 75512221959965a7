/// How a terminal would show text: the part of it that a handout keeps.
struct ANSIStyle: Equatable {
  private var color: Int?
  private var isBold = false
  private var isItalic = false
  private var isUnderlined = false

  /// Changes the style as the numbers of one escape sequence say.
  mutating func apply(_ codes: [Int]) {
    var rest = codes[...]
    while let code = rest.popFirst() {
      switch code {
      case 0: self = ANSIStyle()
      case 1: isBold = true
      case 3: isItalic = true
      case 4: isUnderlined = true
      case 22: isBold = false
      case 23: isItalic = false
      case 24: isUnderlined = false
      case 30...37: color = code - 30
      case 90...97: color = code - 90
      case 39: color = nil
      // A color by number or by parts: it may not be readable on both pages, so it is left out.
      case 38, 48: rest = rest.dropFirst(rest.first == 5 ? 2 : 4)
      default: break
      }
    }
  }

  /// Returns `text` in this style.
  func html(_ text: String) -> HTML {
    if self == ANSIStyle() { return HTML(text) }
    var classes: [String] = []
    if let color { classes.append("ansi-\(color)") }
    if isBold { classes.append("ansi-bold") }
    if isItalic { classes.append("ansi-italic") }
    if isUnderlined { classes.append("ansi-underline") }
    return .element("span", ["class": classes.joined(separator: " ")], HTML(text))
  }
}
