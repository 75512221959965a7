import CPNG
import Plotting

/// A PNG file taken apart: its chunks as they are stored, its pixels as libpng decodes them.
struct PNGFile {
  struct Chunk {
    var type: String
    var data: [UInt8]
  }

  var chunks: [Chunk] = []
  var width = 0
  var height = 0
  /// Red, green and blue of each pixel.
  var pixels: [UInt8] = []

  struct Damaged: Error {}

  init(_ bytes: [UInt8]) throws {
    guard bytes.starts(with: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]) else { throw Damaged() }
    var position = 8
    while position + 12 <= bytes.count {
      let length = PNGFile.number(bytes[position..<position + 4])
      let type = String(decoding: bytes[position + 4..<position + 8], as: UTF8.self)
      chunks.append(Chunk(type: type, data: Array(bytes[position + 8..<position + 8 + length])))
      position += 12 + length
    }
    try decode(bytes)
  }

  func chunk(_ type: String) -> [UInt8]? { chunks.first { $0.type == type }?.data }

  /// The bit depth and the color type.
  var form: (depth: Int, colorType: Int) {
    let header = chunk("IHDR") ?? []
    return (Int(header[8]), Int(header[9]))
  }

  func color(column: Int, row: Int) -> Color {
    let pixel = 3 * (row * width + column)
    return Color(red: pixels[pixel], green: pixels[pixel + 1], blue: pixels[pixel + 2])
  }

  static func number(_ bytes: some Sequence<UInt8>) -> Int { bytes.reduce(0) { $0 << 8 | Int($1) } }

  private mutating func decode(_ bytes: [UInt8]) throws {
    var image = png_image()
    image.version = UInt32(PNG_IMAGE_VERSION)
    guard png_image_begin_read_from_memory(&image, bytes, bytes.count) != 0 else { throw Damaged() }
    image.format = UInt32(PNG_FORMAT_FLAG_COLOR)
    (width, height) = (Int(image.width), Int(image.height))
    pixels = Array(repeating: 0, count: 3 * width * height)
    guard png_image_finish_read(&image, nil, &pixels, Int32(3 * width), nil) != 0 else { throw Damaged() }
  }
}
