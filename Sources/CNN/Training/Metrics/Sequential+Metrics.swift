extension Sequential {
  /// Returns how often the model takes images of one class for another.
  ///
  /// - Throws: `ModelError` when the model is not built, `DataError` and `ShapeError` when the data do not
  ///   go with the model.
  public func confusionMatrix(on dataset: Dataset) throws -> ConfusionMatrix {
    var predictions: [Int] = []
    try scores(of: dataset) { outputs, _ in predictions += outputs.bestClasses }
    // A model may have more outputs than the dataset has classes.
    let count = max(dataset.classes.count, outputShape?[0] ?? 0)
    let classes = (0..<count).map { dataset.classes.indices.contains($0) ? dataset.classes[$0] : "\($0)" }
    return ConfusionMatrix(classes: classes, labels: dataset.labels, predictions: predictions)
  }

  /// Returns the part of the images whose class is among the model's `k` best.
  ///
  /// - Throws: `ModelError` when the model is not built, `DataError` and `ShapeError` when the data do not
  ///   go with the model, `TrainingError` when `k` is not positive.
  public func topKAccuracy(on dataset: Dataset, k: Int) throws -> Float {
    guard k > 0 else { throw TrainingError.notPositive("k", k) }
    var hits = 0.0
    try scores(of: dataset) { outputs, labels in
      hits += Double(CNN.topKAccuracy(outputs, labels: labels, k: k)) * Double(labels.count)
    }
    return Float(hits / Double(dataset.count))
  }
}
