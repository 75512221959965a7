internal import CFreeType

/// A font file, read once; it gives outlines that no grid has bent.
///
/// Hinting is off, so that pixels depend on the font file and on our own rasterizer alone.
final class Font {
  private let library: FT_Library
  private let face: FT_Face
  private var glyphs: [Unicode.Scalar: Glyph] = [:]
  /// Font units in the font size.
  private let unitsPerEm: Double

  /// Opens a font file.
  /// - Throws: `PlotError.font` if the file is missing or is not a scalable font.
  init(path: String) throws(PlotError) {
    var library: FT_Library?
    guard FT_Init_FreeType(&library) == 0, let library else { throw .font(path: path) }
    var face: FT_Face?
    guard FT_New_Face(library, path, 0, &face) == 0, let face else {
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

  /// Returns the glyph of a character; a box when the font has none.
  func glyph(for scalar: Unicode.Scalar) -> Glyph {
    if let glyph = glyphs[scalar] { return glyph }
    let glyph = load(FT_Get_Char_Index(face, FT_ULong(scalar.value)))
    glyphs[scalar] = glyph
    return glyph
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
