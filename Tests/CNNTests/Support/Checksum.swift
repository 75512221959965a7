/// Returns the CRC-32 of zip archives and PNG files, bit by bit.
func checksum(_ bytes: [UInt8]) -> UInt32 {
  var rest = ~UInt32(0)
  for byte in bytes {
    rest ^= UInt32(byte)
    for _ in 0..<8 { rest = rest & 1 == 1 ? rest >> 1 ^ 0xedb8_8320 : rest >> 1 }
  }
  return ~rest
}
