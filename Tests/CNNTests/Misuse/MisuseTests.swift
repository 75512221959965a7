import CNN
import Foundation
import Testing

/// What ends the process, and the environment that it reads: each runs in a process of its own.
@Suite struct MisuseTests {
  @Test func theSeedComesFromTheEnvironment() async {
    await #expect(processExitsWith: .success) {
      setenv("NBRUN_SEED", "77", 1)
      precondition(Randomness.seed == 77)
      precondition(Tensor.random([3]) == Tensor.random([3], seed: 77))
      Randomness.seed = 5
      precondition(Randomness.seed == 5)
      precondition(Tensor.random([3]) == Tensor.random([3], seed: 5))
    }
    await #expect(processExitsWith: .success) {
      unsetenv("NBRUN_SEED")
      precondition(Randomness.seed == 0)
    }
  }

  @Test func wrongShapesAreNamed() async throws {
    let correlation = try #require(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = correlate(.ones([2, 5, 5]), .ones([4, 3, 2, 2]))
      })
    #expect(text(correlation).contains("the filters' depth must be the image's: expected 2, got 3"))
    let product = try #require(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = Tensor.ones([2, 3]).matmul(.ones([2, 3]))
      })
    #expect(text(product).contains("matmul takes [M, K] and [K, N] with equal K, got [2, 3] and [2, 3]"))
    let layer = try #require(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = Conv2D(2, kernel: 3, name: "first")(.ones([1, 1, 5, 5]))
      })
    #expect(text(layer).contains("layer \"first\" is not built"))
  }

  @Test func aGradientHasTheShapeOfTheOutput() async throws {
    let downsampling = try #require(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        let pass = Downsample(2).forward(.ones([1, 1, 4, 4]), context: .training(seed: 1, step: 0))
        _ = pass.pullback(.ones([2, 3, 2, 2]))
      })
    #expect(text(downsampling).contains("expected a gradient of shape [1, 1, 2, 2], got [2, 3, 2, 2]"))
    let pooling = try #require(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        let pass = AveragePool2D(2).forward(.ones([1, 1, 4, 4]), context: .training(seed: 1, step: 0))
        _ = pass.pullback(.ones([2, 2]))
      })
    #expect(text(pooling).contains("expected a gradient of shape [1, 1, 2, 2], got [2, 2]"))
  }

  @Test func aMapThatDoesNotFitIsToldByTheLayer() async throws {
    let small = try #require(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = MaxPool2D(5, name: "p")(.zeros([1, 1, 3, 3]))
      })
    #expect(text(small).contains("layer \"p\"") && text(small).contains("5×5"))
    let channels = try #require(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        var layer = LearnablePool2D(.scaled)
        try layer.build(input: [2, 4, 4], seed: 0)
        _ = layer(.ones([1, 3, 4, 4]))
      })
    #expect(text(channels).contains("2") && text(channels).contains("[3, 4, 4]"))
    let axes = #expect(throws: ShapeError.self) { try explainBackward(Downsample(2), input: [6, 6]) }
    #expect("\(try #require(axes))".contains("got [6, 6]"))
  }

  @Test func noShapeReadsBeyondItsNumbers() async throws {
    let image = try #require(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        var layer = Conv2D(2, kernel: 3, name: "first")
        try layer.build(input: [3, 6, 6], seed: 1)
        _ = layer(.ones([3, 6, 6]))
      })
    #expect(
      text(image).contains(
        "a convolution takes images [N, C, H, W] and filters [K, C, R, S], got [3, 6, 6] and [2, 3, 3, 3]"))
    let parameters = try #require(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        var model = Sequential {
          Flatten(); Dense(2, bias: false)
        }
        try model.build(input: [1, 2, 2])
        model.parameters[0].value = [1, 2]
      })
    #expect(
      text(parameters).contains(
        "the parameters are [\"dense1.weight [2, 4]\"], got [\"dense1.weight [2]\"]"))
  }

  @Test func whatDoesNotGoTogetherInATrainingIsNamed() async throws {
    let gradients = try #require(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        struct Forgetful: Layer {
          var name = "forgetful"
          var kind: String { "forgetful" }
          var parameters = [Parameter("weight", [1]), Parameter("bias", [0])]
          func outputShape(for input: Shape) throws(ShapeError) -> Shape { input }
          mutating func build(input: Shape, seed: UInt64) throws(ShapeError) { self = Forgetful() }
          func forward(_ x: Tensor, context: Context) -> ForwardPass {
            ForwardPass(x) { LayerGradients(input: $0, parameters: [[0]]) }
          }
        }
        var model = Sequential {
          Dense(2); Forgetful()
        }
        try model.build(input: [1])
        _ = try model.gradients(for: [[1]], labels: [0])
      })
    #expect(
      text(gradients).contains(
        "layer \"forgetful\" has 2 parameters, but its pullback returns 1 gradients to them"))
    let labels = try #require(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = try Dataset(images: [[1]], targets: [[2]]).labels
      })
    #expect(
      text(labels).contains(
        "expected targets that are a class, but they are numbers of shape [1] for each image."))
    let rule = try #require(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        var model = Sequential {
          Dense(2, name: "fc"); Dense(2, name: "head")
        }
        try model.build(input: [1])
        var rule = Adam()
        rule.update(&model, gradients: try model.gradients(for: [[1]], labels: [0]))
        try model.freeze("fc")
        rule.update(&model, gradients: try model.gradients(for: [[1]], labels: [0]))
      })
    #expect(
      text(rule).contains("the state of the rule is for 4 parameters, got 2: take a new rule after freezing"))
    let layers = try #require(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = Sequential { Dense(2) }.dropLast()
      })
    #expect(text(layers).contains("the last 1 layers cannot be dropped from a model of 1"))
  }

  private func text(_ result: ExitTest.Result) -> String {
    String(decoding: result.standardErrorContent, as: UTF8.self)
  }
}
