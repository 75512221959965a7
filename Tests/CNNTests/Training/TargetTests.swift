import CNN
import Testing

/// Training on targets that are no classes of whole images.
@Suite struct TargetTests {
  @Test("regression: a small network learns a square, with MAE and RMSE in its history")
  func regression() throws {
    let x = Tensor.random([64, 1], in: -1...1, name: "x", seed: 1)
    let data = try Dataset(images: x, targets: x * x)
    #expect(data.description == "64 images [1], numbers of shape [1]" && data.classes.isEmpty)
    var model = Sequential {
      Dense(16); Tanh(); Dense(1)
    }
    let history = try model.fit(
      data.train, validation: data.test, epochs: 60, batchSize: 8, loss: .meanSquaredError,
      optimizer: .adam(0.02), seed: 1)
    let last = try #require(history.epochs.last?.validation)
    #expect(try #require(last.metrics[.rootMeanSquaredError]) < 0.1)
    #expect(
      history.table.columns == [
        "epoch", "loss", "MAE", "RMSE", "validation loss", "validation MAE", "validation RMSE",
      ])
    #expect(history.epochs[0].accuracy.isNaN)
    // The metrics are those of the outputs in one piece.
    let (outputs, wanted) = (try model.predict(data.test.images), (x * x).slices(51..<64))
    let evaluation = try model.evaluate(data.test, loss: .huber(delta: 0.5))
    let absolute = try meanAbsoluteError(outputs, targets: wanted).total
    #expect((evaluation.metrics[.meanAbsoluteError]! - absolute).magnitude < 1e-7)
    #expect(evaluation.metrics[.rootMeanSquaredError] == rootMeanSquaredError(outputs, targets: wanted))
    #expect(evaluation.loss == (try huberLoss(outputs, targets: wanted, delta: 0.5)).total)
    #expect(evaluation.description.contains(", MAE 0.0") && metricNames(history).contains("RMSE"))
    #expect(throws: InterpretationError.self) { try metricCurve(history, .meanIoU) }
  }

  private func metricNames(_ history: History) -> String {
    (try? metricCurve(history, .rootMeanSquaredError).description) ?? ""
  }

  /// Bright squares on a dark ground, and which pixels they cover.
  private func squares(count: Int, seed: UInt64) throws -> (images: Tensor, maps: Tensor) {
    var (images, maps) = (Tensor.zeros([count, 1, 8, 8]), Tensor.zeros([count, 8, 8]))
    var stream = RandomStream(seed: seed, name: "squares")
    for n in 0..<count {
      let (top, left) = (Int(stream.uniform() * 5), Int(stream.uniform() * 5))
      for row in 0..<8 {
        for column in 0..<8 {
          let isInside = (top..<top + 3).contains(row) && (left..<left + 3).contains(column)
          images[n, 0, row, column] = (isInside ? 1 : 0) + 0.2 * stream.normal()
          maps[n, row, column] = isInside ? 1 : 0
        }
      }
    }
    return (images, maps)
  }

  @Test("segmentation: a class for each pixel, with accuracy and mean IoU, and pixels without a class")
  func segmentation() throws {
    var (images, maps) = try squares(count: 30, seed: 2)
    for n in 0..<30 { maps[n, 0, 0] = 255 }
    let data = try Dataset(images: images, labelMaps: maps, classes: ["ground", "square"], ignoring: 255)
    #expect(data.description == "30 images [1, 8, 8], a class in each position of [8, 8]: ground, square")
    let loss = Loss.softmaxCrossEntropy(ignoring: 255)
    var model = Sequential {
      Conv2D(4, kernel: 3, padding: .same); ReLU(); Conv2D(2, kernel: 1)
    }
    let history = try model.fit(
      data.train, validation: data.test, epochs: 15, batchSize: 4, loss: loss, optimizer: .adam(0.02),
      augmentation: [.flip(), .shift(by: 1), .noise(deviation: 0.05)], seed: 2)
    let last = try #require(history.epochs.last?.validation)
    #expect(last.accuracy > 0.95 && last.metrics[.meanIoU]! > 0.8)
    #expect(history.table.columns.contains("mean IoU") && history.table.rows[0][2].hasSuffix("%"))
    // By hand, on the test images in one piece.
    let labels = data.test.targets.labels
    let outputs = try model.predict(data.test.images)
    #expect(last.metrics[.meanIoU] == meanIoU(outputs, labels: labels, ignoring: 255))
    #expect(last.accuracy == pixelAccuracy(outputs, labels: labels, ignoring: 255))
    let matrix = try model.confusionMatrix(on: data.test, ignoring: 255)
    #expect(matrix.total == 6 * 63 && matrix.meanIoU == last.metrics[.meanIoU])
    // The same training without the option of the loss refuses such pixels.
    #expect(throws: DataError.labelRange(label: 255, index: 0, classes: 2)) {
      try model.fit(data, optimizer: .sgd(0.1))
    }
  }

  @Test func intersectionsOverUnionsByHand() {
    // Called 0: positions 0, 1, 2; called 1: position 3. The last class never occurs.
    let scores: Tensor = [[[2, 2, 2, 0], [1, 1, 1, 1], [0, 0, 0, 0]]]
    #expect(pixelAccuracy(scores, labels: [0, 0, 1, 1]) == 0.75)
    #expect(meanIoU(scores, labels: [0, 0, 1, 1]) == Float((2.0 / 3 + 1.0 / 2) / 2))
    #expect(meanIoU(scores, labels: [0, 0, -1, 1], ignoring: -1) == 1)
    let matrix = ConfusionMatrix(classes: ["a", "b", "c"], labels: [0, 0, 1, 1], predictions: [0, 0, 0, 1])
    #expect(matrix.iou(of: 0) == Float(2.0 / 3) && matrix.iou(of: 1) == 0.5 && matrix.iou(of: 2).isNaN)
  }

  @Test("an autoencoder learns its input, and flips and crops change both alike")
  func autoencoder() throws {
    let images = try squares(count: 20, seed: 3).images
    let data = try Dataset(images: images, targets: images)
    var model = Sequential {
      Conv2D(4, kernel: 3, padding: .same); ReLU(); Conv2D(1, kernel: 3, padding: .same)
    }
    let history = try model.fit(
      data, epochs: 10, batchSize: 5, loss: .meanAbsoluteError, optimizer: .adam(0.01),
      augmentation: [.flip(), .crop(padding: 1)], seed: 3)
    #expect(history.epochs[9].loss < history.epochs[0].loss / 2)
    let moved = try data.augmented(by: [.flip(), .crop(padding: 2), .shift(by: 1)], seed: 4)
    #expect(moved.targets == .values(moved.images) && moved.images != images)
    let noisy = try data.augmented(by: [.noise(deviation: 0.1)], seed: 4)
    #expect(noisy.targets == .values(images) && noisy.images != images, "it learns to take the noise away")
  }

  @Test("label maps move with their images; what cannot move is refused")
  func augmentedMaps() throws {
    let maps = try squares(count: 8, seed: 5).maps
    // The image is its own map, so that both can be compared.
    let data = try Dataset(images: maps.reshaped(8, 1, 8, 8), labelMaps: maps, classes: ["a", "b"])
    let moved = try data.augmented(by: [.flip(), .shift(by: 2)], seed: 6)
    #expect(moved.targets.labels == moved.images.scalars.map { Int($0) } && moved != data)
    #expect(throws: DataError.self) { try data.augmented(by: [.crop(padding: 1)]) }
    let small = try Dataset(images: .zeros([2, 1, 8, 8]), targets: .zeros([2, 1, 4, 4]))
    let error = #expect(throws: DataError.self) { try small.augmented(by: [.flip()]) }
    #expect(error!.description.hasSuffix("[1, 4, 4] are maps of another size than the images [1, 8, 8]."))
    let vectors = try Dataset(images: .zeros([2, 1, 8, 8]), targets: [[1, 2], [3, 4]])
    #expect(try vectors.augmented(by: [.flip(), .crop(padding: 1)]).targets == vectors.targets)
  }

  @Test("questions with yes or no: several at once, and a single output for two classes")
  func questions() throws {
    let x = Tensor.randomNormal([60, 3], name: "x", seed: 7)
    let several = try Dataset(images: x, targets: x.map { $0 > 0 ? 1 : 0 })
    var model = Sequential { Dense(3) }
    let history = try model.fit(
      several, epochs: 30, batchSize: 10, loss: .sigmoidCrossEntropy(), optimizer: .adam(0.05), seed: 7)
    #expect(history.epochs[29].accuracy > 0.9 && history.epochs[0].training.metrics.count == 1)
    let labels = (0..<60).map { x[$0, 0] + x[$0, 1] > 0 ? 1 : 0 }
    let two = try Dataset(images: x, labels: labels, classes: ["no", "yes"])
    var scores = Sequential { Dense(1) }
    try scores.fit(
      two, epochs: 30, batchSize: 10, loss: .sigmoidCrossEntropy(), optimizer: .adam(0.05), seed: 7)
    let evaluation = try scores.evaluate(two, loss: .sigmoidCrossEntropy())
    let outputs = try scores.predict(x)
    #expect(
      evaluation.accuracy == Float(Double((0..<60).count { (outputs[$0, 0] > 0) == (labels[$0] == 1) }) / 60))
    #expect(evaluation.accuracy > 0.9)
    var probabilities = Sequential {
      Dense(1); Sigmoid()
    }
    let other = try probabilities.fit(
      two, epochs: 30, batchSize: 10, loss: .binaryCrossEntropy, optimizer: .adam(0.05), seed: 7)
    #expect(other.epochs[29].accuracy > 0.9)
  }

  @Test("a checkpoint holds the metrics of any targets")
  func checkpoint() throws {
    let folder = try TemporaryFolder()
    let x = Tensor.random([16, 1], in: -1...1, name: "x", seed: 1)
    let data = try Dataset(images: x, targets: x * x)
    func fit(_ data: Dataset) throws -> History {
      var model = Sequential {
        Dense(4); Tanh(); Dense(1)
      }
      return try model.fit(
        data, validation: data, epochs: 3, loss: .smoothL1(), optimizer: .sgd(0.1),
        checkpoint: Checkpoint(folder.path("run")), seed: 1)
    }
    let first = try fit(data)
    #expect(try fit(data) == first && first.epochs[2].validation!.metrics.count == 2)
    #expect(throws: TrainingError.otherRun(path: folder.path("run"), differences: ["data"])) {
      try fit(Dataset(images: x, targets: x))
    }
  }

  @Test("sample by sample equals the batch for label maps and numbers, too")
  func accumulation() throws {
    let (images, maps) = try squares(count: 6, seed: 8)
    for (data, loss) in [
      (
        try Dataset(images: images, labelMaps: maps, classes: ["a", "b"]),
        Loss.softmaxCrossEntropy(classWeights: [1, 9])
      ), (try Dataset(images: images, targets: concatenateTwice(images)), .huber(reduction: .sum)),
    ] {
      func trained(_ accumulation: GradientAccumulation) throws -> [Parameter] {
        var model = Sequential { Conv2D(2, kernel: 3, padding: .same) }
        try model.fit(
          data, epochs: 2, batchSize: 3, loss: loss, optimizer: .sgd(0.01), accumulation: accumulation,
          seed: 8)
        return model.parameters
      }
      for (one, other) in zip(try trained(.batched), try trained(.perSample)) {
        #expect(one.value.largestDifference(from: other.value)! < 1e-5)
      }
    }
  }

  private func concatenateTwice(_ x: Tensor) -> Tensor {
    Tensor(
      stacking: (0..<x.shape[0]).map { n in
        Tensor(stacking: [x.slice(n).slice(0), x.slice(n).slice(0)])
      })
  }

  @Test func misuseThrows() throws {
    let x = Tensor.random([4, 1], in: -1...1, name: "x", seed: 1)
    let numbers = try Dataset(images: x, targets: x)
    var model = Sequential { Dense(1) }
    func message(_ body: () throws -> Void) -> String {
      do { try body() } catch { return "\(error)" }
      return "nothing was thrown"
    }
    #expect(
      message { try model.fit(numbers, optimizer: .sgd(0.1)) }
        == "expected targets that are a class or a class in each position, for the loss \"cross-entropy\", "
        + "but they are numbers of shape [1] for each image.")
    let pairs = try Dataset(images: x, targets: .zeros([4, 2]))
    #expect(throws: DataError.targetShape(expected: [1], got: [2])) {
      try model.fit(pairs, loss: .meanSquaredError, optimizer: .sgd(0.1))
    }
    #expect(throws: DataError.targets(expected: "a class", got: "numbers of shape [1]")) {
      try numbers.stratifiedSplit(at: 0.5)
    }
    let classes = try Dataset(images: x, labels: [0, 0, 0, 0], classes: ["a"])
    #expect(throws: DataError.targets(expected: "numbers, as in the training", got: "a class")) {
      try model.fit(numbers, validation: classes, loss: .meanSquaredError, optimizer: .sgd(0.1))
    }
    #expect(throws: DataError.labelCount(expected: 4, got: 3)) {
      try Dataset(images: x, targets: .zeros([3, 1]))
    }
    #expect(throws: DataError.notLabelMaps([4])) {
      try Dataset(images: x, labelMaps: [0, 0, 0, 0], classes: ["a"])
    }
    #expect(throws: DataError.notWhole(0.5, index: 1)) {
      try Dataset(images: .zeros([1, 1, 2]), labelMaps: [[0, 0.5]], classes: ["a"])
    }
    #expect(throws: DataError.labelRange(label: 1, index: 1, classes: 1)) {
      try Dataset(images: .zeros([1, 1, 2]), labelMaps: [[0, 1]], classes: ["a"])
    }
    var maps = Sequential { Conv2D(3, kernel: 3) }
    let masks = try Dataset(images: .zeros([2, 1, 8, 8]), labelMaps: .zeros([2, 8, 8]), classes: ["a"])
    #expect(throws: DataError.noMapScores([3, 6, 6], maps: [8, 8])) {
      try maps.fit(masks, optimizer: .sgd(0.1))
    }
    let ones = try Dataset(images: .ones([2, 1, 8, 8]), labelMaps: .ones([2, 6, 6]), classes: ["a", "b"])
    let counted = Loss(labelMaps: "count") { outputs, labels in (Float(labels.count), outputs.map { _ in 0 })
    }
    #expect(try maps.evaluate(ones, loss: counted).loss == 72)
    #expect(throws: DataError.self) { try model.evaluate(classes, loss: counted) }
    let loss = Loss(values: "quartic") { outputs, targets in
      let distances = outputs - targets
      return ((distances * distances * distances * distances).mean, distances)
    }
    #expect(try model.fit(numbers, epochs: 1, loss: loss, optimizer: .sgd(0)).epochs.count == 1)
  }
}
