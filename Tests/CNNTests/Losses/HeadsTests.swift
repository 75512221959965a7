import CNN
import Testing

/// Models with several outputs, each with a loss and targets of its own.
@Suite struct HeadsTests {
  private let loss = Loss.heads([
    Loss.Head(3, .softmaxCrossEntropy), Loss.Head(2, .huber(delta: 0.5), weight: 4),
    Loss.Head(1, .sigmoidCrossEntropy(), weight: 0.5),
  ])
  private let outputs = Tensor.randomNormal([4, 6], name: "outputs", seed: 1)
  private let targets: Tensor = [[2, 0.5, -1, 1], [0, 2, 0, 0], [1, -0.25, 0.75, 1], [2, 0, 0, 0.5]]

  @Test func `the loss is the weighted sum, and each head has its part of the gradient`() throws {
    #expect(loss.name == "cross-entropy + Huber + sigmoid cross-entropy")
    let (value, gradient) = loss.evaluate(outputs, .values(targets))
    let classes = try softmaxCrossEntropy(outputs.slices(0..<3, along: 1), labels: [2, 0, 1, 2])
    let box = try huberLoss(
      outputs.slices(3..<5, along: 1), targets: targets.slices(1..<3, along: 1), delta: 0.5)
    let question = try sigmoidCrossEntropy(
      outputs.slices(5..<6, along: 1), targets: targets.slices(3..<4, along: 1))
    #expect(value == classes.total + 4 * box.total + 0.5 * question.total)
    #expect(
      gradient
        == Tensor(
          concatenating: [classes.gradient, 4 * box.gradient, 0.5 * question.gradient], along: 1))
  }

  @Test func `the gradient is the measured one`() {
    let gradient = loss.evaluate(outputs, .values(targets)).gradient
    let step: Float = 1 / 64
    for index in outputs.scalars.indices {
      var (above, below) = (outputs, outputs)
      above[index / 6, index % 6] += step
      below[index / 6, index % 6] -= step
      let difference =
        loss.evaluate(above, .values(targets)).loss - loss.evaluate(below, .values(targets)).loss
      #expect((difference / (2 * step) - gradient.scalars[index]).magnitude < 1e-3, "output \(index)")
    }
  }

  @Test func `heads share maps, too`() throws {
    let loss = Loss.heads([Loss.Head(2, .softmaxCrossEntropy), Loss.Head(1, .meanAbsoluteError)])
    let maps = Tensor.randomNormal([2, 3, 2, 2], name: "maps", seed: 2)
    let depths = Tensor.randomNormal([2, 1, 2, 2], name: "depths", seed: 3)
    let labels: Tensor = [[[[0, 1], [1, 1]]], [[[1, 0], [0, 0]]]]
    let value = loss.evaluate(maps, .values(Tensor(concatenating: [labels, depths], along: 1))).loss
    let classes = try softmaxCrossEntropy(
      maps.slices(0..<2, along: 1), labels: [0, 1, 1, 1, 1, 0, 0, 0])
    #expect(
      value == classes.total
        + (try meanAbsoluteError(maps.slices(2..<3, along: 1), targets: depths).total))
  }

  /// Bright or dark rectangles, and for each its class, center and size as parts of the image.
  private func boxes(count: Int, seed: UInt64) throws -> Dataset {
    var (images, targets) = (Tensor.zeros([count, 1, 12, 12]), Tensor.zeros([count, 5]))
    var stream = RandomStream(seed: seed, name: "boxes")
    func below(_ limit: Int) -> Int { Int(stream.uniform() * Float(limit)) }
    for n in 0..<count {
      let (height, width, isBright) = (3 + below(5), 3 + below(5), stream.uniform() < 0.5)
      let (top, left) = (below(13 - height), below(13 - width))
      for row in top..<top + height {
        for column in left..<left + width { images[n, 0, row, column] = isBright ? 1 : -1 }
      }
      targets[n, 0] = isBright ? 1 : 0
      let box = [
        Float(left) + Float(width) / 2, Float(top) + Float(height) / 2, Float(width), Float(height),
      ]
      for (index, value) in box.enumerated() { targets[n, index + 1] = value / 12 }
    }
    return try Dataset(images: images, targets: targets)
  }

  @Test func `a network learns a class and a box at once`() throws {
    let data = try boxes(count: 480, seed: 4)
    var model = Sequential {
      Conv2D(8, kernel: 3, padding: .same); ReLU(); MaxPool2D(2)
      Conv2D(8, kernel: 3, padding: .same); ReLU(); Flatten()
      Parallel(name: "heads") {
        Dense(2, name: "class"); Dense(4, name: "box")
      }
    }
    let loss = Loss.heads([Loss.Head(2, .softmaxCrossEntropy), Loss.Head(4, .smoothL1(), weight: 20)])
    let history = try model.fit(
      data.train, validation: data.test, epochs: 20, batchSize: 16, loss: loss, optimizer: .adam(0.005),
      seed: 4)
    #expect(history.table.columns == ["epoch", "loss", "validation loss"])
    let (outputs, wanted) = (try model.predict(data.test.images), data.test.targets)
    guard case .values(let values) = wanted else {
      Issue.record("expected numbers")
      return
    }
    let labels = values.slices(0..<1, along: 1).scalars.map { Int($0) }
    #expect(accuracy(outputs.slices(0..<2, along: 1), labels: labels) > 0.9)
    let boxes = values.slices(1..<5, along: 1)
    let distance = try meanAbsoluteError(outputs.slices(2..<6, along: 1), targets: boxes)
    let middle = boxes.mean(along: 0, keepingAxes: true)
    #expect(distance.total < abs(boxes - middle).mean / 2, "twice as near as the mean box")
  }

  @Test func `what does not fit is told before the training`() throws {
    func refusal(_ targets: Tensor, outputs: Int = 6) throws -> String {
      let data = try Dataset(images: .zeros([targets.shape[0], 2]), targets: targets)
      var model = Sequential { Dense(outputs) }
      do { try model.fit(data, epochs: 1, loss: loss, optimizer: .sgd(0.1)) } catch { return "\(error)" }
      return "nothing was thrown"
    }
    #expect(
      try refusal(targets, outputs: 5)
        == "the model gives [5] for each image, but the heads of the loss need 6 channels in all. "
        + "End it with Parallel { … } with a layer for each head.")
    #expect(
      try refusal(targets.slices(0..<3, along: 1))
        == "the heads of the loss need targets of shape [4] for each image, got [3]. "
        + "There is one channel for a class, and one for each output of a head of numbers.")
    #expect(try refusal([[1.5, 0, 0, 0]]) == "the label at index 0 must be a whole number, got 1.5.")
    #expect(try refusal([[3, 0, 0, 0]]) == "the label at index 0 is 3, but there are 3 classes: 0 ..< 3.")
    let classes = try Dataset(images: .zeros([2, 2]), labels: [0, 1], classes: ["a", "b"])
    var model = Sequential { Dense(6) }
    #expect(throws: DataError.self) { try model.fit(classes, loss: loss, optimizer: .sgd(0.1)) }
  }
}
