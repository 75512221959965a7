internal import CPNG
internal import Glibc

/// A decoded PNG file.
struct Picture {
  /// The largest picture that is decoded, in pixels.
  private static let pixelLimit: UInt64 = 100_000_000

  /// The number of columns.
  let width: Int
  /// The number of rows.
  let height: Int
  /// The number of values a pixel: gray, gray and alpha, RGB, RGBA.
  let channels: Int
  /// The values, row by row.
  var values: [UInt8]

  /// The size in words.
  var size: String { "\(width) × \(height) pixels" }

  /// Creates a picture from its values.
  init(width: Int, height: Int, channels: Int, values: [UInt8]) {
    (self.width, self.height, self.channels, self.values) = (width, height, channels, values)
  }

  /// Decodes a PNG file; nil if it is none.
  init?(png bytes: [UInt8]) {
    var image = cpng_image()
    guard cpng_decode(bytes, bytes.count, 8, Picture.pixelLimit, &image) == CPNG_DONE,
      let pixels = image.pixels
    else { return nil }
    defer { free(pixels) }
    let (width, height, channels) = (Int(image.width), Int(image.height), Int(image.channels))
    let values = Array(UnsafeBufferPointer(start: pixels, count: width * height * channels))
    self.init(width: width, height: height, channels: channels, values: values)
  }

  /// Whether `other` has as many rows, columns and values a pixel.
  func hasSize(of other: Picture) -> Bool {
    (width, height, channels) == (other.width, other.height, other.channels)
  }

  /// The PNG file of a picture with three values a pixel; nil if there is no memory for it.
  var png: [UInt8]? {
    guard channels == 3 else { return nil }
    return values.withUnsafeBufferPointer { rows in
      var picture = cpng_picture()
      picture.width = UInt32(width)
      picture.height = UInt32(height)
      picture.bit_depth = 8
      picture.color_type = PNG_COLOR_TYPE_RGB
      picture.rows = rows.baseAddress
      picture.row_bytes = width * 3
      var file = cpng_file()
      guard cpng_encode(&picture, &file) == 0, let bytes = file.bytes else { return nil }
      defer { free(bytes) }
      return Array(UnsafeBufferPointer(start: bytes, count: file.count))
    }
  }
}
