import CNN
import Testing

/// Images that excite a part of a model.
@Suite struct PreferredImageTests {
  @Test func aLinearScorePrefersItsWeights() throws {
    var model = Sequential {
      Flatten(); Dense(3)
    }
    try model.build(input: [1, 6, 6], seed: 5)
    let found = try model.preferredImage(
      of: .score(of: 2), steps: 200, rate: 0.05, decay: 0.1, smoothing: 0, seed: 1)
    let w = model.parameters[0].value.slice(2).scalars
    let x = found.image.scalars
    let (xw, xx, ww) = zip(x, w).reduce(into: (Float(0), Float(0), Float(0))) {
      $0.0 += $1.0 * $1.1; $0.1 += $1.0 * $1.0; $0.2 += $1.1 * $1.1
    }
    #expect(xw / (xx * ww).squareRoot() > 0.99)
    #expect(found.activations.count == 201)
    #expect(found.activations.last! > found.activations[0] + 1)
  }

  @Test func smoothingMakesNeighborsAlike() throws {
    var model = Sequential {
      Flatten(); Dense(2)
    }
    try model.build(input: [1, 8, 8], seed: 5)
    func roughness(_ smoothing: Float) throws -> Float {
      let x = try model.preferredImage(of: .score(of: 0), smoothing: smoothing, seed: 1).image
      let length = (x * x).sum
      return (0..<8).reduce(Float(0)) { sum, row in
        (0..<7).reduce(sum) {
          let difference = x[0, row, $1] - x[0, row, $1 + 1]
          return $0 + difference * difference
        }
      } / length
    }
    #expect(try roughness(1) < 0.5 * roughness(0))
  }

  @Test func aMapIsExcitedAndTheSeedDecides() throws {
    var model = Sequential {
      Conv2D(4, kernel: 3, name: "a"); ReLU(name: "r"); Flatten(); Dense(2)
    }
    try model.build(input: [1, 8, 8], seed: 5)
    let target = ActivationTarget.channel(1, of: "a")
    let first = try model.preferredImage(of: target, steps: 20, seed: 1)
    #expect(try first == model.preferredImage(of: target, steps: 20, seed: 1))
    #expect(try first.image != model.preferredImage(of: target, steps: 20, seed: 2).image)
    #expect(first.activations.last! > first.activations[0])
    let mean = try model.activation(of: "a", for: first.image).slice(1).mean
    #expect(first.activations.last == mean)
  }

  @Test func badQuestionsGetClearErrors() throws {
    var model = Sequential {
      Conv2D(4, kernel: 3, name: "a"); Flatten(name: "f"); Dense(2)
    }
    #expect(throws: ModelError.notBuilt) { try model.preferredImage(of: .score(of: 0)) }
    try model.build(input: [1, 8, 8], seed: 5)
    #expect(throws: InterpretationError.noClass(2, classes: 2)) {
      try model.preferredImage(of: .score(of: 2))
    }
    #expect(throws: InterpretationError.noChannel(4, layer: "a", channels: 4)) {
      try model.preferredImage(of: .channel(4, of: "a"))
    }
    #expect(throws: ModelError.noMaps("f", shape: [144])) {
      try model.preferredImage(of: .channel(0, of: "f"))
    }
    #expect(throws: ModelError.noLayer("x", known: ["a", "f", "dense1"])) {
      try model.preferredImage(of: .channel(0, of: "x"))
    }
    #expect(throws: InterpretationError.outOfRange("steps", value: "0", allowed: "at least 1")) {
      try model.preferredImage(of: .score(of: 0), steps: 0)
    }
    #expect(throws: InterpretationError.self) { try model.preferredImage(of: .score(of: 0), decay: .nan) }
  }
}
