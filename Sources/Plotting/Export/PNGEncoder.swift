internal import CPNG

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// Writes a canvas as a PNG file: the same picture gives the same bytes.
struct PNGEncoder {
  /// Texts to keep in the file, by keyword.
  var texts: [(keyword: String, text: String)] = []

  /// CSS pixels in a meter: 96 in an inch of 25.4 mm.
  private static let pixelsPerMeter = 96 / 0.0254

  /// Returns the file.
  /// - Throws: `PlotError.png` if libpng refuses the picture.
  func encode(_ canvas: Canvas) throws(PlotError) -> [UInt8] {
    let indexed = IndexedPicture(canvas)
    var picture = cpng_picture()
    picture.width = UInt32(canvas.bounds.width)
    picture.height = UInt32(canvas.bounds.height)
    picture.bit_depth = CInt(indexed.bitDepth)
    picture.row_bytes = indexed.rowBytes
    picture.pixels_per_meter = UInt32((PNGEncoder.pixelsPerMeter * canvas.density).rounded())
    var palette: [UInt8] = []
    switch indexed.form {
    case .gray: picture.color_type = PNG_COLOR_TYPE_GRAY
    case .rgb: picture.color_type = PNG_COLOR_TYPE_RGB
    case .palette(let colors):
      picture.color_type = PNG_COLOR_MASK_COLOR | PNG_COLOR_MASK_PALETTE
      palette = colors.flatMap { [$0.red, $0.green, $0.blue] }
      picture.palette_count = CInt(colors.count)
    }
    return try encode(&picture, rows: indexed.rows, palette: palette)
  }

  private func encode(
    _ picture: inout cpng_picture, rows: [UInt8], palette: [UInt8]
  ) throws(PlotError) -> [UInt8] {
    let shown = texts.filter { !$0.text.isEmpty }
    let strings = shown.flatMap { [strdup($0.keyword), strdup($0.text)] }
    defer { for string in strings { free(string) } }
    let keywords = stride(from: 0, to: strings.count, by: 2).map { UnsafePointer(strings[$0]) }
    let contents = stride(from: 1, to: strings.count, by: 2).map { UnsafePointer(strings[$0]) }

    var file = cpng_file()
    let status = rows.withUnsafeBufferPointer { rows in
      palette.withUnsafeBufferPointer { palette in
        keywords.withUnsafeBufferPointer { keywords in
          contents.withUnsafeBufferPointer { contents in
            picture.rows = rows.baseAddress
            picture.palette = palette.baseAddress
            picture.keywords = keywords.baseAddress
            picture.texts = contents.baseAddress
            picture.text_count = CInt(shown.count)
            return cpng_encode(&picture, &file)
          }
        }
      }
    }
    guard status == 0, let bytes = file.bytes else {
      let message = withUnsafeBytes(of: &file.message) {
        String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
      }
      throw .png(reason: message)
    }
    defer { free(bytes) }
    return Array(UnsafeBufferPointer(start: bytes, count: file.count))
  }
}
