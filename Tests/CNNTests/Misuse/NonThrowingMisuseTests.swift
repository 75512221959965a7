import CNN
import Testing

/// Wrong calls of what does not throw: each ends a process of its own with the right words.
@Suite struct NonThrowingMisuseTests {
  /// A call, and what it says before it stops.
  struct WrongCall: Sendable {
    let message: String
    let call: @Sendable () throws -> Void

    init(_ message: String, _ call: @escaping @Sendable () throws -> Void) {
      (self.message, self.call) = (message, call)
    }
  }

  static let tensors: [WrongCall] = [
    .init("+ takes shapes whose sizes, from the last axis on, are equal or 1, got [2, 3] and [2]") {
      _ = Tensor.ones([2, 3]) + Tensor.ones([2])
    },
    .init(".< takes shapes whose sizes") { _ = Tensor.ones([2, 3]) .< Tensor.ones([2]) },
    .init("pow takes shapes whose sizes, from the last axis on, are equal or 1, got [2] and [3]") {
      _ = pow(Tensor.ones([2]), Tensor.ones([3]))
    },
    .init("cannot reshape [2, 3], 6 elements, to [4, 2], 8 elements") {
      _ = Tensor.ones([2, 3]).reshaped([4, 2])
    },
    .init("a tensor of shape [2, 2] has 4 elements, got 1") { _ = Tensor(shape: [2, 2], scalars: [1]) },
    .init("a shape has no negative sizes, got [-1, 2]") { _ = Tensor.zeros([-1, 2]) },
    .init("shape [2, 3] has no axis 5") { _ = Tensor.ones([2, 3]).sum(along: 5) },
    .init("shape [2, 2, 3] has no axis -4") { _ = Tensor.ones([2, 2, 3]).sorted(along: -4) },
    .init("shape [3, 3] has no axis 9") { _ = Tensor.ones([3, 3]).argmax(along: 9) },
    .init("an axis is reduced once, got [0, 0] for shape [2, 3]") {
      _ = Tensor.ones([2, 3]).mean(along: [0, 0])
    },
    .init("an order of axes names each of the 2 axes of [2, 3] once, got [0, 0]") {
      _ = Tensor.ones([2, 3]).permuted(0, 0)
    },
    .init("shape [2, 3] has no axis 7") { _ = Tensor.ones([2, 3]).transposed(0, 7) },
    .init("only a matrix can be transposed without naming axes, got shape [3]") {
      _ = Tensor.ones([3]).transposed()
    },
    .init("0..<9 is outside the first axis of shape [2, 3]") { _ = Tensor.ones([2, 3]).slices(0..<9) },
    .init("axis 0 of shape [3, 3] has no 2 equal parts") { _ = Tensor.ones([3, 3]).split(into: 2) },
    .init("[1, 1] do not add up to the size of axis 0 of shape [3, 3]") {
      _ = Tensor.ones([3, 3]).split(sizes: [1, 1])
    },
    .init("the parts of a tensor have one shape: part 0 has [2], part 1 has [3]") {
      _ = Tensor(stacking: [Tensor.ones([2]), .ones([3])])
    },
    .init("parts differ in the size of axis 0 only, got shapes") {
      _ = Tensor(concatenating: [Tensor.ones([2]), .ones([3, 1])])
    },
    .init("there is nothing to concatenate") { _ = Tensor(concatenating: []) },
    .init("axis -1 of shape [3, 3] has no 9 largest elements") { _ = Tensor.ones([3, 3]).topK(9) },
    .init("replacing takes shapes that broadcast, got [3, 3], [1] and [2]") {
      _ = Tensor.ones([3, 3]).replacing(with: [1], where: [1, 0])
    },
    .init("cannot broadcast [2] to [3, 3]") { _ = Tensor.ones([3, 3]).elements(where: [1, 0]) },
    .init("index 5 is outside axis 0 of shape [2, 2]") { _ = Tensor.ones([2, 2])[5, 0] },
    .init("index 5 is outside axis 1 of shape [2, 2]") {
      var tensor = Tensor.ones([2, 2])
      tensor[0, 5] = 1
    },
    .init("a tensor of shape [2, 2] takes 2 indices, got 1") { _ = Tensor.ones([2, 2])[1] },
    .init("no part 7 along the first axis of [2, 2]") { _ = Tensor.ones([2, 2]).gathering([7]) },
    .init("an empty tensor has no largest or smallest element") { _ = Tensor.ones([0]).max },
    .init("random numbers need a finite range, got 3.0...inf") {
      _ = Tensor.random([2], in: 3...Float.infinity)
    },
    .init("more is cropped than a tensor of shape [2, 2] has") { _ = pad([[1, 2], [3, 4]], by: -9) },
    .init("softmax takes [C] or [N, C, …], got []") { _ = softmax(Tensor.ones([])) },
    .init("resize takes planes and a size that are not empty, got shape [2, 2] and 0×0") {
      _ = resize(Tensor.ones([2, 2]), to: 0)
    },
    .init("9×9 does not fit into planes of 2×2") { _ = centerCrop(Tensor.ones([1, 2, 2]), to: 9) },
    .init("imageGrid takes [N, H, W] or [N, C, H, W], got [3]") { _ = imageGrid(Tensor.ones([3])) },
  ]

  static let judgments: [WrongCall] = [
    .init("topKAccuracy takes [N, C] and N labels, got [1, 2] and 2 labels") {
      _ = accuracy([[1, 2]], labels: [0, 1])
    },
    .init("k must be at least 1, got 0") { _ = topKAccuracy([[1, 2]], labels: [0], k: 0) },
    .init("labels must be among 0 ..< 2, got [5]") { _ = topKAccuracy([[1, 2]], labels: [5], k: 1) },
    .init("there are 1 labels for scores [1, 1, 2]") { _ = pixelAccuracy([[[1, 2]]], labels: [0]) },
    .init("label 5 and prediction 1 must be among 0 ..< 2") { _ = meanIoU([[1, 2]], labels: [5]) },
    .init("the outputs have shape [2], the targets [1]") {
      _ = rootMeanSquaredError([1, 2], targets: [1])
    },
    .init("there are 1 labels and 2 predictions") {
      _ = ConfusionMatrix(classes: ["a"], labels: [0], predictions: [0, 0])
    },
    .init("there is no class 4 among 1") {
      _ = ConfusionMatrix(classes: ["a"], labels: [0], predictions: [0]).recall(of: 4)
    },
    .init("there is no class -1 among 1") {
      _ = ConfusionMatrix(classes: ["a"], labels: [0], predictions: [0]).iou(of: -1)
    },
    .init("there are targets of 2 samples, got indices [5]") {
      _ = Targets.classes([1, 2]).gathering([5])
    },
    .init("there is no image 9 among 2") {
      _ = try Dataset(images: [[1], [2]], labels: [0, 0], classes: ["a"]).className(at: 9)
    },
    .init("0..<9 is outside the first axis of shape [2, 1]") {
      _ = try Dataset(images: [[1], [2]], labels: [0, 0], classes: ["a"])[0..<9]
    },
    .init("there are 1 parameters and 0 gradients") {
      var (rule, values) = (SGD(0.1), [Tensor.ones([2])])
      rule.update(&values, gradients: [])
    },
    .init("0 has shape [2], its gradient [3]") {
      var (rule, values) = (SGD(0.1), [Tensor.ones([2])])
      rule.update(&values, gradients: [.ones([3])])
    },
    .init("0 has shape [3], its velocity [2]") {
      var (rule, values, others) = (SGD(0.1, momentum: 0.9), [Tensor.ones([2])], [Tensor.ones([3])])
      rule.update(&values, gradients: [.ones([2])])
      rule.update(&others, gradients: [.ones([3])])
    },
    .init("expected a gradient of shape [3], got [2]") {
      _ = gradientCheck(.ones([2]), at: .ones([3])) { _ in 0 }
    },
    .init("expected a gradient of shape [1, 2, 2, 2], got [1, 1]") {
      _ = try explainBackward(Conv2D(2, kernel: 3), at: .ones([1, 1, 4, 4]), gradient: .ones([1, 1]))
    },
  ]

  static let layers: [WrongCall] = [
    .init("layer \"pool\" takes a batch with 4 axes, [N, C, …], got shape [2, 2]") {
      _ = MaxPool2D(2)(.ones([2, 2]))
    },
    .init("layer \"globalpool\" takes a batch with 4 axes, [N, C, …], got shape [1, 2]") {
      _ = GlobalMaxPool2D()(.ones([1, 2]))
    },
    .init("layer \"dense\" is not built: call build(input:seed:) first") { _ = Dense(2)([[1]]) },
    .init("layer \"bn\" is not built: call build(input:seed:) first") {
      _ = BatchNorm(affine: false)(.ones([2, 3]))
    },
    .init("layer \"flatten\" takes a batch with an axis 3, got shape [1, 2, 2]") {
      _ = Flatten(from: 3)(.ones([1, 2, 2]))
    },
    .init("layer \"spacetodepth\": the block must be a divisor of 3 rows and 3 columns, got 2.") {
      _ = SpaceToDepth(2)(.ones([1, 1, 3, 3]))
    },
    .init("layer \"pad\": the size after cropping must be positive, got -6×-6.") {
      _ = Pad(-4)(.ones([1, 1, 2, 2]))
    },
    .init("layer \"resize\": the scale must be positive, and at most 2²⁰, got [0.0].") {
      _ = Resize(scale: 0)(.ones([1, 1, 2, 2]))
    },
    .init("the last -1 layers cannot be dropped from a model of 1") {
      _ = Sequential { Dense(2) }.dropLast(-1)
    },
    .init("the parameters are [\"dense1.weight [1, 2]\", \"dense1.bias [1]\"], got []") {
      var model = Sequential { Dense(1) }
      try model.build(input: [2])
      model.parameters = []
    },
    .init("member 0 of a group can have the input or the output of a member before it, got member 3") {
      _ = Wiring(sources: [.member(3)], outputs: [.member(0)])
    },
    .init("a group has at least one output") { _ = Wiring(sources: [.input], outputs: []) },
    .init("a group of 1 members has no member 4") {
      _ = Wiring(sources: [.input], outputs: [.member(4)])
    },
    .init("nothing takes what member 0 of a group gives") {
      _ = Wiring(sources: [.input, .input], outputs: [.member(1)])
    },
  ]

  private func text(_ result: ExitTest.Result?) throws -> String {
    String(decoding: try #require(result).standardErrorContent, as: UTF8.self)
  }

  @Test(arguments: tensors.indices) func aTensorStops(_ index: Int) async throws {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      [index = index as Int] in try NonThrowingMisuseTests.tensors[index].call()
    }
    let text = try text(result)
    #expect(text.contains(Self.tensors[index].message), "\(text)")
  }

  @Test(arguments: judgments.indices) func aJudgmentStops(_ index: Int) async throws {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      [index = index as Int] in try NonThrowingMisuseTests.judgments[index].call()
    }
    let text = try text(result)
    #expect(text.contains(Self.judgments[index].message), "\(text)")
  }

  @Test(arguments: layers.indices) func aLayerStops(_ index: Int) async throws {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      [index = index as Int] in try NonThrowingMisuseTests.layers[index].call()
    }
    let text = try text(result)
    #expect(text.contains(Self.layers[index].message), "\(text)")
  }
}
