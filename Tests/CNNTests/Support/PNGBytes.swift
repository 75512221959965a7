/// How the pixels of a PNG file are stored, by the number of the format.
enum PNGColor: UInt8 {
  case gray = 0
  case color = 2
  case colorWithAlpha = 6
}

/// Returns a PNG file without compression, made from the bytes of its rows.
///
/// - Parameter transparent: What is transparent in a file without alpha, as its samples.
func png(
  rows: Int, columns: Int, depth: UInt8, _ color: PNGColor, transparent: [UInt8] = [], _ bytes: [[UInt8]]
) -> [UInt8] {
  func big(_ value: Int) -> [UInt8] { [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) } }
  func chunk(_ type: String, _ data: [UInt8]) -> [UInt8] {
    big(data.count) + Array(type.utf8) + data + big(Int(checksum(Array(type.utf8) + data)))
  }
  // Each row begins with its filter, 0 for none.
  let raw: [UInt8] = bytes.flatMap { [0] + $0 }
  var (packed, low, high): ([UInt8], Int, Int) = ([0x78, 1], 1, 0)
  for start in stride(from: 0, to: raw.count, by: 65535) {
    let block = raw[start..<min(start + 65535, raw.count)]
    let (first, second) = (UInt8(block.count & 0xff), UInt8(block.count >> 8))
    packed += [block.endIndex == raw.count ? 1 : 0, first, second, ~first, ~second] + block
  }
  for byte in raw {
    low = (low + Int(byte)) % 65521
    high = (high + low) % 65521
  }
  return [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
    + chunk("IHDR", big(columns) + big(rows) + [depth, color.rawValue, 0, 0, 0])
    + (transparent.isEmpty ? [] : chunk("tRNS", transparent))
    + chunk("IDAT", packed + big(high << 16 | low)) + chunk("IEND", [])
}
