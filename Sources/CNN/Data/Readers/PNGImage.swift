internal import CPNG
internal import Glibc

/// A picture read from a PNG file.
struct PNGImage {
  /// The most pixels that are read: 16 million.
  static let pixelLimit: UInt64 = 1 << 24

  /// The pixels from 0 to 1, `[1, H, W]` for gray and `[3, H, W]` for color; transparent parts are black.
  let pixels: Tensor

  /// Reads a file.
  ///
  /// - Throws: `FileError` when it cannot be read or is no sound PNG file.
  init(reading path: String) throws(FileError) {
    let bytes = try FileContents.read(path)
    guard bytes.starts(with: [0x89, 0x50, 0x4e, 0x47]) else {
      throw FileError(path: path, .malformed("this is no PNG file"))
    }
    var image = cpng_image()
    let status = bytes.withUnsafeBufferPointer {
      cpng_decode($0.baseAddress, $0.count, Self.pixelLimit, &image)
    }
    defer { free(image.pixels) }
    guard status == 0, let decoded = image.pixels else {
      let message = withUnsafeBytes(of: &image.message) { buffer in
        String(decoding: buffer.prefix { $0 != 0 }, as: UTF8.self)
      }
      throw FileError(path: path, .malformed("the PNG file is damaged: \(message)"))
    }
    let (height, width, channels) = (Int(image.height), Int(image.width), Int(image.channels))
    var scalars = [Float](repeating: 0, count: channels * height * width)
    for channel in 0..<channels {
      for pixel in 0..<height * width {
        scalars[channel * height * width + pixel] = Float(decoded[pixel * channels + channel]) / 255
      }
    }
    pixels = Tensor(shape: [channels, height, width], scalars: scalars)
  }
}

extension Tensor {
  /// Reads a picture: `[1, H, W]` for gray and `[3, H, W]` for color, from 0 to 1; transparent is black.
  ///
  /// - Throws: `FileError` when the file cannot be read or is no sound PNG file.
  public init(png path: String) throws(FileError) { self = try PNGImage(reading: path).pixels }
}
