/// The pixels of a canvas in the smallest form that PNG has for them.
struct IndexedPicture {
  enum Form: Equatable {
    /// Numbers of palette entries.
    case palette([Color])
    /// Shades of gray.
    case gray
    /// Red, green and blue.
    case rgb
  }

  let form: Form
  /// The number of bits of a palette entry's number, or of one component.
  let bitDepth: Int
  /// The number of bytes in a row.
  let rowBytes: Int
  /// The rows, as PNG stores them.
  let rows: [UInt8]

  /// Creates the form for the pixels of `canvas`: a palette up to 256 colors, in the order of appearance.
  init(_ canvas: Canvas) {
    let (width, height, pixels) = (canvas.bounds.width, canvas.bounds.height, canvas.pixels)
    guard let (indices, keys) = IndexedPicture.indices(of: pixels, count: width * height) else {
      let isGray = IndexedPicture.isGray(pixels)
      form = isGray ? .gray : .rgb
      bitDepth = 8
      rowBytes = isGray ? width : 3 * width
      rows = isGray ? IndexedPicture.reds(pixels) : pixels
      return
    }
    form = .palette(keys.map(Color.init(hex:)))
    let depth = keys.count <= 2 ? 1 : keys.count <= 4 ? 2 : keys.count <= 16 ? 4 : 8
    bitDepth = depth
    rowBytes = (width * depth + 7) / 8
    rows = depth == 8 ? indices : IndexedPicture.packed(indices, width: width, height: height, depth: depth)
  }

  private static func isGray(_ pixels: [UInt8]) -> Bool {
    stride(from: 0, to: pixels.count, by: 3).allSatisfy { (index: Int) -> Bool in
      pixels[index] == pixels[index + 1] && pixels[index] == pixels[index + 2]
    }
  }

  private static func reds(_ pixels: [UInt8]) -> [UInt8] {
    stride(from: 0, to: pixels.count, by: 3).map { (index: Int) -> UInt8 in pixels[index] }
  }

  /// Returns the palette number of each pixel, and the palette; `nil` beyond 256 colors.
  private static func indices(of pixels: [UInt8], count: Int) -> ([UInt8], [UInt32])? {
    var keys: [UInt32] = []
    var numbers: [UInt32: UInt8] = [:]
    var indices = [UInt8](repeating: 0, count: count)
    var (last, lastNumber): (UInt32, UInt8) = (.max, 0)
    for pixel in 0..<count {
      let red = UInt32(pixels[3 * pixel])
      let green = UInt32(pixels[3 * pixel + 1])
      let blue = UInt32(pixels[3 * pixel + 2])
      let key = red << 16 | green << 8 | blue
      if key != last {
        if let number = numbers[key] {
          lastNumber = number
        } else {
          guard keys.count < 256 else { return nil }
          lastNumber = UInt8(keys.count)
          numbers[key] = lastNumber
          keys.append(key)
        }
        last = key
      }
      indices[pixel] = lastNumber
    }
    return (indices, keys)
  }

  /// Returns numbers of fewer than eight bits side by side in bytes, the first one in the highest bits.
  private static func packed(_ indices: [UInt8], width: Int, height: Int, depth: Int) -> [UInt8] {
    let rowBytes = (width * depth + 7) / 8
    var rows = [UInt8](repeating: 0, count: rowBytes * height)
    for row in 0..<height {
      for column in 0..<width {
        let bit = column * depth
        rows[row * rowBytes + bit / 8] |= indices[row * width + column] << (8 - depth - bit % 8)
      }
    }
    return rows
  }
}
