/// Images with what a model should give for each; signals, volumes and plain vectors count as images here.
public struct Dataset: Sendable, Equatable {
  /// The images `[N, C, H, W]`, signals `[N, C, L]`, volumes `[N, C, D, H, W]` or vectors `[N, F]`.
  public let images: Tensor
  /// What a model should give for each image.
  public let targets: Targets
  /// The names of the classes; none if the targets are numbers.
  public let classes: [String]

  /// Creates a dataset with a class for each image.
  ///
  /// - Throws: `DataError` when the images have not 2 to 5 axes, or there is no valid label for each.
  public init(images: Tensor, labels: [Int], classes: [String]) throws(DataError) {
    try Self.check(images, count: labels.count)
    if let index = labels.firstIndex(where: { !classes.indices.contains($0) }) {
      throw .labelRange(label: labels[index], index: index, classes: classes.count)
    }
    self.init(unchecked: images, .classes(labels), classes)
  }

  /// Creates a dataset with a class for each position, as segmentation needs it.
  ///
  /// - Parameters:
  ///   - labelMaps: The class of each position, `[N, …]`, such as `[N, H, W]`: whole numbers from 0.
  ///   - ignored: A number that marks positions without a class, which the loss has to ignore, too.
  /// - Throws: `DataError` when the images have not 2 to 5 axes, or there is no map of valid labels for each.
  public init(
    images: Tensor, labelMaps: Tensor, classes: [String], ignoring ignored: Int? = nil
  ) throws(DataError) {
    guard labelMaps.rank >= 2 else { throw .notLabelMaps(labelMaps.shape) }
    try Self.check(images, count: labelMaps.shape[0])
    var labels: [Int] = []
    for (index, value) in labelMaps.scalars.enumerated() {
      guard let label = Int(exactly: value) else { throw .notWhole(value, index: index) }
      guard classes.indices.contains(label) || label == ignored else {
        throw .labelRange(label: label, index: index, classes: classes.count)
      }
      labels.append(label)
    }
    self.init(unchecked: images, .classMaps(labels, shape: labelMaps.shape), classes)
  }

  /// Creates a dataset with numbers for each image, as regression needs them; the images themselves for an autoencoder.
  ///
  /// ```swift
  /// let x = Tensor.random([32, 1], in: -1...1, name: "x")
  /// let squares = try Dataset(images: x, targets: x * x)
  /// ```
  ///
  /// - Parameter targets: What the model should give, `[N, …]`, in the shape of its outputs.
  /// - Throws: `DataError` when the images have not 2 to 5 axes, or there is no target for each.
  public init(images: Tensor, targets: Tensor) throws(DataError) {
    try Self.check(images, count: targets.rank == 0 ? 1 : targets.shape[0])
    self.init(unchecked: images, .values(targets), [])
  }

  init(unchecked images: Tensor, _ targets: Targets, _ classes: [String]) {
    self.images = images
    self.targets = targets
    self.classes = classes
  }

  private static func check(_ images: Tensor, count: Int) throws(DataError) {
    guard (2...5).contains(images.rank) else { throw .notImages(images.shape) }
    guard count == images.shape[0] else { throw .labelCount(expected: images.shape[0], got: count) }
  }

  /// The class of each image, an index into ``classes``.
  ///
  /// - Precondition: there is a class for each image: `targets` says what there is.
  public var labels: [Int] {
    guard case .classes(let labels) = targets else {
      require(false, "\(DataError.targets(expected: "a class", got: "\(targets)"))")
      return []
    }
    return labels
  }

  /// The number of images.
  public var count: Int { images.shape[0] }

  /// The shape of one image, such as `[C, H, W]`.
  public var imageShape: Shape { images.shape.droppingFirst }

  /// The image at `index`, such as `[C, H, W]`.
  ///
  /// - Precondition: there is such an image.
  public subscript(index: Int) -> Tensor { images.slice(index) }

  /// The images in `range` with their targets.
  ///
  /// - Precondition: there are such images.
  public subscript(range: Range<Int>) -> Dataset {
    Dataset(unchecked: images.slices(range), targets.gathering(range), classes)
  }

  /// Returns the name of the class of the image at `index`.
  ///
  /// - Precondition: there is such an image, and a class for each.
  public func className(at index: Int) -> String {
    let labels = labels
    require(labels.indices.contains(index), "there is no image \(index) among \(labels.count)")
    return classes[labels[index]]
  }

  /// Returns the first `fraction` of the images, and the others.
  ///
  /// - Throws: `DataError` unless the fraction is between 0 and 1.
  public func split(at fraction: Double) throws(DataError) -> (first: Dataset, second: Dataset) {
    guard fraction >= 0 && fraction <= 1 else {
      throw .outOfRange("the fraction", value: "\(fraction)", allowed: "between 0 and 1")
    }
    let border = Int((Double(count) * fraction).rounded())
    return (self[0..<border], self[border..<count])
  }

  /// The first 80 % of the images: to learn from.
  public var train: Dataset { self[0..<count * 4 / 5] }

  /// The other 20 % of the images: to judge by.
  public var test: Dataset { self[count * 4 / 5..<count] }
}

extension Dataset: CustomStringConvertible {
  /// The number of images, their shape and the classes, or what the targets are.
  public var description: String {
    switch targets {
    case .classes: "\(count) images \(imageShape): \(classes.joined(separator: ", "))"
    case .classMaps: "\(count) images \(imageShape), \(targets): \(classes.joined(separator: ", "))"
    case .values: "\(count) images \(imageShape), \(targets)"
    }
  }
}
