import CNN
import Testing

@Suite struct DropoutTests {
  private let x = Tensor.ones([10, 1000])

  @Test("deck row 002-23: some are 0, the others grow, the mean stays")
  func training() {
    let layer = Dropout(0.25, name: "drop")
    let pass = layer.forward(x, context: .training(seed: 1, step: 0))
    let dropped = pass.output.scalars.count { $0 == 0 }
    #expect((Double(dropped) / 10_000 - 0.25).magnitude < 0.02)
    #expect(pass.output.scalars.allSatisfy { $0 == 0 || $0 == 1 / (1 - 0.25) })
    #expect((pass.output.mean - 1).magnitude < 0.02)
    #expect(pass.pullback(x).input == pass.output, "backward drops the same")
  }

  @Test func inferenceLeavesThingsAlone() {
    let layer = Dropout(0.5)
    #expect(layer(x) == x)
    #expect(layer.forward(x, context: .inference).pullback(x).input == x)
    #expect(Dropout(0).forward(x, context: .training(seed: 1, step: 1)).output == x)
  }

  @Test func theMaskBelongsToSeedNameAndStep() {
    func mask(_ seed: UInt64, _ name: String, _ step: Int) -> [Float] {
      Dropout(0.5, name: name).mask(count: 100, context: .training(seed: seed, step: step))
    }
    #expect(mask(1, "a", 3) == mask(1, "a", 3))
    #expect(Set([mask(1, "a", 3), mask(2, "a", 3), mask(1, "b", 3), mask(1, "a", 4)]).count == 4)
  }

  @Test func layersOfTwoGroupsDropDifferently() {
    func output(_ name: String) -> Tensor {
      let group = Sequential(name: name) { Dropout(0.5, name: "drop") }
      return group.forward(x, context: .training(seed: 1, step: 0)).output
    }
    #expect(output("first") != output("second") && output("first") == output("first"))
  }
}
