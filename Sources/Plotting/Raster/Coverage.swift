/// How much of each pixel a shape covers, from 0 to 1.
struct Coverage: Sendable {
  /// The pixels that are meant.
  let bounds: PixelBounds
  /// The covered part of each pixel, row by row.
  var values: [Float]

  /// Creates bounds that nothing covers yet.
  init(_ bounds: PixelBounds) {
    self.bounds = bounds
    values = Array(repeating: 0, count: bounds.width * bounds.height)
  }
}

extension Coverage {
  /// Raises each pixel to what `accumulator` covers of it.
  mutating func formUnion(_ accumulator: inout AreaAccumulator) {
    let inner = accumulator.bounds
    let (width, left, top) = (bounds.width, inner.left - bounds.left, inner.top - bounds.top)
    values.withUnsafeMutableBufferPointer { values in
      accumulator.forEachRow { row, line in
        let start = (top + row) * width + left
        for column in line.indices {
          values[start + column] = max(values[start + column], Float(line[column]))
        }
      }
    }
  }
}
