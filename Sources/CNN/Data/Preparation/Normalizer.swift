/// Shifts and scales each channel, so that it has mean 0 and standard deviation 1 on the training images.
///
///     x′[n,c,…] = (x[n,c,…] − mean[c]) / deviation[c]
///
/// Fit it on the training part only: a model must not learn anything from the images that judge it, not even
/// their brightness. Then apply it to both parts.
///
/// ```swift
/// let data = try Datasets.shapes(count: 40)
/// let normalizer = try Normalizer(fitting: data.train)
/// let (train, test) = (try normalizer(data.train), try normalizer(data.test))
/// ```
///
/// - SeeAlso: LeCun, Bottou, Orr, Müller, "Efficient BackProp", 1998, section 4.3.
public struct Normalizer: Sendable, Equatable {
  /// The mean of each channel.
  public let mean: [Float]
  /// The standard deviation of each channel (of the images themselves: divided by their number).
  ///
  /// It is 1 for a channel whose pixels are all equal: that becomes 0, and nothing is divided by 0.
  public let deviation: [Float]

  /// Creates a normalizer from known numbers, one for each channel.
  ///
  /// - Throws: `DataError` when a deviation is not positive or there are not as many of both.
  public init(mean: [Float], deviation: [Float]) throws(DataError) {
    guard mean.count == deviation.count else {
      throw .outOfRange("the number of deviations", value: "\(deviation.count)", allowed: "\(mean.count)")
    }
    for value in deviation where !(value > 0 && value.isFinite) {
      throw .outOfRange("a deviation", value: "\(value)", allowed: "positive and finite")
    }
    self.mean = mean
    self.deviation = deviation
  }

  /// Takes mean and standard deviation of each channel from images, which should be the training part.
  ///
  /// - Throws: `DataError` when there are no images, or a pixel is missing (NaN) or infinite.
  public init(fitting dataset: Dataset) throws(DataError) {
    guard dataset.count > 0 else { throw .empty }
    let channels = dataset.imageShape[0]
    let plane = dataset.imageShape.droppingFirst.count
    var (mean, deviation): ([Float], [Float]) = ([], [])
    for channel in 0..<channels {
      var values: [Double] = []
      values.reserveCapacity(dataset.count * plane)
      for n in 0..<dataset.count {
        let start = (n * channels + channel) * plane
        values += dataset.images.scalars[start..<start + plane].lazy.map { Double($0) }
      }
      let count = Double(values.count)
      let center: Double = Textbook.sum(values) / count
      guard center.isFinite else { throw .missingValues }
      let squares = values.lazy.map { (value: Double) -> Double in (value - center) * (value - center) }
      let variance: Double = Textbook.sum(squares) / count
      mean.append(Float(center))
      let root = Float(variance.squareRoot())
      deviation.append(root > 0 ? root : 1)
    }
    self.mean = mean
    self.deviation = deviation
  }

  /// Returns the dataset with every channel shifted and scaled.
  ///
  /// - Throws: `DataError` when it has another number of channels.
  public func callAsFunction(_ dataset: Dataset) throws(DataError) -> Dataset {
    let channels = dataset.imageShape[0]
    guard channels == mean.count else {
      throw .outOfRange("the number of channels", value: "\(channels)", allowed: "\(mean.count)")
    }
    let plane = max(1, dataset.imageShape.droppingFirst.count)
    var images = dataset.images
    for index in images.scalars.indices {
      let channel = index / plane % channels
      images.scalars[index] = (images.scalars[index] - mean[channel]) / deviation[channel]
    }
    return Dataset(unchecked: images, dataset.targets, dataset.classes)
  }
}
