extension Dataset {
  /// Returns the dataset without the images in which a value is missing (NaN) or infinite.
  public func droppingMissing() -> Dataset {
    let bad = Set(quality.incomplete)
    return selecting((0..<count).filter { !bad.contains($0) })
  }

  /// Returns the dataset with missing and infinite values replaced.
  ///
  /// A value becomes the mean of the same feature (the same position) over the other images that have it, 0 if
  /// none has it. Means of a test part are to come from the training part: hand that over as `reference`.
  ///
  /// - Throws: `DataError` when the reference has images of another shape.
  public func fillingMissing(from reference: Dataset? = nil) throws(DataError) -> Dataset {
    let source = reference ?? self
    guard source.imageShape == imageShape else {
      throw .outOfRange("the image shape", value: "\(source.imageShape)", allowed: "\(imageShape)")
    }
    let size = imageShape.count
    var filled = images
    for feature in 0..<size {
      let positions = (0..<count).map { $0 * size + feature }.filter { !images.scalars[$0].isFinite }
      guard !positions.isEmpty else { continue }
      let known = (0..<source.count).lazy.map { source.images.scalars[$0 * size + feature] }.filter(
        \.isFinite)
      let number = known.reduce(0) { count, _ in count + 1 }
      let mean = number == 0 ? 0 : Float(Textbook.sum(known.map { Double($0) }) / Double(number))
      for position in positions { filled.scalars[position] = mean }
    }
    return Dataset(unchecked: filled, targets, classes)
  }

  /// Returns the dataset without the images that equal an earlier one bit for bit, whatever their class.
  public func droppingDuplicates() -> Dataset {
    let bad = Set(quality.duplicates.map(\.image))
    return selecting((0..<count).filter { !bad.contains($0) })
  }

  /// Returns the dataset as vectors `[N, features]` without the features that are the same in all images.
  ///
  /// Leaving pixels out makes an image a plain vector, for models of dense layers. A feature is constant by
  /// the images of `reference`, the training part, if it is given.
  ///
  /// - Throws: `DataError` when the reference has images of another shape.
  public func droppingConstantFeatures(like reference: Dataset? = nil) throws(DataError) -> Dataset {
    let source = reference ?? self
    guard source.imageShape == imageShape else {
      throw .outOfRange("the image shape", value: "\(source.imageShape)", allowed: "\(imageShape)")
    }
    let constant = Set(source.constantFeatures)
    let size = imageShape.count
    let kept = (0..<size).filter { !constant.contains($0) }
    let scalars = (0..<count).flatMap { n in kept.map { images.scalars[n * size + $0] } }
    return Dataset(unchecked: Tensor(shape: [count, kept.count], scalars: scalars), targets, classes)
  }
}
