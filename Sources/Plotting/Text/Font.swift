internal import CRaqm

/// A font file, read once; it gives outlines that no grid has bent.
///
/// Hinting is off, so that pixels depend on the font file and on our own rasterizer alone.
final class Font {
  private let library: FT_Library
  private let face: FT_Face
  private var indices: [Unicode.Scalar: UInt32] = [:]
  private var glyphs: [UInt32: Glyph] = [:]
  /// Font units in the font size.
  private let unitsPerEm: Double

  /// Opens the face `index` of a font file.
  /// - Throws: `PlotError.font` if the file is missing or is not a scalable font.
  init(path: String, index: Int = 0) throws(PlotError) {
    var library: FT_Library?
    guard FT_Init_FreeType(&library) == 0, let library else { throw .font(path: path) }
    var face: FT_Face?
    guard FT_New_Face(library, path, FT_Long(index), &face) == 0, let face else {
      FT_Done_FreeType(library)
      throw .font(path: path)
    }
    guard face.pointee.face_flags & FT_Long(FT_FACE_FLAG_SCALABLE) != 0, face.pointee.units_per_EM > 0 else {
      FT_Done_Face(face)
      FT_Done_FreeType(library)
      throw .font(path: path)
    }
    self.library = library
    self.face = face
    unitsPerEm = Double(face.pointee.units_per_EM)
  }

  deinit {
    FT_Done_Face(face)
    FT_Done_FreeType(library)
  }

  /// Whether the font has a glyph for a character.
  func has(_ scalar: Unicode.Scalar) -> Bool { index(of: scalar) != 0 }

  private func index(of scalar: Unicode.Scalar) -> UInt32 {
    if let index = indices[scalar] { return index }
    let index = FT_Get_Char_Index(face, FT_ULong(scalar.value))
    indices[scalar] = index
    return index
  }

  /// Returns the glyph of a character; a box when the font has none.
  func glyph(for scalar: Unicode.Scalar) -> Glyph { glyph(at: index(of: scalar)) }

  private func glyph(at index: UInt32) -> Glyph {
    if let glyph = glyphs[index] { return glyph }
    let glyph = load(index)
    glyphs[index] = glyph
    return glyph
  }

  /// Returns the glyphs of a text from left to right, as libraqm lays it out; nil if it cannot.
  ///
  /// - Parameter fonts: The font of each scalar of `text`.
  static func shaped(_ text: [Unicode.Scalar], _ fonts: [Font]) -> [PlacedGlyph]? {
    guard let layout = raqm_create() else { return nil }
    defer { raqm_destroy(layout) }
    var isReady = raqm_set_text(layout, text.map(\.value), text.count)
    // Outlines are not hinted either.
    isReady = isReady && raqm_set_freetype_load_flags(layout, FT_Int32(FT_LOAD_NO_HINTING))
    for (index, font) in fonts.enumerated() {
      // Lengths are then those of the outlines, in font units.
      isReady = isReady && FT_Set_Pixel_Sizes(font.face, 0, FT_UInt(font.unitsPerEm)) == 0
      isReady = isReady && raqm_set_freetype_face_range(layout, font.face, index, 1)
    }
    var count = 0
    guard isReady, raqm_layout(layout), let glyphs = raqm_get_glyphs(layout, &count) else { return nil }
    var position = 0.0
    return (0..<count).compactMap { index in
      let shaped = glyphs[index]
      guard let font = fonts.first(where: { $0.face == shaped.ftface }) else { return nil }
      let unit = 1 / (64 * font.unitsPerEm)
      let place = Point(
        x: position + Double(shaped.x_offset) * unit, y: -Double(shaped.y_offset) * unit)
      position += Double(shaped.x_advance) * unit
      return PlacedGlyph(
        glyph: font.glyph(at: shaped.index), origin: place, advance: Double(shaped.x_advance) * unit)
    }
  }

  /// Returns how much nearer `right` stands to `left` than its advance says, in units of the font size.
  func kerning(_ left: Glyph, _ right: Glyph) -> Double {
    var vector = FT_Vector()
    guard FT_Get_Kerning(face, left.index, right.index, FT_UInt(FT_KERNING_UNSCALED.rawValue), &vector) == 0
    else { return 0 }
    return Double(vector.x) / unitsPerEm
  }

  private func load(_ index: UInt32) -> Glyph {
    let flags = FT_LOAD_NO_SCALE | FT_LOAD_NO_HINTING | FT_LOAD_NO_BITMAP
    guard FT_Load_Glyph(face, index, FT_Int32(flags)) == 0, let slot = face.pointee.glyph else {
      return Glyph(index: index, outline: Path(), advance: 0.5)
    }
    let scale = 1 / unitsPerEm
    let outline = Font.path(of: &slot.pointee.outline)
      .mapped { Point(x: $0.x * scale, y: -$0.y * scale) }
    return Glyph(index: index, outline: outline, advance: Double(slot.pointee.advance.x) * scale)
  }

  /// Returns an outline in font units, y upward.
  private static func path(of outline: inout FT_Outline) -> Path {
    var callbacks = FT_Outline_Funcs()
    callbacks.move_to = { end, path in
      let path = path!.assumingMemoryBound(to: Path.self)
      path.pointee.close()
      path.pointee.move(to: Point(end!.pointee))
      return 0
    }
    callbacks.line_to = { end, path in
      path!.assumingMemoryBound(to: Path.self).pointee.addLine(to: Point(end!.pointee))
      return 0
    }
    callbacks.conic_to = { control, end, path in
      path!.assumingMemoryBound(to: Path.self).pointee
        .addCurve(to: Point(end!.pointee), control: Point(control!.pointee))
      return 0
    }
    callbacks.cubic_to = { control1, control2, end, path in
      path!.assumingMemoryBound(to: Path.self).pointee
        .addCurve(
          to: Point(end!.pointee), control1: Point(control1!.pointee), control2: Point(control2!.pointee))
      return 0
    }
    var path = Path()
    let status = withUnsafeMutablePointer(to: &path) { FT_Outline_Decompose(&outline, &callbacks, $0) }
    guard status == 0 else { return Path() }
    path.close()
    return path
  }
}

extension Point {
  fileprivate init(_ vector: FT_Vector) {
    self.init(x: Double(vector.x), y: Double(vector.y))
  }
}
