extension Dataset {
  /// Returns the images at `indices`, in that order, with their targets.
  ///
  /// - Precondition: there are such images.
  public func selecting(_ indices: [Int]) -> Dataset {
    Dataset(unchecked: images.gathering(indices), targets.gathering(indices), classes)
  }

  /// Returns the images in random order, the same one for the same seed and number of images.
  public func shuffled(seed: UInt64? = nil) -> Dataset {
    var stream = RandomStream(seed: seed ?? Randomness.seed, name: "shuffle")
    return selecting(stream.permutation(of: count))
  }

  /// Returns two parts that hold the same share of every class, in the images' order.
  ///
  /// - Parameter fraction: The share of the first part; of each class it gets that many, rounded.
  /// - Throws: `DataError` unless the fraction is between 0 and 1, and each image has a class.
  public func stratifiedSplit(at fraction: Double) throws(DataError) -> (first: Dataset, second: Dataset) {
    guard fraction >= 0 && fraction <= 1 else {
      throw .outOfRange("the fraction", value: "\(fraction)", allowed: "between 0 and 1")
    }
    guard case .classes(let labels) = targets else { throw .targets(expected: "a class", got: "\(targets)") }
    let quotas = classCounts.map { Int((Double($0) * fraction).rounded()) }
    var taken = [Int](repeating: 0, count: classes.count)
    var (first, second): ([Int], [Int]) = ([], [])
    for (index, label) in labels.enumerated() {
      if taken[label] < quotas[label] { first.append(index) } else { second.append(index) }
      taken[label] += 1
    }
    return (selecting(first), selecting(second))
  }
}
