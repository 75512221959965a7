/// How much of each pixel a shape covers, from none to `full`.
///
/// The buffer is kept from shape to shape: it is all zero between them.
struct Coverage: Sendable {
  /// What stands for a pixel that is covered entirely.
  static let full: Float = 65535

  /// The pixels that are meant.
  private(set) var bounds = PixelBounds(left: 0, top: 0, width: 0, height: 0)
  private var values: [UInt16] = []

  /// Takes new bounds, which nothing covers yet.
  mutating func reset(_ bounds: PixelBounds) {
    self.bounds = bounds
    let count = bounds.width * bounds.height
    if values.count < count { values = Array(repeating: 0, count: count) }
  }

  /// Raises each pixel to what `accumulator` covers of it.
  mutating func formUnion(_ accumulator: inout AreaAccumulator) {
    let inner = accumulator.bounds
    let (width, left, top) = (bounds.width, inner.left - bounds.left, inner.top - bounds.top)
    values.withUnsafeMutableBufferPointer { values in
      accumulator.drain { row, first, line in
        let start = (top + row) * width + left + first
        for column in line.indices {
          let value = UInt16(line[column] * Double(Coverage.full) + 0.5)
          if value > values[start + column] { values[start + column] = value }
        }
      }
    }
  }

  /// Calls `body` with each row, from 0, each column and the coverage from 0 to 1 where there is any, and clears it.
  mutating func drain(_ body: (_ row: Int, _ column: Int, _ coverage: Float) -> Void) {
    let (width, height) = (bounds.width, bounds.height)
    values.withUnsafeMutableBufferPointer { values in
      for row in 0..<height {
        let line = UnsafeMutableBufferPointer(rebasing: values[row * width..<(row + 1) * width])
        var column = 0
        while column < width {
          // Most of a line's bounds is empty: four pixels are passed over at a time.
          if column + 4 <= width,
            UnsafeRawPointer(line.baseAddress! + column).loadUnaligned(as: UInt64.self) == 0
          {
            column += 4
            continue
          }
          for place in column..<min(column + 4, width) where line[place] != 0 {
            body(row, place, Float(line[place]) / Coverage.full)
            line[place] = 0
          }
          column += 4
        }
      }
    }
  }
}
