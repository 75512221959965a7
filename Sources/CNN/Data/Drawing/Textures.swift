extension Datasets {
  /// Returns gray images of stripes, checks, dots, rings and patches of noise, `[count, 1, size, size]`.
  ///
  /// What tells them apart is local and lies everywhere, so a few filters with global pooling do well. Each
  /// has its own width, angle, phase and contrast.
  ///
  /// - Parameters:
  ///   - size: The height and width, in pixels, at least 8.
  ///   - noise: The standard deviation of the noise; black is 0 and white 1.
  ///   - seed: The seed; the notebook's if none is given.
  /// - Throws: `DataError` when there are to be no images, or too small ones.
  public static func textures(
    count: Int = 500, size: Int = 24, noise: Float = 0.05, seed: UInt64? = nil
  ) throws(DataError) -> Dataset {
    try check(size: size, least: 8)
    return try drawn(
      count: count, shape: [1, size, size], classes: ["stripes", "checks", "dots", "rings", "patches"],
      noise: noise, name: "textures", seed: seed
    ) { label, stream in
      let angle = Double(stream.uniform(in: 0...3.14159))
      let (cos, sin) = (Float(Elementary.cos(angle)), Float(Elementary.sin(angle)))
      let wave = 2 * Float.pi / stream.uniform(in: 4...7)
      let (phase, other) = (stream.uniform(in: 0...6.28318), stream.uniform(in: 0...6.28318))
      let contrast = stream.uniform(in: 0.3...0.5)
      let center = (stream.uniform(in: 0.3...0.7) * Float(size), stream.uniform(in: 0.3...0.7) * Float(size))
      let blocks = (0..<size * size).map { _ in stream.uniform() < 0.5 ? Float(-1) : 1 }
      func sine(_ x: Float) -> Float { Float(Elementary.sin(Double(x))) }
      return (0..<size * size).map { index in
        let (row, column) = (Float(index / size), Float(index % size))
        let (u, v) = (column * cos + row * sin, row * cos - column * sin)
        let value: Float
        switch label {
        case 0: value = sine(wave * u + phase)
        case 1: value = sine(wave * u + phase) * sine(wave * v + other) > 0 ? 1 : -1
        case 2: value = sine(wave * u + phase) + sine(wave * v + other) > 1 ? 1 : -1
        case 3:
          let (right, down) = (column - center.0, row - center.1)
          value = sine(wave * (right * right + down * down).squareRoot() + phase)
        default: value = blocks[index / size / 2 * size + index % size / 2]
        }
        return 0.5 + contrast * value
      }
    }
  }
}
