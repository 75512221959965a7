extension Datasets {
  /// Returns gray images of the ten digits, drawn by strokes of a pen, `[count, 1, size, size]`.
  ///
  /// Each has its own position, size, slant, thickness and brightness. It is the task of MNIST (28 × 28 pixels,
  /// ten classes) without a download, and easier: everyone here writes the same hand.
  ///
  /// - Parameters:
  ///   - size: The height and width, in pixels, at least 12.
  ///   - noise: The standard deviation of the noise; black is 0 and white 1.
  ///   - seed: The seed; the notebook's if none is given.
  /// - Throws: `DataError` when there are to be no images, or too small ones.
  public static func digits(
    count: Int = 1000, size: Int = 28, noise: Float = 0.05, seed: UInt64? = nil
  ) throws(DataError) -> Dataset {
    try check(size: size, least: 12)
    return try drawn(
      count: count, shape: [1, size, size], classes: (0...9).map(String.init), noise: noise, name: "digits",
      seed: seed
    ) { label, stream in
      var strokes = Strokes(digit: label)
      let scale = stream.uniform(in: 0.8...1.05)
      let (wide, slant) = (stream.uniform(in: 0.85...1.1), stream.uniform(in: -0.25...0.25))
      let angle = Double(stream.uniform(in: -0.15...0.15))
      let (cos, sin) = (Float(Elementary.cos(angle)), Float(Elementary.sin(angle)))
      let (right, down) = (stream.uniform(in: -0.08...0.08), stream.uniform(in: -0.08...0.08))
      strokes.transform { point in
        let y = (point.y - 0.5) * scale
        let x = (point.x - 0.5) * scale * wide - slant * y
        return (0.5 + right + x * cos - y * sin, 0.5 + down + x * sin + y * cos)
      }
      let brightness = stream.uniform(in: 0.7...1)
      return strokes.pixels(size: size, radius: stream.uniform(in: 0.035...0.065)).map { $0 * brightness }
    }
  }
}

extension Strokes {
  /// Creates the strokes of a digit.
  fileprivate init(digit: Int) {
    self.init()
    switch digit {
    case 0: arc(center: (0.5, 0.5), radius: (0.2, 0.3), from: 0, to: 4)
    case 1: line([(0.38, 0.32), (0.54, 0.2), (0.54, 0.8)])
    case 2:
      arc(center: (0.5, 0.37), radius: (0.19, 0.17), from: -2, to: 0.4)
      line([(0.65, 0.47), (0.31, 0.8), (0.7, 0.8)])
    case 3:
      arc(center: (0.48, 0.35), radius: (0.18, 0.15), from: -1.7, to: 1)
      arc(center: (0.48, 0.65), radius: (0.2, 0.15), from: -1, to: 1.7)
    case 4: line([(0.6, 0.8), (0.6, 0.2), (0.3, 0.6), (0.72, 0.6)])
    case 5:
      line([(0.67, 0.2), (0.36, 0.2), (0.34, 0.47)])
      arc(center: (0.48, 0.61), radius: (0.2, 0.19), from: -1.5, to: 1.6)
    case 6:
      line([(0.6, 0.2), (0.4, 0.42), (0.32, 0.62)])
      arc(center: (0.5, 0.63), radius: (0.18, 0.17), from: 0, to: 4)
    case 7: line([(0.3, 0.2), (0.7, 0.2), (0.45, 0.8)])
    case 8:
      arc(center: (0.5, 0.35), radius: (0.15, 0.15), from: 0, to: 4)
      arc(center: (0.5, 0.65), radius: (0.19, 0.15), from: 0, to: 4)
    default:
      arc(center: (0.5, 0.37), radius: (0.18, 0.17), from: 0, to: 4)
      line([(0.68, 0.38), (0.66, 0.58), (0.5, 0.8)])
    }
  }
}
