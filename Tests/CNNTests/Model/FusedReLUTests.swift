import CNN
import Testing

/// Layers that fuse the ReLUs beside them give the bits of layers one by one.
///
/// `predict` and `fit` go that way; `activations(for:)` and `gradients(for:)`, which show every layer's own
/// numbers, do not.
@Suite struct FusedReLUTests {
  struct Network: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var input: Shape
    @LayerBuilder var layers: @Sendable () -> [any Layer]
  }

  static let networks = [
    Network(testDescription: "before pools, convolutions and dense layers", input: [2, 12, 12]) {
      Conv2D(5, kernel: 3, padding: 1)
      ReLU()
      MaxPool2D(2)
      Conv2D(6, kernel: 3, padding: 1)
      ReLU()
      Conv2D(4, kernel: 3)
      ReLU()
      Flatten()
      Dense(9)
      ReLU()
      Dense(3)
    },
    Network(testDescription: "at both ends, twice in a row, beside layers that fuse less", input: [3, 9, 8]) {
      ReLU()
      Conv2D(4, kernel: 3, stride: 2, padding: 1, paddingMode: .reflect)
      ReLU()
      ReLU()
      BatchNorm()
      ReLU()
      DepthwiseConv2D(kernel: 3, padding: 1)
      ReLU()
      AveragePool2D(2)
      Flatten()
      Dense(3)
      ReLU()
    },
    Network(testDescription: "in windows that overlap and in blocks", input: [2, 11, 10]) {
      Conv2D(4, kernel: 3, padding: 1)
      ReLU()
      MaxPool2D(3, stride: 1)
      Residual {
        Conv2D(4, kernel: 3, padding: 1)
        ReLU()
        Conv2D(4, kernel: 3, padding: 1)
      }
      ReLU()
      GlobalAveragePool2D()
      Flatten()
      Dense(3)
    },
    Network(testDescription: "in signals", input: [2, 30]) {
      Conv1D(4, kernel: 5, dilation: 2)
      ReLU()
      MaxPool1D(3)
      Conv1D(3, kernel: 3, stride: 2)
      ReLU()
      Flatten()
      Dense(3)
    },
  ]

  @Test(arguments: networks)
  func bits(network: Network) throws {
    var model = Sequential { for layer in network.layers() { layer } }
    try model.build(input: network.input, seed: 3)
    // Some zeros of both signs and many equal numbers: ties in windows, sums that are 0.
    let images = Tensor.randomNormal(Shape([17] + network.input.dimensions), name: "x", seed: 3)
      .map { $0.magnitude < 0.3 ? $0 * 0 : ($0 * 4).rounded() / 4 }
    let labels = (0..<17).map { $0 % 3 }
    #expect(try model.predict(images) == model.activations(for: images).last?.output)

    let data = try Dataset(images: images, labels: labels, classes: ["a", "b", "c"])
    var trained = model
    var gradients: [Parameter] = []
    try trained.fit(
      data, epochs: 1, batchSize: 17, optimizer: .sgd(0.1), seed: 3, onStep: { gradients = $0.gradients })
    guard !model.layers.contains(where: { $0 is BatchNorm }) else { return }
    var order = RandomStream(seed: 3, name: "fit.order", step: 1)
    let shuffled = order.permutation(of: 17)
    let batch = Tensor(stacking: shuffled.map { images.slice($0) })
    let want = try model.gradients(for: batch, labels: shuffled.map { labels[$0] })
    #expect(gradients == want.parameters)
  }
}
