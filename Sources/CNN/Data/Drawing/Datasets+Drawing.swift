extension Datasets {
  /// Draws a dataset: classes take turns, each item has a random stream of its own, and noise is added.
  ///
  /// - Parameters:
  ///   - shape: The shape of one item.
  ///   - name: The name of the random streams.
  ///   - draw: Returns the elements of one item of a class, row by row.
  static func drawn(
    count: Int, shape: Shape, classes: [String], noise: Float, name: String, seed: UInt64?,
    _ draw: (_ label: Int, _ stream: inout RandomStream) -> [Float]
  ) throws(DataError) -> Dataset {
    guard count > 0 else { throw .outOfRange("count", value: "\(count)", allowed: "at least 1") }
    guard noise >= 0 && noise.isFinite else {
      throw .outOfRange("noise", value: "\(noise)", allowed: "0 or more")
    }
    let seed = seed ?? Randomness.seed
    var scalars: [Float] = []
    scalars.reserveCapacity(count * shape.count)
    for index in 0..<count {
      var stream = RandomStream(seed: seed, name: name, step: index)
      let item = draw(index % classes.count, &stream)
      for value in item { scalars.append(noise == 0 ? value : value + noise * stream.normal()) }
    }
    return Dataset(
      unchecked: Tensor(shape: shape.batched(count), scalars: scalars),
      .classes((0..<count).map { $0 % classes.count }), classes)
  }

  /// Throws unless a size is at least `least`.
  static func check(size: Int, least: Int) throws(DataError) {
    guard size >= least else { throw .outOfRange("size", value: "\(size)", allowed: "at least \(least)") }
  }
}
