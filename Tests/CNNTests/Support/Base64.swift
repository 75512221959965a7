/// Returns the bytes that a text in base 64 (RFC 4648) stands for; spaces and line breaks are skipped.
func bytes(base64 text: String) -> [UInt8] {
  let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
  var (bytes, rest, bits): ([UInt8], UInt32, Int) = ([], 0, 0)
  for character in text.utf8 {
    guard let digit = digits.firstIndex(of: character) else { continue }
    rest = rest << 6 | UInt32(digit)
    bits += 6
    if bits >= 8 {
      bits -= 8
      bytes.append(UInt8(truncatingIfNeeded: rest >> UInt32(bits)))
    }
  }
  return bytes
}
