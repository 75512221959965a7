/// The fonts of one weight, in the order in which they are asked for a character.
///
/// DejaVu Sans comes first, so that a text that it has is the same picture everywhere. What it lacks comes from the
/// other fonts that Debian has, as far as they are installed: the same picture wherever the same fonts are.
final class FontList {
  private let first: Font
  private let weight: FontWeight
  /// The other fonts that have been asked for, by their files; nil where there is none.
  private var others: [String: Font?] = [:]
  /// The characters that no installed font has.
  private(set) var missing: Set<Unicode.Scalar> = []

  /// Opens the first font, in `directory`.
  /// - Throws: `PlotError.font` if it is missing or damaged.
  init(directory: String, weight: FontWeight) throws(PlotError) {
    first = try Font(path: "\(directory)/\(weight.file)")
    self.weight = weight
  }

  /// Returns the first font that has `scalar`, which `text` holds; the first of all if none has it, which is noted.
  func font(for scalar: Unicode.Scalar, in text: Substring) -> Font {
    if first.has(scalar) { return first }
    for face in FontFace.faces(for: scalar, in: text) {
      if let font = font(face), font.has(scalar) { return font }
    }
    missing.insert(scalar)
    return first
  }

  private func font(_ face: FontFace) -> Font? {
    let key = "\(face.file(weight)) \(face.index)"
    if let known = others[key] { return known }
    // Some faces are not bold.
    let font =
      (try? Font(path: face.file(weight), index: face.index))
      ?? (try? Font(path: face.file(.regular), index: face.index))
    others[key] = .some(font)
    return font
  }
}

/// A font that may be installed, and Debian's package of it.
struct FontFace {
  /// The package.
  let package: String
  /// The file, without weight and extension.
  private let name: String
  private let fileExtension: String
  /// The number of the face in its file.
  var index = 0

  /// Returns the path of the file.
  func file(_ weight: FontWeight) -> String {
    let suffix = package == "fonts-symbola" ? "" : weight == .bold ? "-Bold" : "-Regular"
    return "/usr/share/fonts/\(name)\(suffix).\(fileExtension)"
  }

  private static func noto(_ name: String) -> FontFace {
    FontFace(package: "fonts-noto-core", name: "truetype/noto/Noto\(name)", fileExtension: "ttf")
  }

  /// Han characters have other forms in each language, and the file has a face for each.
  private static func cjk(in text: Substring) -> FontFace {
    let scripts = text.unicodeScalars.map(\.value)
    let index =
      scripts.contains { (0x3040...0x30FF).contains($0) }
      ? 0
      : scripts.contains { (0xAC00...0xD7AF).contains($0) || (0x1100...0x11FF).contains($0) }
        ? 1
        : scripts.contains { (0x3100...0x312F).contains($0) } ? 3 : 2
    return FontFace(
      package: "fonts-noto-cjk", name: "opentype/noto/NotoSansCJK", fileExtension: "ttc", index: index)
  }

  /// The faces of scripts, by the first and the last character of their blocks.
  private static let scripts: [(ClosedRange<UInt32>, String)] = [
    (0x0530...0x058F, "SansArmenian"), (0x0590...0x05FF, "SansHebrew"), (0x0600...0x06FF, "SansArabic"),
    (0x0700...0x074F, "SansSyriac"), (0x0750...0x077F, "SansArabic"), (0x0780...0x07BF, "SansThaana"),
    (0x07C0...0x07FF, "SansNKo"), (0x08A0...0x08FF, "SansArabic"), (0x0900...0x097F, "SansDevanagari"),
    (0x0980...0x09FF, "SansBengali"), (0x0A00...0x0A7F, "SansGurmukhi"), (0x0A80...0x0AFF, "SansGujarati"),
    (0x0B00...0x0B7F, "SansOriya"), (0x0B80...0x0BFF, "SansTamil"), (0x0C00...0x0C7F, "SansTelugu"),
    (0x0C80...0x0CFF, "SansKannada"), (0x0D00...0x0D7F, "SansMalayalam"), (0x0D80...0x0DFF, "SansSinhala"),
    (0x0E00...0x0E7F, "SansThai"), (0x0E80...0x0EFF, "SansLao"), (0x0F00...0x0FFF, "SerifTibetan"),
    (0x1000...0x109F, "SansMyanmar"), (0x10A0...0x10FF, "SansGeorgian"), (0x1200...0x139F, "SansEthiopic"),
    (0x13A0...0x13FF, "SansCherokee"), (0x1780...0x17FF, "SansKhmer"), (0x1800...0x18AF, "SansMongolian"),
    (0xFB1D...0xFB4F, "SansHebrew"), (0xFB50...0xFDFF, "SansArabic"), (0xFE70...0xFEFE, "SansArabic"),
  ]

  private static let eastAsian: [ClosedRange<UInt32>] = [
    0x1100...0x11FF, 0x2E80...0x312F, 0x3130...0x9FFF, 0xA960...0xA97F, 0xAC00...0xD7FF, 0xF900...0xFAFF,
    0xFE30...0xFE4F, 0xFF00...0xFFEF, 0x20000...0x323AF,
  ]

  /// Returns the faces that may have `scalar`, which `text` holds, the best one first.
  static func faces(for scalar: Unicode.Scalar, in text: Substring) -> [FontFace] {
    if eastAsian.contains(where: { $0.contains(scalar.value) }) { return [cjk(in: text)] }
    if let script = scripts.first(where: { $0.0.contains(scalar.value) }) { return [noto(script.1)] }
    return ["Sans", "SansMath", "SansSymbols", "SansSymbols2"].map(noto) + [
      FontFace(
        package: "fonts-symbola", name: "truetype/ancient-scripts/Symbola_hint", fileExtension: "ttf")
    ]
  }

  /// Returns Debian's package whose font most probably has `scalar`.
  static func package(for scalar: Unicode.Scalar) -> String {
    // Pictures such as 🎉; the fonts of Noto that have them hold pixels and no outlines.
    if scalar.properties.isEmojiPresentation || (0x1F000...0x1FAFF).contains(scalar.value) {
      return "fonts-symbola"
    }
    return faces(for: scalar, in: "").first?.package ?? ""
  }
}
