internal import CPNG
internal import Glibc

/// An image read from a PNG file.
struct ImageFile {
  /// The most pixels that are read, 178 million: in color, their numbers take the memory of the largest file.
  static let pixelLimit = FileContents.limit / (3 * MemoryLayout<Float>.size)

  /// The pixels from 0 to 1, `[1, H, W]` for gray and `[3, H, W]` for color; transparent parts are black.
  let pixels: Tensor

  /// Reads a file; samples of 16 bits keep them.
  ///
  /// - Throws: `FileError` when it cannot be read, is too large, or is no sound PNG file.
  init(reading path: String) throws(FileError) {
    let bytes = try FileContents.read(path)
    guard bytes.starts(with: [0x89, 0x50, 0x4e, 0x47]) else {
      throw FileError(path: path, .malformed("this is no PNG file"))
    }
    var image = cpng_image()
    cpng_decode(bytes, bytes.count, 16, UInt64(Self.pixelLimit), &image)
    defer { free(image.pixels) }
    let (height, width, channels) = (Int(image.height), Int(image.width), Int(image.channels))
    switch image.result {
    case CPNG_DONE: break
    case CPNG_TOO_LARGE:
      throw FileError(path: path, .tooManyPixels(rows: height, columns: width, limit: Self.pixelLimit))
    case CPNG_NO_MEMORY: throw FileError(path: path, .system("Out of memory"))
    default:
      let message = withUnsafeBytes(of: &image.message) { buffer in
        String(decoding: buffer.prefix { $0 != 0 }, as: UTF8.self)
      }
      throw FileError(path: path, .malformed("the PNG file is damaged: \(message)"))
    }
    let count = channels * height * width
    try FileContents.checkMemory(count * MemoryLayout<Float>.size, path: path)
    let samples = UnsafeBufferPointer(start: image.pixels, count: count * Int(image.bit_depth) / 8)
    pixels = Tensor(
      shape: [channels, height, width],
      scalars: image.bit_depth == 16
        ? Self.planes(channels, count) {
          Float(UInt16(samples[2 * $0]) << 8 | UInt16(samples[2 * $0 + 1])) / 65535
        }
        : Self.planes(channels, count) { Float(samples[$0]) / 255 })
  }

  /// Returns numbers plane by plane that a file has pixel by pixel.
  private static func planes(_ channels: Int, _ count: Int, _ sample: (Int) -> Float) -> [Float] {
    [Float](unsafeUninitializedCapacity: count) { buffer, filled in
      let pixels = count / channels
      for channel in 0..<channels {
        for pixel in 0..<pixels { buffer[channel * pixels + pixel] = sample(pixel * channels + channel) }
      }
      filled = count
    }
  }
}

extension Tensor {
  /// Reads a PNG file: `[1, H, W]` for gray and `[3, H, W]` for color, from 0 to 1; transparent is black.
  ///
  /// A sample of 8 bits is divided by 255, one of 16 bits by 65535. Colors are those of the file: neither a
  /// gamma nor a color profile is applied.
  ///
  /// - Throws: `FileError` when the file cannot be read, has more than 178 million pixels, or is no sound PNG
  ///   file.
  public init(png path: String) throws(FileError) { self = try ImageFile(reading: path).pixels }
}
