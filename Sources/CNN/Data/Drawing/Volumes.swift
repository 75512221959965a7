extension Datasets {
  /// Returns volumes with a ball, a cube, a shell or a rod in them, `[count, 1, size, size, size]`.
  ///
  /// Each body has its own position, size and brightness; a rod lies along any of the three axes.
  ///
  /// - Parameters:
  ///   - size: The depth, height and width, in voxels, at least 8.
  ///   - noise: The standard deviation of the noise; empty is 0 and full at most 1.
  ///   - seed: The seed; the notebook's if none is given.
  /// - Throws: `DataError` when there are to be no volumes, or too small ones.
  public static func volumes(
    count: Int = 200, size: Int = 12, noise: Float = 0.05, seed: UInt64? = nil
  ) throws(DataError) -> Dataset {
    try check(size: size, least: 8)
    return try drawn(
      count: count, shape: [1, size, size, size], classes: ["ball", "cube", "shell", "rod"], noise: noise,
      name: "volumes", seed: seed
    ) { label, stream in
      let extent = Float(size)
      let radius = stream.uniform(in: 0.27...0.38) * extent
      let center = (0..<3).map { _ in extent / 2 + stream.uniform(in: -0.7...0.7) * (extent / 2 - radius) }
      let brightness = stream.uniform(in: 0.6...1)
      let axis = Int(stream.uniform() * 3)
      return (0..<size * size * size).map { index in
        let position = [index / (size * size), index / size % size, index % size]
        let offsets = (0..<3).map { (Float(position[$0]) + 0.5 - center[$0]) / radius }
        let square = offsets.reduce(0) { $0 + $1 * $1 }
        let largest = offsets.reduce(0) { max($0, $1.magnitude) }
        let isInside =
          switch label {
          case 0: square <= 1
          case 1: largest <= 0.85
          case 2: square <= 1 && square >= 0.4
          default: square - offsets[axis] * offsets[axis] <= 0.15 && offsets[axis].magnitude <= 1.1
          }
        return isInside ? brightness : 0
      }
    }
  }
}
