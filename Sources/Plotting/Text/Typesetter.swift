/// The fonts of one figure, and the measures of texts set in them.
public final class Typesetter {
  private let regular: Font
  private let bold: Font

  /// Where Debian's package fonts-dejavu-core installs its fonts.
  package static let standardDirectory = "/usr/share/fonts/truetype/dejavu"

  /// Opens the fonts.
  /// - Throws: `PlotError.font` if one of them is missing or damaged.
  package init(directory: String = Typesetter.standardDirectory) throws(PlotError) {
    regular = try Font(path: "\(directory)/\(FontWeight.regular.file)")
    bold = try Font(path: "\(directory)/\(FontWeight.bold.file)")
  }

  func font(_ weight: FontWeight) -> Font { weight == .regular ? regular : bold }
}
