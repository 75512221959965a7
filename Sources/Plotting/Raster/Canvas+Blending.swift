extension Canvas {
  /// Coverage nearer than this to none or all of a pixel is rounding, and would spoil flat areas.
  private static let least: Float = 1 / 1024

  /// Lays `color` over each pixel as far as it is covered, in amounts of light.
  mutating func blend(_ coverage: Coverage, _ color: Color) {
    let curve = TransferCurve.sRGB
    let components = [color.red, color.green, color.blue]
    let ink = components.map { curve.light[Int($0)] }
    let opacity = Float(max(0, min(1, color.opacity)))
    let area = coverage.bounds
    pixels.withUnsafeMutableBufferPointer { pixels in
      for row in 0..<area.height {
        var pixel = 3 * ((area.top + row) * bounds.width + area.left)
        for index in row * area.width..<(row + 1) * area.width {
          defer { pixel += 3 }
          let amount = coverage.values[index] * opacity
          if amount < Canvas.least { continue }
          if amount > 1 - Canvas.least {
            for channel in 0..<3 { pixels[pixel + channel] = components[channel] }
            continue
          }
          for channel in 0..<3 {
            let paper = curve.light[Int(pixels[pixel + channel])]
            pixels[pixel + channel] = curve.component(paper + (ink[channel] - paper) * amount)
          }
        }
      }
    }
  }
}
