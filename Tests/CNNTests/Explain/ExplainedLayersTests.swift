import CNN
import Testing

/// Every layer tells its backward pass step by step, or is made of layers that do.
@Suite struct ExplainedLayersTests {
  /// The layers that have no steps of their own, and why.
  private static let exceptions = [
    "Sequential": "its layers have steps", "Residual": "its layers have steps",
    "Parallel": "its layers have steps", "Wired": "its layers have steps",
  ]

  static let layers: [(any Layer, Shape)] = LayerGradientTests.cases + others

  private static let others: [(any Layer, Shape)] = [
    (Conv1D(4, kernel: 3), [2, 2, 8]), (Conv2D(3, kernel: 3, stride: 2), [2, 2, 6, 6]),
    (Conv3D(2, kernel: 2), [1, 2, 3, 3, 4]), (DepthwiseConv2D(kernel: 3), [2, 2, 5, 5]),
    (TransposedConv1D(2, kernel: 3, stride: 2), [2, 2, 4]),
    (TransposedConv2D(2, kernel: 3, stride: 2), [1, 2, 3, 4]),
    (TransposedConv3D(2, kernel: 2), [1, 2, 2, 3, 2]), (LocallyConnected2D(2, kernel: 3), [2, 2, 5, 4]),
    (Dense(4), [3, 5]), (ReLU(), [3, 5]), (Sequential { Dense(2) }, [2, 3]),
  ]

  @Test(arguments: layers.indices)
  func `the steps of every layer give its own gradients`(index: Int) throws {
    let (layer, input) = Self.layers[index]
    guard let explainable = layer as? any ExplainableLayer else {
      #expect(Self.exceptions["\(type(of: layer))"] != nil, "\(type(of: layer)) has no steps")
      return
    }
    let told = try explainBackward(explainable, input: input, seed: 6)
    #expect(told.agrees && told.dx.shape == input, "\(told)")
    #expect(told.steps.contains { $0.gradient == "dx" } && !explainable.backwardOperation.isEmpty)
  }

  @Test func `no layer of the sources is left out`() throws {
    let declared = try LibrarySources.types(conformingTo: "Layer")
    #expect(declared.isSuperset(of: ["Conv2D", "MaxPool1D", "GroupNorm", "Mish", "Parallel"]))
    #expect(declared.subtracting(Self.layers.map { "\(type(of: $0.0))" }).sorted() == [])
  }
}
