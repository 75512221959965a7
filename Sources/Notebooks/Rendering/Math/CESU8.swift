/// Text as Duktape keeps it: UTF-8, except that characters beyond U+FFFF are two surrogates of three bytes each.
enum CESU8 {
  /// Returns `text` as Duktape keeps it.
  static func bytes(_ text: String) -> [CChar] {
    guard text.utf8.contains(where: { $0 >= 0xF0 }) else { return text.utf8.map(CChar.init(bitPattern:)) }
    return text.utf16.flatMap { unit -> [UInt8] in
      if unit < 0x80 { return [UInt8(unit)] }
      let last = UInt8(0x80 | unit & 0x3F)
      if unit < 0x800 { return [UInt8(0xC0 | unit >> 6), last] }
      return [UInt8(0xE0 | unit >> 12), UInt8(0x80 | unit >> 6 & 0x3F), last]
    }.map(CChar.init(bitPattern:))
  }

  /// Returns the text that `bytes` are.
  static func text(_ bytes: some Collection<UInt8>) -> String {
    var units: [UInt8] = []
    units.reserveCapacity(bytes.count)
    var rest = Array(bytes)[...]
    while let first = rest.first {
      if first == 0xED, let scalar = pair(rest) {
        units += Array(String(scalar).utf8)
        rest = rest.dropFirst(6)
      } else {
        units.append(first)
        rest = rest.dropFirst()
      }
    }
    return String(decoding: units, as: UTF8.self)
  }

  private static func pair(_ bytes: ArraySlice<UInt8>) -> Unicode.Scalar? {
    let six = Array(bytes.prefix(6)).map(UInt32.init)
    guard six.count == 6, 0xA0...0xAF ~= six[1], six[3] == 0xED, 0xB0...0xBF ~= six[4] else { return nil }
    let high = (six[1] & 0x0F) << 6 | (six[2] & 0x3F)
    let low = (six[4] & 0x0F) << 6 | (six[5] & 0x3F)
    return Unicode.Scalar(0x10000 + high << 10 + low)
  }
}
