/// The kinds of numbers in files, and how they become single precision.
package enum NumberType: Sendable, Equatable {
  case float16, bfloat16, float32, float64
  case signed(bytes: Int), unsigned(bytes: Int), boolean

  /// The bytes that one number takes.
  package var size: Int {
    switch self {
    case .float16, .bfloat16: 2
    case .float32: 4
    case .float64: 8
    case .signed(let bytes), .unsigned(let bytes): bytes
    case .boolean: 1
    }
  }

  /// Returns all numbers in `bytes`, rounded to single precision.
  package func numbers(_ bytes: ArraySlice<UInt8>, isBigEndian: Bool = false) -> [Float] {
    let size = size
    return [Float](unsafeUninitializedCapacity: bytes.count / size) { buffer, filled in
      bytes.withUnsafeBufferPointer { source in
        for index in 0..<bytes.count / size {
          var word: UInt64 = 0
          for byte in 0..<size {
            let position = isBigEndian ? byte : size - 1 - byte
            word = word << 8 | UInt64(source[index * size + position])
          }
          buffer[index] = number(word)
        }
      }
      filled = bytes.count / size
    }
  }

  private func number(_ word: UInt64) -> Float {
    switch self {
    case .float16: Self.half(UInt32(word))
    case .bfloat16: Float(bitPattern: UInt32(word) << 16)
    case .float32: Float(bitPattern: UInt32(word))
    case .float64: Float(Double(bitPattern: word))
    case .signed(let bytes): Float(Int64(bitPattern: word << (64 - 8 * bytes)) >> (64 - 8 * bytes))
    case .unsigned: Float(word)
    case .boolean: word == 0 ? 0 : 1
    }
  }

  /// Returns a half-precision number; single precision holds each exactly.
  private static func half(_ bits: UInt32) -> Float {
    let sign = (bits & 0x8000) << 16
    let (exponent, fraction) = (bits >> 10 & 0x1f, bits & 0x3ff)
    switch exponent {
    case 0: return Float(bitPattern: sign | (Float(fraction) * 0x1p-24).bitPattern)
    case 31: return Float(bitPattern: sign | 0x7f80_0000 | fraction << 13)
    default: return Float(bitPattern: sign | (exponent + 112) << 23 | fraction << 13)
    }
  }
}
