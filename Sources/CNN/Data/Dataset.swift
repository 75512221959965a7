/// Images with their classes; signals, volumes and plain vectors count as images here.
public struct Dataset: Sendable, Equatable {
  /// The images `[N, C, H, W]`, signals `[N, C, L]`, volumes `[N, C, D, H, W]` or vectors `[N, F]`.
  public let images: Tensor
  /// The class of each image, an index into ``classes``.
  public let labels: [Int]
  /// The names of the classes.
  public let classes: [String]

  /// Creates a dataset.
  ///
  /// - Throws: `DataError` when the images have not 2 to 5 axes, or there is no valid label for each.
  public init(images: Tensor, labels: [Int], classes: [String]) throws(DataError) {
    guard (2...5).contains(images.rank) else { throw .notImages(images.shape) }
    guard labels.count == images.shape[0] else {
      throw .labelCount(expected: images.shape[0], got: labels.count)
    }
    if let index = labels.firstIndex(where: { !classes.indices.contains($0) }) {
      throw .labelRange(label: labels[index], index: index, classes: classes.count)
    }
    self.init(unchecked: images, labels, classes)
  }

  init(unchecked images: Tensor, _ labels: [Int], _ classes: [String]) {
    self.images = images
    self.labels = labels
    self.classes = classes
  }

  /// The number of images.
  public var count: Int { labels.count }

  /// The shape of one image, such as `[C, H, W]`.
  public var imageShape: Shape { images.shape.droppingFirst }

  /// The image at `index`, such as `[C, H, W]`.
  ///
  /// - Precondition: there is such an image.
  public subscript(index: Int) -> Tensor { images.slice(index) }

  /// The images in `range` with their labels.
  ///
  /// - Precondition: there are such images.
  public subscript(range: Range<Int>) -> Dataset {
    Dataset(unchecked: images.slices(range), Array(labels[range]), classes)
  }

  /// Returns the name of the class of the image at `index`.
  public func className(at index: Int) -> String { classes[labels[index]] }

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
  /// The number of images, their shape and the classes.
  public var description: String {
    "\(count) images \(imageShape): \(classes.joined(separator: ", "))"
  }
}
