import CNN
import Foundation
import Testing

/// Wrong calls of what throws: each says what is wrong, and none stops the process.
@Suite struct ThrowingMisuseTests {
  /// A call, and what its error says.
  struct WrongCall: Sendable {
    let message: String
    let call: @Sendable (Fixture) throws -> Void

    init(_ message: String, _ call: @escaping @Sendable (Fixture) throws -> Void) {
      (self.message, self.call) = (message, call)
    }
  }

  /// What the calls are made with.
  struct Fixture {
    /// Six vectors of four features in three classes.
    let classes: Dataset
    /// The same with two numbers each.
    let values: Dataset
    /// Scores for three classes, built.
    var model = Sequential { Dense(3) }
    /// Two numbers, not built.
    var regression = Sequential { Dense(2) }
    /// Three layers with names, for images.
    var images = Sequential {
      Conv2D(2, kernel: 3, padding: .same, name: "conv")
      Flatten(name: "flat")
      Dense(3, name: "head")
    }
    let folder: TemporaryFolder

    init() throws {
      let x = Tensor.randomNormal([6, 4], name: "x", seed: 1)
      classes = try Dataset(images: x, labels: [0, 1, 2, 0, 1, 2], classes: ["a", "b", "c"])
      values = try Dataset(images: x, targets: .randomNormal([6, 2], name: "y", seed: 1))
      try model.build(input: [4])
      try images.build(input: [1, 6, 6])
      folder = try TemporaryFolder()
    }

    /// Trains on the classes.
    func fit(
      _ optimizer: some Optimizer = SGD(0.1), _ schedule: Schedule = .constant, until: Stopping = .lastEpoch,
      clipping: GradientClipping? = nil, loss: Loss = .softmaxCrossEntropy
    ) throws {
      var model = model
      try model.fit(
        classes, epochs: 1, loss: loss, optimizer: optimizer, schedule: schedule, until: until,
        clipping: clipping)
    }

    /// Trains on the numbers.
    func fit(regression loss: Loss) throws {
      var model = regression
      try model.fit(values, epochs: 1, loss: loss)
    }
  }

  static let losses: [WrongCall] = [
    .init("expected targets that are numbers, for the loss \"Huber\", but they are a class for each image.") {
      try $0.fit(loss: .huber())
    },
    .init("expected targets that are a class or a class in each position, for the loss \"cross-entropy\"") {
      try $0.fit(regression: .softmaxCrossEntropy)
    },
    .init("the model gives [3] for each image, but the targets have shape [2].") {
      _ = try $0.model.evaluate($0.values, loss: .meanSquaredError)
    },
    .init("expected 3 class weights, one for each class, got shape [2].") {
      try $0.fit(loss: .softmaxCrossEntropy(classWeights: [1, 2]))
    },
    .init("the weight of class 1 must be a number of at least 0, got -2.0.") {
      try $0.fit(loss: .negativeLogLikelihood(classWeights: [1, -2, 1]))
    },
    .init("the label smoothing must be between 0 and 1, got 3.0.") {
      try $0.fit(loss: .softmaxCrossEntropy(labelSmoothing: 3))
    },
    .init("the delta must be positive and finite, got 0.0.") { try $0.fit(regression: .huber(delta: 0)) },
    .init("the beta must be positive and finite, got -1.0.") { try $0.fit(regression: .smoothL1(beta: -1)) },
    .init("expected 2 class weights, one for each class, got shape [1].") {
      try $0.fit(regression: .sigmoidCrossEntropy(positiveWeights: [1]))
    },
    .init("expected 2 class weights, one for each class, got shape [3].") { _ in
      _ = try softmaxCrossEntropy([[1, 2]], labels: [0], classWeights: [1, 2, 3])
    },
    .init("there are no outputs, all labels are ignored, or their classes weigh 0.") { _ in
      _ = try meanSquaredError(.zeros([0, 2]), targets: .zeros([0, 2]))
    },
    .init("the probability must be between 0 and 1, got 2.0.") { _ in
      _ = try binaryCrossEntropy([2], targets: [1])
    },
    .init("expected 1 labels, one for each row of scores, got 2.") { _ in
      _ = try negativeLogLikelihood([[-1, -2]], labels: [0, 1])
    },
    .init("the strength must be 0 or more, got -1.0.") { _ in _ = try l2Penalty([[1]], strength: -1) },
    .init("k must be at least 1, got 0.") { _ = try $0.model.topKAccuracy(on: $0.classes, k: 0) },
    .init("expected targets that are a class, but they are numbers of shape [2]") {
      _ = try $0.model.topKAccuracy(on: $0.values, k: 1)
    },
    .init("expected targets that are a class or a class in each position") {
      _ = try $0.model.confusionMatrix(on: $0.values)
    },
    .init("expected a label or target for each of the 6 images, got 1.") {
      _ = try $0.model.gradients(for: $0.classes.images, labels: [0])
    },
  ]

  static let data: [WrongCall] = [
    .init("the label at index 0 must be a whole number, got 0.5.") { _ in
      _ = try Dataset(
        images: .ones([1, 1, 1, 2]), labelMaps: Tensor(repeating: 0.5, shape: [1, 1, 2]), classes: ["a"])
    },
    .init("expected label maps [count, rows, columns], got shape [1].") { _ in
      _ = try Dataset(images: .ones([1, 1, 1, 2]), labelMaps: [0], classes: ["a"])
    },
    .init("expected images [count, channels, rows, columns], got shape [4].") { _ in
      _ = try Dataset(images: .ones([4]), targets: .ones([4]))
    },
    .init("expected targets that are a class, but they are numbers of shape [2]") {
      _ = try $0.values.stratifiedSplit(at: 0.5)
    },
    .init("the number of channels must be 1, got 4.") {
      _ = try Normalizer(mean: [0], deviation: [1])($0.classes)
    },
    .init("a deviation must be positive and finite, got 0.0.") { _ in
      _ = try Normalizer(mean: [0], deviation: [0])
    },
    .init("the padding or shift must be 0 or more pixels, and less than 65536, got 1048576.") {
      _ = try $0.classes.augmented(by: [.shift(by: 1 << 20)])
    },
    .init("No such file or directory") { _ = try Datasets.images(in: $0.folder.path("none")) },
    .init("its images are in no subfolder; put the images of each class into a folder of its own") {
      try $0.folder.write([1], to: "flat/a.png")
      _ = try Datasets.images(in: $0.folder.path("flat"))
    },
    .init("it has no PNG or JPEG files") {
      try $0.folder.write([1], to: "empty/a/notes.txt")
      _ = try Datasets.images(in: $0.folder.path("empty"))
    },
    .init("this is neither a PNG nor a JPEG file") {
      try $0.folder.write([1], to: "damaged/a/1.png")
      _ = try Datasets.images(in: $0.folder.path("damaged"))
    },
    .init("the crop must be a number, or [rows, columns], got [1, 2, 3].") {
      _ = try Datasets.images(in: $0.folder.path("x"), crop: [1, 2, 3])
    },
    .init("the crop must be at least 1 pixel, got 0×0.") {
      _ = try Tensor(image: $0.folder.path("x"), crop: 0)
    },
    .init("the size to resize to must be a number, or [rows, columns], got [].") {
      _ = try Tensor(image: $0.folder.path("x"), resize: .to([]))
    },
    .init("the shorter side to resize to must be at least 1 pixel, got -1×-1.") {
      _ = try Tensor(image: $0.folder.path("x"), resize: .shorterSide(-1))
    },
  ]

  static let training: [WrongCall] = [
    .init("learningRate must be 0 or more, and finite, got -1.0.") { try $0.fit(SGD(-1)) },
    .init("dampening must be at least 0 and less than 1, got 1.0.") {
      try $0.fit(SGD(0.1, momentum: 0.9, dampening: 1))
    },
    .init("the second of betas must be at least 0 and less than 1, got 1.0.") {
      try $0.fit(Adam(betas: (0.9, 1)))
    },
    .init("weightDecay must be 0 or more, and finite, got nan.") { try $0.fit(AdamW(weightDecay: .nan)) },
    .init("smoothing must be at least 0 and less than 1, got 1.0.") { try $0.fit(RMSprop(smoothing: 1)) },
    .init("momentum must be at least 0 and less than 1, got 1.0.") { try $0.fit(Nesterov(0.1, momentum: 1)) },
    .init("epsilon must be 0 or more, and finite, got -1.0.") { try $0.fit(AdaGrad(epsilon: -1)) },
    .init("factor of the schedule must be between 0 and 1, got 5.0.") {
      try $0.fit(SGD(0.1), .step(every: 1, factor: 5))
    },
    .init("growth must be at least 1, got 0.") { try $0.fit(SGD(0.1), .cosineRestarts(every: 1, growth: 0)) },
    .init("division of the schedule must be 1 or more, and finite, got 0.0.") {
      try $0.fit(SGD(0.1), .oneCycle(division: 0))
    },
    .init("patience of the schedule must be 0 or more, got -1.") {
      try $0.fit(SGD(0.1), .plateau(patience: -1))
    },
    .init("factor of the schedule must be between 0 and 1, got -1.0.") {
      try $0.fit(SGD(0.1), .warmUp(epochs: 1, then: .exponential(factor: -1)))
    },
    .init("improvement must be 0 or more, and finite, got -1.0.") {
      try $0.fit(until: .early(patience: 1, improvement: -1))
    },
    .init("tolerance must be 0 or more, and finite, got -1.0.") {
      try $0.fit(until: .converged(tolerance: -1))
    },
    .init("the limit of clipping must be positive and finite, got nan.") {
      try $0.fit(clipping: .byValue(.nan))
    },
    .init("the dataset has no images.") {
      var model = $0.model
      try model.fit($0.classes[0..<0])
    },
    .init("expected targets that are numbers, as in the training, but they are a class for each image.") {
      var model = $0.regression
      let other = try Dataset(images: $0.classes.images, labels: [0, 1, 0, 1, 0, 1], classes: ["a", "b"])
      try model.fit($0.values, validation: other, loss: .meanSquaredError)
    },
    .init("the model is not built.") {
      var model = $0.regression
      try model.freeze()
    },
    .init("there is no layer \"conv9\"; the layers are conv, flat, head.") {
      var model = $0.images
      try model.freeze("conv9")
    },
    .init("all layers are frozen, so there is nothing to train.") {
      var model = $0.model
      try model.freeze()
      try model.fit($0.classes)
    },
    .init("layer \"head\": two layers have this name.") {
      _ = try $0.images.appending { Dense(2, name: "head") }
    },
    .init("layer \"conv2\": expected an image [channels, rows, columns], got [3]. Move it before Flatten.") {
      _ = try $0.images.appending { Conv2D(2, kernel: 3) }
    },
    .init("the model was built for inputs [4], got [3].") { _ = try $0.model.predict(.ones([3])) },
    .init("there is no layer \"none\"; the layers are conv, flat, head.") {
      _ = try $0.images.activation(of: "none", for: .ones([1, 6, 6]))
    },
    .init("the model is not built.") { _ = try gradientCheck($0.regression, input: [1, 2]) },
    .init("the model was built for inputs [4], got [2, 5].") {
      _ = try gradientCheck($0.model, input: [2, 5])
    },
    .init("layer \"conv\": expected an image [channels, rows, columns], got [4].") { _ in
      _ = try gradientCheck(Conv2D(2, kernel: 3), input: [1, 4])
    },
    .init("layer \"relu\": expected an image [channels, rows, columns], got [].") { _ in
      _ = try gradientCheck(ReLU(), input: [])
    },
    .init("layer \"conv\": expected an image [channels, rows, columns], got [1, 4].") { _ in
      _ = try explainBackward(Conv2D(2, kernel: 3), input: [1, 4])
    },
  ]

  static let files: [WrongCall] = [
    .init("this is no NumPy file") {
      _ = try Tensor(npy: $0.folder.write([UInt8](repeating: 1, count: 9), to: "a.npy"))
    },
    .init("No such file or directory") { _ = try Tensor(npy: $0.folder.path("none.npy")) },
    .init("this is a folder") {
      try $0.folder.write([1], to: "sub/a")
      _ = try Tensor(npy: $0.folder.path("sub"))
    },
    .init("\"c\"") {
      var archive = NumPyArchive()
      archive.arrays = [("a", [1]), ("b", [2])]
      try archive.write(to: $0.folder.path("a.npz"))
      _ = try NumPyArchive(reading: $0.folder.path("a.npz")).array("c")
    },
    .init("\"a.npy\" would be in the archive twice") {
      var archive = NumPyArchive()
      archive.arrays = [("a", [1]), ("a", [2])]
      try archive.write(to: $0.folder.path("a.npz"))
    },
    .init("\"a\" would be in the file twice") {
      var file = SafetensorsFile()
      file.tensors = [("a", [1]), ("a", [2])]
      try file.write(to: $0.folder.path("a.safetensors"))
    },
    .init("\"c\"") {
      var file = SafetensorsFile()
      file.tensors = [("a", [1]), ("b", [2])]
      try file.write(to: $0.folder.path("a.safetensors"))
      _ = try SafetensorsFile(reading: $0.folder.path("a.safetensors")).tensor("c")
    },
    .init("the model is not built.") { try $0.regression.save(to: $0.folder.path("m")) },
    .init("No such file or directory") { try $0.model.save(to: $0.folder.path("none/m")) },
    .init("the mapping of names has \"0\", but the file has \"dense1.weight\", \"dense1.bias\"") {
      try $0.loading(names: ["0": "dense1"])
    },
    .init("\"dense1.weight\" and \"dense1.bias\" would both be \"dense1.bias\"") {
      try $0.loading(names: ["dense1.weight": "dense1.bias"])
    },
    .init("names by position need equally many layers") {
      try $0.model.save(to: $0.folder.path("m"))
      var other = $0.images
      try other.load(from: $0.folder.path("m"), names: .byPosition)
    },
    .init("\"dense1.weight\" has shape [3, 4], the model needs [2, 4]") {
      try $0.model.save(to: $0.folder.path("m"))
      var other = $0.regression
      try other.build(input: [4])
      try other.load(from: $0.folder.path("m"), allowing: .missing)
    },
  ]

  @Test(arguments: losses.indices) func aLossSaysWhatIsWrong(_ index: Int) throws {
    try check(Self.losses[index])
  }

  @Test(arguments: data.indices) func dataSayWhatIsWrong(_ index: Int) throws { try check(Self.data[index]) }

  @Test(arguments: training.indices) func aTrainingSaysWhatIsWrong(_ index: Int) throws {
    try check(Self.training[index])
  }

  @Test(arguments: files.indices) func aFileSaysWhatIsWrong(_ index: Int) throws {
    try check(Self.files[index])
  }

  private func check(_ wrong: WrongCall) throws {
    let error = #expect(throws: (any Error).self) { try wrong.call(Fixture()) }
    let text = "\(try #require(error))"
    #expect(text.contains(wrong.message), "\(text)")
  }
}

extension ThrowingMisuseTests.Fixture {
  /// Saves the model, and loads it with other names.
  func loading(names: NameMapping) throws {
    try model.save(to: folder.path("m"))
    var other = model
    try other.load(from: folder.path("m"), names: names)
  }
}
