internal import CJPEG
internal import CPNG

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// An image read from a PNG or JPEG file.
package struct ImageFile {
  /// The most pixels that are read, 178 million: in color, their numbers take the memory of the largest file.
  static let pixelLimit = FileContents.limit / (3 * MemoryLayout<Float>.size)

  /// The pixels from 0 to 1, `[1, H, W]` for gray and `[3, H, W]` for color; transparent parts are black.
  package let pixels: Tensor

  /// Reads a file of the kind that its first bytes say.
  ///
  /// - Throws: `FileError` when it cannot be read, is too large, or is no sound PNG or JPEG file.
  init(reading path: String) throws(FileError) { try self.init(FileContents.read(path), path: path) }

  /// Decodes a file's bytes; errors name `path`.
  package init(_ bytes: [UInt8], path: String) throws(FileError) {
    if Self.isPNG(bytes) {
      try self.init(png: bytes, path: path)
    } else if bytes.starts(with: [0xff, 0xd8, 0xff]) {
      try self.init(jpeg: bytes, path: path)
    } else {
      throw FileError(path: path, .malformed("this is neither a PNG nor a JPEG file"))
    }
  }

  /// Decodes the bytes of a PNG file; samples of 16 bits keep them.
  init(png bytes: [UInt8], path: String) throws(FileError) {
    guard Self.isPNG(bytes) else { throw FileError(path: path, .malformed("this is no PNG file")) }
    var image = cpng_image()
    cpng_decode(bytes, bytes.count, 16, UInt64(Self.pixelLimit), &image)
    defer { free(image.pixels) }
    let (rows, columns) = (Int(image.height), Int(image.width))
    switch image.result {
    case CPNG_DONE:
      pixels = try Self.tensor(
        image.pixels, rows, columns, channels: Int(image.channels), depth: Int(image.bit_depth), path: path)
    case CPNG_TOO_LARGE: throw Self.tooLarge(rows, columns, path)
    case CPNG_NO_MEMORY: throw FileError(path: path, .system("Out of memory"))
    default: throw Self.damaged("PNG", image.message, path)
    }
  }

  /// Decodes the bytes of a JPEG file.
  private init(jpeg bytes: [UInt8], path: String) throws(FileError) {
    var image = cjpeg_image()
    cjpeg_decode(bytes, bytes.count, UInt64(Self.pixelLimit), &image)
    defer { free(image.pixels) }
    let (rows, columns) = (Int(image.height), Int(image.width))
    switch image.result {
    case CJPEG_DONE:
      pixels = try Self.tensor(
        image.pixels, rows, columns, channels: Int(image.channels), depth: 8, path: path)
    case CJPEG_TOO_LARGE: throw Self.tooLarge(rows, columns, path)
    case CJPEG_NO_MEMORY: throw FileError(path: path, .system("Out of memory"))
    case CJPEG_CMYK:
      throw FileError(
        path: path, .malformed("the JPEG file has the four colors of print, CMYK. Convert it to RGB first"))
    default: throw Self.damaged("JPEG", image.message, path)
    }
  }

  private static func isPNG(_ bytes: [UInt8]) -> Bool { bytes.starts(with: [0x89, 0x50, 0x4e, 0x47]) }

  private static func tooLarge(_ rows: Int, _ columns: Int, _ path: String) -> FileError {
    FileError(path: path, .tooManyPixels(rows: rows, columns: columns, limit: pixelLimit))
  }

  /// Returns an error with what a library says, a C string in an array of characters.
  private static func damaged<Text>(_ kind: String, _ message: Text, _ path: String) -> FileError {
    let text = withUnsafeBytes(of: message) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    return FileError(path: path, .malformed("the \(kind) file is damaged: \(text)"))
  }

  /// Returns decoded samples, which come pixel by pixel, plane by plane and from 0 to 1.
  private static func tensor(
    _ samples: UnsafePointer<UInt8>, _ rows: Int, _ columns: Int, channels: Int, depth: Int, path: String
  ) throws(FileError) -> Tensor {
    let count = channels * rows * columns
    try FileContents.checkMemory(count * MemoryLayout<Float>.size, path: path)
    func planes(_ sample: (Int) -> Float) -> Tensor {
      let scalars = [Float](unsafeUninitializedCapacity: count) { buffer, filled in
        for channel in 0..<channels {
          for pixel in 0..<rows * columns {
            buffer[channel * rows * columns + pixel] = sample(pixel * channels + channel)
          }
        }
        filled = count
      }
      return Tensor(shape: [channels, rows, columns], scalars: scalars)
    }
    guard depth == 16 else { return planes { Float(samples[$0]) / 255 } }
    return planes { Float(UInt16(samples[2 * $0]) << 8 | UInt16(samples[2 * $0 + 1])) / 65535 }
  }
}

extension Tensor {
  /// Writes an image as a PNG file of 8 bits a sample: gray for `[1, H, W]` and `[H, W]`, color for `[3, H, W]`.
  ///
  /// A number `x` from 0 to 1 becomes ⌊255·x + 1/2⌋; what is below or above is clamped. `Tensor(png:)` reads the file:
  /// numbers that are whole multiples of 1/255 come back as they were.
  ///
  /// - Throws: `FileError` when the tensor is no image, a number is NaN, or the file cannot be written.
  public func write(png path: String) throws(FileError) {
    let channels = rank == 2 ? 1 : rank == 3 ? shape[0] : 0
    guard channels == 1 || channels == 3, count > 0 else {
      throw FileError(
        path: path,
        .inconsistent(
          "expected an image [rows, columns], [1, rows, columns] or [3, rows, columns], got \(shape)"))
    }
    guard !scalars.contains(where: \.isNaN) else {
      throw FileError(path: path, .inconsistent("some pixels are NaN"))
    }
    let (rows, columns) = (shape[-2], shape[-1])
    var samples = [UInt8](repeating: 0, count: count)
    for (index, value) in scalars.enumerated() {
      let (channel, pixel) = index.quotientAndRemainder(dividingBy: rows * columns)
      samples[pixel * channels + channel] = UInt8(Swift.min(Swift.max(value, 0), 1) * 255 + 0.5)
    }
    try FileContents.write(try ImageFile.png(samples, rows, columns, channels, path: path), to: path)
  }
}

extension ImageFile {
  /// Returns a PNG file of samples that come pixel by pixel, from 0 to 255.
  fileprivate static func png(
    _ samples: [UInt8], _ rows: Int, _ columns: Int, _ channels: Int, path: String
  ) throws(FileError) -> [UInt8] {
    var picture = cpng_picture()
    (picture.width, picture.height) = (UInt32(columns), UInt32(rows))
    picture.bit_depth = 8
    picture.color_type = channels == 3 ? PNG_COLOR_TYPE_RGB : PNG_COLOR_TYPE_GRAY
    picture.row_bytes = columns * channels
    picture.pixels_per_meter = 3780  // 96 pixels in an inch
    var file = cpng_file()
    let status = samples.withUnsafeBufferPointer { samples in
      picture.rows = samples.baseAddress
      return cpng_encode(&picture, &file)
    }
    guard status == 0, let bytes = file.bytes else {
      let text = withUnsafeBytes(of: file.message) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
      throw FileError(path: path, .system(text))
    }
    defer { free(bytes) }
    return Array(UnsafeBufferPointer(start: bytes, count: file.count))
  }
}
