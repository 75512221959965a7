extension Sequential {
  /// Returns the loss and the metrics on `dataset`, as the trained model gives them.
  ///
  /// For classes that is the accuracy, for label maps also the mean IoU, for numbers MAE and RMSE.
  ///
  /// - Throws: `ModelError` when the model is not built, `DataError` and `ShapeError` when the data do not
  ///   go with the model.
  public func evaluate(_ dataset: Dataset, loss: Loss = .softmaxCrossEntropy) throws -> Evaluation {
    var metrics = RunningMetrics(loss, for: dataset.targets)
    try scores(of: dataset, for: loss) { outputs, targets in
      metrics.add(outputs, targets, loss: loss.evaluate(outputs, targets).loss)
    }
    return metrics.evaluation
  }

  /// Hands the outputs for the images to `body`, 64 images at a time, with their targets.
  func scores(
    of dataset: Dataset, for loss: Loss,
    _ body: (_ outputs: Tensor, _ targets: Targets) throws -> Void
  ) throws {
    guard inputShape != nil else { throw ModelError.notBuilt }
    try check(dataset, for: loss)
    for start in stride(from: 0, to: dataset.count, by: 64) {
      let range = start..<min(start + 64, dataset.count)
      try body(predict(dataset.images.slices(range)), dataset.targets.gathering(range))
    }
  }

  /// Throws unless the dataset has images in the shape that the model was built for, and targets that suit its outputs.
  func check(_ dataset: Dataset, for loss: Loss) throws {
    guard dataset.count > 0 else { throw DataError.empty }
    _ = try batch(dataset.images.slices(0..<1))
    try loss.check(dataset.targets, images: dataset.count, output: outputShape ?? [])
  }
}
