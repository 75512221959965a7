import CNN
import Testing

/// Saliency, guided backpropagation, Grad-CAM and occlusion against answers that are known.
@Suite struct AttributionTests {
  private func image(_ shape: Shape, seed: UInt64 = 3) -> Tensor {
    .randomNormal(shape, name: "image", seed: seed)
  }

  /// z = [3, 1, −1], so that the third ReLU is off; the second one gets a negative gradient.
  private func twoLayers(inBlock: Bool) throws -> Sequential {
    var model = Sequential {
      Flatten()
      if inBlock {
        Sequential(name: "block") {
          Dense(3, bias: false); ReLU()
        }
      } else {
        Dense(3, bias: false)
        ReLU()
      }
      Dense(1, bias: false)
    }
    try model.build(input: [1, 1, 2], seed: 1)
    model.parameters[0].value = [[1, 1], [2, -0.5], [-1, 0]]
    model.parameters[1].value = [[1, -2, 5]]
    return model
  }

  @Test func saliencyOfALinearModelIsItsWeights() throws {
    var model = Sequential {
      Flatten(); Dense(3)
    }
    try model.build(input: [2, 3, 4], seed: 2)
    let saliency = try model.saliency(for: image([2, 3, 4]), class: 1)
    let weights = model.parameters[0].value.slice(1).reshaped(2, 3, 4)
    #expect(saliency.gradient == weights)
    #expect(saliency.label == 1)
    let map = saliency.map
    #expect(map.shape == [3, 4])
    #expect(map[2, 3] == max(weights[0, 2, 3].magnitude, weights[1, 2, 3].magnitude))
  }

  @Test func saliencyTakesTheLargestScoreByItself() throws {
    var model = Sequential {
      Flatten(); Dense(4)
    }
    try model.build(input: [1, 2, 2], seed: 2)
    let x = image([1, 2, 2])
    let scores = try model.predict(x)
    let saliency = try model.saliency(for: x)
    #expect(saliency.label == scores.argmax && saliency.score == scores.max)
  }

  @Test(arguments: [false, true])
  func guidedBackpropByHand(inBlock: Bool) throws {
    let model = try twoLayers(inBlock: inBlock)
    let x = Tensor(shape: [1, 1, 2], scalars: [1, 2])
    #expect(try model.saliency(for: x, class: 0).gradient.scalars == [-3, 2])
    #expect(try model.guidedBackprop(for: x, class: 0).gradient.scalars == [1, 1])
  }

  @Test func gradCAMOfPooledMapsIsTheClassActivationMap() throws {
    var model = Sequential {
      Conv2D(3, kernel: 3, padding: .same, name: "maps")
      ReLU(name: "features")
      GlobalAveragePool2D()
      Dense(2)
    }
    try model.build(input: [1, 5, 4], seed: 4)
    let x = image([1, 5, 4])
    let maps = try model.activation(of: "features", for: x)
    let weights = try #require(model.parameters.first { $0.name.hasSuffix("weight") && $0.value.rank == 2 })
      .value
    for label in 0..<2 {
      let cam = try model.gradCAM(for: x, layer: "features", class: label)
      #expect(cam.weightedSum.shape == [5, 4])
      for position in 0..<20 {
        let expected = (0..<3).reduce(Float(0)) {
          $0 + weights[label, $1] * maps.slice($1).scalars[position] / 20
        }
        #expect((cam.weightedSum.scalars[position] - expected).magnitude < 1e-6)
        #expect(cam.map.scalars[position] == max(0, cam.weightedSum.scalars[position]))
      }
    }
  }

  @Test func mapsAreEnlargedBetweenCenters() throws {
    var model = Sequential {
      Conv2D(1, kernel: 1, bias: false, name: "a"); Flatten(); Dense(1, bias: false)
    }
    try model.build(input: [1, 1, 2], seed: 4)
    model.parameters[0].value = .ones([1, 1, 1, 1])
    model.parameters[1].value = [[1, 1]]
    let cam = try model.gradCAM(for: Tensor(shape: [1, 1, 2], scalars: [0, 4]), layer: "a", class: 0)
    #expect(cam.map.scalars == [0, 4])
    #expect(cam.map(size: [1, 4]).scalars == [0, 1, 3, 4])
    #expect(cam.map(size: [1, 2]) == cam.map)
  }

  @Test func occlusionFindsTheOnePixelThatIsRead() throws {
    var model = Sequential {
      Flatten(); Dense(2, bias: false)
    }
    try model.build(input: [1, 5, 6], seed: 1)
    var weights = Tensor.zeros([2, 30])
    weights[1, 2 * 6 + 3] = 2
    model.parameters[0].value = weights
    var x = Tensor.ones([1, 5, 6])
    x[0, 2, 3] = 4
    let occlusion = try model.occlusion(for: x, class: 1, window: [2, 3], fill: 0.5)
    #expect(occlusion.drop.shape == [4, 4])
    #expect(occlusion.score == 8)
    for i in 0..<4 {
      for j in 0..<4 {
        let covers = (i...i + 1).contains(2) && (j...j + 2).contains(3)
        #expect(occlusion.drop[i, j] == (covers ? 7 : 0))
      }
    }
    #expect(occlusion.strongest == (1, 1))
    let strided = try model.occlusion(for: x, class: 1, window: 1, stride: 2, fill: 0)
    #expect(strided.drop.shape == [3, 3])
    #expect(strided.drop.scalars.allSatisfy { $0 == 0 }, "column 3 lies between the positions")
    // Without a fill, it is the mean of the image: 33/30.
    #expect(try model.occlusion(for: x, class: 1, window: 5).drop[0, 1] == 2 * (4 - x.mean))
  }

  @Test func badQuestionsGetClearErrors() throws {
    let x = image([1, 2, 2])
    var model = Sequential {
      Conv2D(2, kernel: 1, name: "a"); Flatten(name: "flat"); Dense(3)
    }
    #expect(throws: ModelError.notBuilt) { try model.saliency(for: x) }
    #expect(throws: ModelError.notBuilt) { try model.gradCAM(for: x, layer: "a") }
    #expect(throws: ModelError.notBuilt) { try model.occlusion(for: x) }
    try model.build(input: [1, 2, 2], seed: 1)
    #expect(throws: InterpretationError.noClass(3, classes: 3)) { try model.saliency(for: x, class: 3) }
    #expect(throws: InterpretationError.noClass(-1, classes: 3)) {
      try model.guidedBackprop(for: x, class: -1)
    }
    #expect(throws: InterpretationError.noClass(9, classes: 3)) {
      try model.occlusion(for: x, class: 9, window: 1)
    }
    #expect(throws: ModelError.noLayer("b", known: ["a", "flat", "dense1"])) {
      try model.gradCAM(for: x, layer: "b")
    }
    #expect(throws: ModelError.noMaps("flat", shape: [8])) { try model.gradCAM(for: x, layer: "flat") }
    #expect(
      throws: InterpretationError.outOfRange(
        "window", value: "3×3", allowed: "at most 2×2, the size of the image")
    ) {
      try model.occlusion(for: x)
    }
    #expect(throws: ShapeError.self) { try model.saliency(for: image([1, 3, 3])) }
    #expect(throws: ShapeError.self) { try model.saliency(for: x.reshaped(1, 1, 2, 2)) }
    var maps = Sequential { Conv2D(2, kernel: 1) }
    try maps.build(input: [1, 2, 2], seed: 1)
    #expect(throws: InterpretationError.noScores([2, 2, 2])) { try maps.saliency(for: x) }
  }
}
