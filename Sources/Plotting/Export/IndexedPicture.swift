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

  /// Creates the form for the pixels of `canvas`: a palette if 256 colors are enough, edges being rounded to them.
  init(_ canvas: Canvas) {
    let (width, height, pixels) = (canvas.bounds.width, canvas.bounds.height, canvas.pixels)
    guard let table = ColorTable(pixels), let reduced = PaletteReduction.reduced(table) else {
      let isGray = pixels.allSatisfy { $0.red == $0.green && $0.red == $0.blue }
      form = isGray ? .gray : .rgb
      bitDepth = 8
      rowBytes = isGray ? width : 3 * width
      rows = isGray ? pixels.map(\.red) : IndexedPicture.components(pixels)
      return
    }
    let count = reduced.palette.count
    let depth = count <= 2 ? 1 : count <= 4 ? 2 : count <= 16 ? 4 : 8
    form = .palette(reduced.palette.map(Color.init(hex:)))
    bitDepth = depth
    rowBytes = (width * depth + 7) / 8
    let indices = IndexedPicture.indices(pixels, table, reduced.numbers)
    rows = depth == 8 ? indices : IndexedPicture.packed(indices, width: width, height: height, depth: depth)
  }

  private static func components(_ pixels: [Pixel]) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: 3 * pixels.count) { bytes, count in
      for (index, pixel) in pixels.enumerated() {
        bytes[3 * index] = pixel.red
        bytes[3 * index + 1] = pixel.green
        bytes[3 * index + 2] = pixel.blue
      }
      count = 3 * pixels.count
    }
  }

  /// Returns the palette number of each pixel.
  private static func indices(_ pixels: [Pixel], _ table: ColorTable, _ numbers: [UInt8]) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: pixels.count) { indices, count in
      var (last, lastNumber) = (Pixel(bits: .max), UInt8(0))
      for (index, pixel) in pixels.enumerated() {
        if pixel != last { (last, lastNumber) = (pixel, numbers[table.number(of: pixel.key)]) }
        indices[index] = lastNumber
      }
      count = pixels.count
    }
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
