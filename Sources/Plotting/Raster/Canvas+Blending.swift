extension Canvas {
  /// Lays `color` over each pixel as far as `coverage` says, and clears that.
  mutating func blend(_ coverage: inout Coverage, _ color: Color) {
    var ink = Ink(color, isMark: drawsMarks)
    let (area, width) = (coverage.bounds, bounds.width)
    pixels.withUnsafeMutableBufferPointer { pixels in
      coverage.drain { row, column, amount in
        let place = (area.top + row) * width + area.left + column
        pixels[place] = ink.over(pixels[place], coverage: amount)
      }
    }
  }

  /// Lays `color` over each pixel as far as the outlines in `accumulator` cover it.
  mutating func blend(_ accumulator: inout AreaAccumulator, _ color: Color) {
    var ink = Ink(color, isMark: drawsMarks)
    let (area, width) = (accumulator.bounds, bounds.width)
    pixels.withUnsafeMutableBufferPointer { pixels in
      accumulator.forEachRow { row, line in
        let start = (area.top + row) * width + area.left
        for column in line.indices where line[column] != 0 {
          pixels[start + column] = ink.over(pixels[start + column], coverage: Float(line[column]))
        }
      }
    }
  }

  /// Lays `color` over whole pixels.
  mutating func fill(_ area: PixelBounds, with color: Color) {
    let area = area.intersection(clip)
    guard !area.isEmpty else { return }
    var ink = Ink(color, isMark: drawsMarks)
    let (solid, width) = (ink.solid, bounds.width)
    pixels.withUnsafeMutableBufferPointer { pixels in
      for row in area.top..<area.bottom {
        let line = pixels[row * width + area.left..<row * width + area.right]
        if let solid {
          UnsafeMutableBufferPointer(rebasing: line).update(repeating: solid)
        } else {
          for place in line.indices { pixels[place] = ink.over(pixels[place], coverage: 1) }
        }
      }
    }
  }
}
