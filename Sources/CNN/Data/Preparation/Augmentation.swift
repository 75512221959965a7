/// A random change to the images of a training, anew in each epoch: what they show stays the same.
///
/// Which change an image gets depends on the seed, the epoch and the image's number, not on the batches. Targets that
/// are maps of the size of the images, such as label maps or the images themselves, are moved along with them; other
/// targets stay as they are. Noise is for the images only.
public enum Augmentation: Sendable, Equatable {
  /// Mirrors an image left to right with this probability.
  case flip(probability: Float = 0.5)
  /// Puts zeros of this width around an image, and cuts a piece of the old size out anywhere.
  ///
  /// Krizhevsky, Sutskever, Hinton, "ImageNet classification with deep convolutional neural networks", 2012,
  /// section 4.1, cut pieces out of larger images; the border of zeros is common for small ones.
  case crop(padding: Int)
  /// Moves an image by up to so many pixels in each direction; pixels at the edge are repeated.
  case shift(by: Int)
  /// Adds normal noise of this standard deviation to each pixel.
  case noise(deviation: Float)

  /// Throws unless the settings make sense.
  func check() throws(DataError) {
    switch self {
    case .flip(let probability):
      guard probability >= 0 && probability <= 1 else {
        throw .outOfRange("the probability of a flip", value: "\(probability)", allowed: "between 0 and 1")
      }
    case .crop(let pixels), .shift(let pixels):
      guard pixels >= 0 && pixels < 1 << 16 else {
        throw .outOfRange(
          "the padding or shift", value: "\(pixels)", allowed: "0 or more pixels, and less than 65536")
      }
    case .noise(let deviation):
      guard deviation >= 0 && deviation.isFinite else {
        throw .outOfRange("the deviation of the noise", value: "\(deviation)", allowed: "0 or more")
      }
    }
  }

  /// Changes one image `[C, …, H, W]`, given row by row, and moves `map` along, which may be empty; signals `[C, L]`
  /// have rows of length L.
  func apply(
    _ pixels: inout [Float], map: inout [Float], rows: Int, columns: Int, from stream: inout RandomStream
  ) {
    func move(_ source: (Int, Int) -> (Int, Int)?) {
      self.move(&pixels, rows: rows, columns: columns, source)
      self.move(&map, rows: rows, columns: columns, source)
    }
    switch self {
    case .flip(let probability):
      guard stream.uniform() < probability else { return }
      move { row, column in (row, columns - 1 - column) }
    case .crop(let padding):
      let (down, right) = (stream.offset(padding), stream.offset(padding))
      move { row, column in
        let position = (row + (rows > 1 ? down : 0), column + right)
        return (0..<rows).contains(position.0) && (0..<columns).contains(position.1) ? position : nil
      }
    case .shift(let distance):
      let (down, right) = (stream.offset(distance), stream.offset(distance))
      move { row, column in
        (min(max(row - down, 0), rows - 1), min(max(column - right, 0), columns - 1))
      }
    case .noise(let deviation):
      for index in pixels.indices { pixels[index] += deviation * stream.normal() }
    }
  }

  /// Takes each pixel from the position that `source` names in its plane; without a position it becomes 0.
  private func move(
    _ pixels: inout [Float], rows: Int, columns: Int, _ source: (Int, Int) -> (Int, Int)?
  ) {
    let old = pixels
    for plane in stride(from: 0, to: old.count, by: rows * columns) {
      for row in 0..<rows {
        for column in 0..<columns {
          pixels[plane + row * columns + column] =
            source(row, column).map { old[plane + $0.0 * columns + $0.1] } ?? 0
        }
      }
    }
  }
}

extension RandomStream {
  /// Returns a whole number from −`distance` to `distance`.
  fileprivate mutating func offset(_ distance: Int) -> Int {
    number(below: 2 * distance + 1) - distance
  }
}

extension [Augmentation] {
  /// Throws unless all settings make sense, and the targets can be changed as the images, `[N, …]`, are.
  func check(_ targets: Targets, images: Shape) throws(DataError) {
    for step in self {
      try step.check()
      guard let maps = targets.maps else { continue }
      switch step {
      case .noise: continue
      case .crop where targets.kind == .classMaps:
        throw .augmentation(
          "crop", reason: "what it puts around a label map has no class. Use .shift, which repeats the edge")
      case .crop, .flip, .shift:
        guard images.rank > 2,
          maps.dimensions.suffix(images.rank - 2) == images.dimensions.suffix(images.rank - 2)
        else {
          throw .augmentation(
            "\(step)",
            reason: "the targets \(maps.droppingFirst) are maps of another size than the images "
              + "\(images.droppingFirst)")
        }
      }
    }
  }

  /// Returns a batch with each image changed in turn by each augmentation, and its targets, which have been checked.
  ///
  /// - Parameter numbers: The images' numbers in their dataset, which choose their random streams.
  func augment(
    _ images: Tensor, _ targets: Targets, numbers: [Int], epoch: Int, seed: UInt64
  ) -> (images: Tensor, targets: Targets) {
    guard !isEmpty, images.count > 0 else { return (images, targets) }
    let shape = images.shape
    let (rows, columns) = (shape.rank > 3 ? shape[-2] : 1, shape[-1])
    let size = shape.droppingFirst.count
    var pixels: [Float] = []
    pixels.reserveCapacity(images.count)
    let maps = targets.mapPlanes
    let mapSize = maps.count / shape[0]
    var changedMaps: [Float] = []
    for (position, number) in numbers.enumerated() {
      var stream = RandomStream(seed: seed, name: "fit.augmentation.\(epoch)", step: number)
      var image = Array<Float>(images.scalars[position * size..<(position + 1) * size])
      var map = Array<Float>(maps[position * mapSize..<(position + 1) * mapSize])
      for step in self {
        step.apply(&image, map: &map, rows: rows, columns: columns, from: &stream)
      }
      pixels += image
      changedMaps += map
    }
    return (Tensor(shape: shape, scalars: pixels), targets.replacingMaps(by: changedMaps))
  }
}

extension Targets {
  /// The shape `[N, …]` of targets that are maps; nil for classes and vectors.
  fileprivate var maps: Shape? {
    switch self {
    case .classes: nil
    case .classMaps(_, let shape): shape
    case .values(let values): values.rank > 2 ? values.shape : nil
    }
  }

  /// The numbers of targets that are maps, in row-major order; none for others.
  fileprivate var mapPlanes: [Float] {
    switch self {
    case .values(let values) where maps != nil: values.scalars
    case .classMaps(let labels, _): labels.map(Float.init)
    default: []
    }
  }

  /// Returns the targets with maps of these numbers; those that are no maps stay as they are.
  fileprivate func replacingMaps(by planes: [Float]) -> Targets {
    switch self {
    case .values(let values) where maps != nil: .values(Tensor(shape: values.shape, scalars: planes))
    case .classMaps(_, let shape): .classMaps(planes.map { Int($0) }, shape: shape)
    default: self
    }
  }
}

extension Dataset {
  /// Returns the images as a training would see them in an epoch with these augmentations.
  ///
  /// - Throws: `DataError` when a setting makes no sense, or the targets cannot be changed with the images.
  public func augmented(
    by augmentations: [Augmentation], epoch: Int = 1, seed: UInt64? = nil
  ) throws(DataError) -> Dataset {
    try augmentations.check(targets, images: images.shape)
    let changed = augmentations.augment(
      images, targets, numbers: Array(0..<count), epoch: epoch, seed: seed ?? Randomness.seed)
    return Dataset(unchecked: changed.images, changed.targets, classes)
  }
}
