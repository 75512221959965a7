import CNN
import Testing

@Suite struct LayerBuilderTests {
  private func kinds(@LayerBuilder _ layers: () -> [any Layer]) -> [String] { layers().map(\.kind) }

  @Test func everyFormOfControlFlow() {
    let (yes, no) = (opaque(true), opaque(false))
    let missing: ReLU? = no ? ReLU() : nil
    #expect(kinds {} == [])
    #expect(kinds { ReLU() } == ["relu"])
    #expect(kinds { if no { ReLU() } } == [])
    #expect(kinds { if yes { ReLU(); Flatten() } } == ["relu", "flatten"])
    #expect(kinds { if yes { ReLU() } else { Flatten() } } == ["relu"])
    #expect(kinds { if no { ReLU() } else if no { Dense(1) } else { Flatten() } } == ["flatten"])
    #expect(
      kinds { for _ in 0..<3 { ReLU(); Dense(1) } } == ["relu", "dense", "relu", "dense", "relu", "dense"])
    #expect(
      kinds {
        missing; Dense(1); nil as Flatten?
      } == ["dense"])
    #expect(
      kinds {
        [ReLU(), Flatten()] as [any Layer]; Dense(1)
      } == ["relu", "flatten", "dense"])
  }

  @Test func unnamedLayersAreNumberedByKind() throws {
    var model = Sequential {
      Conv2D(1, kernel: 1); ReLU(); Conv2D(1, kernel: 1, name: "conv1"); Conv2D(1, kernel: 1); Flatten()
    }
    try model.build(input: [1, 2, 2])
    #expect(model.layers.map(\.name) == ["conv2", "relu1", "conv1", "conv3", "flatten1"])
  }
}

/// Keeps the compiler from seeing the value.
@inline(never) private func opaque(_ value: Bool) -> Bool { value }
