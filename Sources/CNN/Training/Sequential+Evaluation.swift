extension Sequential {
  /// Returns the loss and the accuracy on `dataset`, as the trained model gives them.
  ///
  /// - Throws: `ModelError` when the model is not built, `DataError` and `ShapeError` when the data do not
  ///   go with the model.
  public func evaluate(_ dataset: Dataset, loss: Loss = .softmaxCrossEntropy) throws -> Evaluation {
    var tally = Tally()
    try scores(of: dataset) { outputs, labels in
      tally.add(outputs, labels, loss: loss.evaluate(outputs, labels).loss)
    }
    return tally.evaluation
  }

  /// Hands the outputs for the images to `body`, 64 images at a time, with their labels.
  func scores(of dataset: Dataset, _ body: (_ outputs: Tensor, _ labels: [Int]) throws -> Void) throws {
    guard inputShape != nil else { throw ModelError.notBuilt }
    try check(dataset)
    for start in stride(from: 0, to: dataset.count, by: 64) {
      let range = start..<min(start + 64, dataset.count)
      try body(predict(dataset.images.slices(range)), Array(dataset.labels[range]))
    }
  }

  /// Throws unless the dataset has images, in the shape and of the classes that the model was built for.
  func check(_ dataset: Dataset) throws {
    guard dataset.count > 0 else { throw DataError.empty }
    _ = try batch(dataset.images.slices(0..<1))
    try check(dataset.labels, images: dataset.count)
  }
}
