/// Compares pictures by their pixels: another version of the compressor writes other bytes for the same ones.
enum PictureComparison {
  /// Returns what to say of two pictures; nil if they show the same.
  static func difference(_ stored: [UInt8]?, _ found: [UInt8]?) -> (stored: String?, found: String?)? {
    guard let stored, let found else {
      return (stored.map { _ in "a picture" }, found.map { _ in "a picture" })
    }
    if stored == found { return nil }
    guard let old = Picture(png: stored), let new = Picture(png: found) else {
      return ("\(stored.count) bytes", "\(found.count) other bytes")
    }
    guard old.hasSize(of: new) else { return (old.size, new.size) }
    let distances = distances(old, new)
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

  /// Returns a picture that shows where two of the same size differ, red on the pale stored one; nil if they have
  /// not the same size or are no pictures.
  static func mask(_ stored: [UInt8], _ found: [UInt8]) -> [UInt8]? {
    guard let old = Picture(png: stored), let new = Picture(png: found), old.hasSize(of: new) else {
      return nil
    }
    let distances = distances(old, new)
    var values: [UInt8] = []
    values.reserveCapacity(old.width * old.height * 3)
    for pixel in 0..<old.width * old.height {
      let channels = pixel * old.channels..<(pixel + 1) * old.channels
      if distances[channels].contains(where: { $0 > 0 }) {
        values += [0xD0, 0x10, 0x30]
      } else {
        // Pale enough for a single red pixel to be seen, and still to tell what it belongs to.
        let gray = old.values[channels].prefix(3).reduce(0) { $0 + Int($1) } / min(old.channels, 3)
        let pale = UInt8(255 - (255 - gray) / 5)
        values += [pale, pale, pale]
      }
    }
    return Picture(width: old.width, height: old.height, channels: 3, values: values).png
  }

  private static func distances(_ old: Picture, _ new: Picture) -> [UInt8] {
    zip(old.values, new.values).map { $0 > $1 ? $0 - $1 : $1 - $0 }
  }
}
