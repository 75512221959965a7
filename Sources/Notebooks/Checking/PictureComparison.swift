internal import CPNG
internal import Glibc

/// Compares pictures by their pixels: another version of the compressor writes other bytes for the same ones.
enum PictureComparison {
  /// The largest picture that is decoded, in pixels.
  private static let pixelLimit: UInt64 = 100_000_000

  /// Returns what to say of two pictures; nil if they show the same.
  static func difference(_ stored: [UInt8]?, _ found: [UInt8]?) -> (stored: String?, found: String?)? {
    guard let stored, let found else {
      return (stored.map { _ in "a picture" }, found.map { _ in "a picture" })
    }
    if stored == found { return nil }
    guard let old = Picture(stored), let new = Picture(found) else {
      return ("\(stored.count) bytes", "\(found.count) other bytes")
    }
    guard (old.width, old.height, old.channels) == (new.width, new.height, new.channels) else {
      return (old.size, new.size)
    }
    let distances = zip(old.pixels, new.pixels).map { $0 > $1 ? $0 - $1 : $1 - $0 }
    let count = distances.count { $0 > 0 }
    if count == 0 { return nil }
    let sum = distances.reduce(0) { $0 + Int($1) }
    let mean = (Double(sum) / Double(distances.count) * 1000).rounded() / 1000
    let share = (Double(count) / Double(distances.count) * 10000).rounded() / 100
    return (
      old.size,
      "\(share) % of its values differ, by up to \(distances.max() ?? 0) of 255 and by \(mean) on average"
    )
  }

  private struct Picture {
    var width: UInt32
    var height: UInt32
    var channels: Int32
    var pixels: [UInt8]

    var size: String { "\(width) × \(height) pixels" }

    /// Decodes a PNG file; nil if it is none.
    init?(_ bytes: [UInt8]) {
      var image = cpng_image()
      guard cpng_decode(bytes, bytes.count, PictureComparison.pixelLimit, &image) == 0,
        let pixels = image.pixels
      else { return nil }
      defer { free(pixels) }
      (width, height, channels) = (image.width, image.height, image.channels)
      let count = Int(width) * Int(height) * Int(channels)
      self.pixels = Array(UnsafeBufferPointer(start: pixels, count: count))
    }
  }
}
