extension Datasets {
  /// Returns gray images of a horizontal, vertical or diagonal bar, `[count, 1, size, size]`.
  ///
  /// The simplest task for a convolution: one filter for each direction solves it. The bar lies anywhere and
  /// has a brightness of its own; the two diagonals are two classes.
  ///
  /// - Parameters:
  ///   - size: The height and width, in pixels, at least 4.
  ///   - noise: The standard deviation of the noise; black is 0 and white 1.
  ///   - seed: The seed; the notebook's if none is given.
  /// - Throws: `DataError` when there are to be no images, or too small ones.
  public static func bars(
    count: Int = 400, size: Int = 8, noise: Float = 0.05, seed: UInt64? = nil
  ) throws(DataError) -> Dataset {
    try check(size: size, least: 4)
    return try drawn(
      count: count, shape: [1, size, size], classes: ["horizontal", "vertical", "falling", "rising"],
      noise: noise, name: "bars", seed: seed
    ) { label, stream in
      let brightness = stream.uniform(in: 0.6...1)
      let position = Int(stream.uniform() * Float(label < 2 ? size : size - 2))
      let offset = position - (size - 2) / 2
      return (0..<size * size).map { index in
        let (row, column) = (index / size, index % size)
        let isOn =
          switch label {
          case 0: row == position
          case 1: column == position
          case 2: row - column == offset
          default: row + column - (size - 1) == offset
          }
        return isOn ? brightness : 0
      }
    }
  }
}
