import CNN
import Testing

/// What a training leaves behind of each step.
@Suite struct TrainingTraceTests {
  private func norm(_ tensors: [Tensor]) -> Double {
    tensors.flatMap(\.scalars).reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
  }

  @Test func updateRatioOfSGDByHand() throws {
    let data = try Datasets.shapes(count: 12, seed: 1)
    var model = Sequential {
      Conv2D(2, kernel: 5, name: "a"); ReLU(); Flatten(); Dense(4, name: "b")
    }
    try model.build(input: data.imageShape, seed: 1)
    let start = model
    let gradients = try start.gradients(for: data.images, labels: data.labels)
    var trace = TrainingTrace()
    try model.fit(
      data, epochs: 2, batchSize: .fullBatch, optimizer: .sgd(0.25), seed: 1, onStep: { trace.record($0) })
    #expect(trace.layers == ["a", "b"] && trace.steps.count == 2 && trace.epochs == [1, 2])
    for (layer, name) in ["a", "b"].enumerated() {
      let own = gradients.parameters.filter { $0.name.hasPrefix(name) }.map(\.value)
      let weights = start.parameters.filter { $0.name.hasPrefix(name) }.map(\.value)
      let step = trace.steps[0][layer]
      #expect((step.gradientNorm - norm(own)).magnitude < 1e-5 * norm(own))
      #expect((step.weightNorm - norm(weights)).magnitude < 1e-9 * norm(weights))
      let ratio = 0.25 * norm(own) / norm(weights)
      #expect((step.updateRatio - ratio).magnitude < 1e-4 * ratio)
    }
    #expect(trace["b"]?.count == 2 && trace["c"] == nil)
    #expect((trace.losses[0] - gradients.loss).magnitude < 1e-5)
  }

  @Test func gradientsAreThoseBeforeClipping() throws {
    let data = try Datasets.shapes(count: 8, seed: 1)
    var (trace, norms) = (TrainingTrace(), [Float]())
    var model = Sequential {
      Flatten(); Dense(4)
    }
    try model.fit(
      data, epochs: 1, batchSize: 8, optimizer: .sgd(1), clipping: .byNorm(0.001), seed: 1,
      onStep: {
        trace.record($0)
        norms.append($0.gradientNorm)
      })
    let step = trace.steps[0][0]
    #expect((step.gradientNorm - Double(norms[0])).magnitude < 1e-6)
    #expect((step.updateNorm - 0.001).magnitude < 1e-5)
  }

  @Test func layersOfABlockHaveTheirOwnLine() throws {
    let data = try Datasets.shapes(count: 8, size: 8, seed: 1)
    var trace = TrainingTrace()
    var model = Sequential {
      Residual(name: "block") { Conv2D(1, kernel: 3, padding: .same, name: "inner") }
      Flatten()
      Dense(4, name: "out")
    }
    try model.fit(data, epochs: 1, batchSize: 4, optimizer: .sgd(0.1), seed: 1, onStep: { trace.record($0) })
    #expect(trace.layers == ["block.inner", "out"])
    #expect(trace.epochs == [0.5, 1])
  }

  @Test func smoothingIsAMeanWithoutABias() {
    #expect(smoothed([4, 4, 4], factor: 0.9).allSatisfy { ($0 - 4).magnitude < 1e-12 })
    #expect(smoothed([1, 5], factor: 0) == [1, 5])
    // Weights 0.5 and 0.25 of 0.75, then 0.5, 0.25 and 0.125 of 0.875.
    let values = smoothed([2, 8, 1], factor: 0.5)
    #expect((values[1] - 6).magnitude < 1e-12 && (values[2] - (0.5 + 2 + 0.25) / 0.875).magnitude < 1e-12)
    let gap = smoothed([2, .nan, 8], factor: 0.5)
    #expect(gap[1].isNaN && (gap[2] - 6).magnitude < 1e-12)
  }
}
