/// How heavy a text is set.
public enum FontWeight: String, Sendable, CaseIterable {
  case regular, bold

  /// The file of the font, as Debian's package fonts-dejavu-core installs it.
  var file: String {
    switch self {
    case .regular: "DejaVuSans.ttf"
    case .bold: "DejaVuSans-Bold.ttf"
    }
  }
}
