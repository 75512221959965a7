import CNN
import Testing

/// What the decks claim of training, measured.
@Suite struct LearningExperimentTests {
  /// A deep net of sigmoids, with normalization or without.
  private func deep(isNormalized: Bool) throws -> Sequential {
    var model = Sequential {
      Flatten()
      for index in 1...6 {
        Dense(24, name: "fc\(index)")
        if isNormalized { BatchNorm(name: "bn\(index)") }
        Sigmoid()
      }
      Dense(4, name: "out")
    }
    try model.build(input: [1, 16, 16], seed: 5)
    return model
  }

  @Test("deck row 000-04: gradients fade from the last layer to the first; normalization keeps them up")
  func fadingGradients() throws {
    let data = try Datasets.shapes(count: 64, seed: 5)
    func ratio(isNormalized: Bool) throws -> Float {
      let model = try deep(isNormalized: isNormalized)
      var (output, pullbacks) = (data.images, [Pullback]())
      for layer in model.layers {
        let pass = layer.forward(output, context: .training(seed: 5, step: 0))
        output = pass.output
        pullbacks.append(pass.pullback)
      }
      var gradient = Loss.softmaxCrossEntropy.evaluate(output, data.targets).gradient
      var norms: [Float] = []
      for (layer, pullback) in zip(model.layers, pullbacks).reversed() {
        let gradients = pullback(gradient)
        gradient = gradients.input
        if layer.name.hasPrefix("fc") { norms.append(gradientNorm([gradients.parameters[0]])) }
      }
      #expect(norms.count == 6)
      return norms[5] / norms[0]
    }
    let (plain, normalized) = (try ratio(isNormalized: false), try ratio(isNormalized: true))
    #expect(plain < 0.01, "without normalization the first layer hardly learns: \(plain)")
    #expect(normalized > 20 * plain, "\(normalized) against \(plain)")
  }

  @Test("deck row 000-06: the statistics of a batch are noisy, and the less so the larger it is")
  func batchNoise() throws {
    let values = Tensor.randomNormal([256 * 64, 1, 1, 1], name: "values", seed: 8)
    func spread(_ size: Int) -> (means: Double, deviations: Double) {
      var (means, deviations): ([Double], [Double]) = ([], [])
      for batch in 0..<64 {
        let (mean, variance) = BatchNorm.statistics(
          of: values.slices(batch * size..<(batch + 1) * size))
        means.append(Double(mean.scalars[0]))
        deviations.append(Double(variance.scalars[0]).squareRoot())
      }
      return (deviation(means), deviation(deviations))
    }
    let spreads = [8, 64, 256].map(spread)
    for (size, spread) in zip([8.0, 64, 256], spreads) {
      // The mean of B standard normal numbers deviates by 1/√B; the deviation by about 1/√(2B).
      #expect((spread.means * size.squareRoot() - 1).magnitude < 0.3, "\(size): \(spread)")
      #expect((spread.deviations * (2 * size).squareRoot() - 1).magnitude < 0.3, "\(size): \(spread)")
    }
  }

  private func deviation(_ values: [Double]) -> Double {
    let mean = values.reduce(0, +) / Double(values.count)
    return (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count - 1)).squareRoot()
  }

  @Test(
    "deck row 000-07: nothing, dropout, normalization, and both, at two sizes of batches",
    arguments: [(false, false), (true, false), (false, true), (true, true)], [8, 64])
  func ablation(parts: (hasDropout: Bool, isNormalized: Bool), batchSize: Int) throws {
    let data = try Datasets.shapes(count: 128, seed: 9)
    var model = Sequential {
      Conv2D(6, kernel: 3, name: "c")
      if parts.isNormalized { BatchNorm() }
      ReLU()
      MaxPool2D(2)
      Flatten()
      if parts.hasDropout { Dropout(0.3) }
      Dense(4, name: "d")
    }
    let history = try model.fit(
      data.train, epochs: 4, batchSize: batchSize, optimizer: .sgd(0.05, momentum: 0.9), seed: 9)
    #expect(history.epochs[3].loss < history.epochs[0].loss, "\(history)")
    // Once trained, an image's scores depend on nothing else in its batch, and on no chance.
    let images = data.test.images
    let alone = try model.predict(images.slice(0))
    #expect(try model.predict(images.slices(0..<5)).slice(0).largestDifference(from: alone) ?? 1 < 1e-5)
    #expect(try model.predict(images.slice(0)) == alone)
  }

  @Test("deck row 002-02: what is made small is the mean of the samples' losses, and so is its gradient")
  func empiricalRisk() throws {
    let data = try Datasets.shapes(count: 6, seed: 3)
    var model = Sequential {
      Conv2D(3, kernel: 5); ReLU(); Flatten(); Dense(4)
    }
    try model.build(input: data.imageShape, seed: 3)
    let whole = try model.gradients(for: data.images, labels: data.labels)
    let single = try (0..<6).map { try model.gradients(for: data[$0], labels: [data.labels[$0]]) }
    #expect((single.reduce(0) { $0 + $1.loss } / 6 - whole.loss).magnitude < 1e-6)
    for (index, parameter) in whole.parameters.enumerated() {
      let sum = single.dropFirst().reduce(single[0].parameters[index].value) {
        $0 + $1.parameters[index].value
      }
      #expect((sum * Float(1.0 / 6)).largestDifference(from: parameter.value) ?? 1 < 1e-6)
    }
  }

  /// Learns one filter from images and what another filter makes of them, by full-batch gradient descent.
  private func learn(
    _ target: Tensor, from start: Tensor, steps: Int, isTurned: Bool = false
  ) -> (filter: Tensor, losses: [Float]) {
    let images = Tensor.randomNormal([8, 1, 8, 8], name: "images", seed: 4)
    let want = correlate(images, target.reshaped(1, 1, 3, 3))
    let g = WindowGeometry(input: [8, 8], window: [3, 3], stride: [1, 1])
    var (filter, losses) = (start, [Float]())
    for _ in 0..<steps {
      let w = isTurned ? rot180(filter) : filter
      let error = correlate(images, w.reshaped(1, 1, 3, 3)) - want
      losses.append(error.map { $0 * $0 }.sum / Float(error.count))
      let dz = error * Float(2.0 / Double(error.count))
      let dw = Convolution.backwardFilter(dz, images, geometry: g).reshaped(3, 3)
      filter = filter - (isTurned ? rot180(dw) : dw) * 0.2
    }
    return (filter, losses)
  }

  @Test("deck row 003-10: a filter that starts at random learns Sobel's from what that makes of images")
  func learnsSobel() {
    let learned = learn(Kernel.sobelX, from: .randomNormal([3, 3], name: "start", seed: 1), steps: 60)
    #expect(learned.filter.largestDifference(from: Kernel.sobelX) ?? 1 < 1e-3)
    #expect(learned.losses[59] < learned.losses[0] * 1e-6)
  }

  @Test("deck row 003-17: with or without the flip the losses are the same, and the filters turned")
  func flipDoesNotMatter() {
    let start = Tensor.randomNormal([3, 3], name: "start", seed: 2)
    let plain = learn(Kernel.sobelX, from: start, steps: 10)
    let turned = learn(Kernel.sobelX, from: rot180(start), steps: 10, isTurned: true)
    #expect(plain.losses == turned.losses && turned.filter == rot180(plain.filter))
    #expect(plain.filter != turned.filter)
  }
}
