internal import CNN
internal import Foundation

extension Bench {
  /// Measures training steps and inference of two networks: the times a batch of 64, and of one image.
  func measureNetworks() -> [Measurement] {
    let networks: [(String, Sequential, Shape)] = [
      ("LeNet-5", Self.leNet, [1, 28, 28]), ("CIFAR net", Self.cifarNet, [3, 32, 32]),
    ]
    return networks.flatMap { name, network, input -> [Measurement] in
      guard ["train", "infer 64", "infer 1"].contains(where: { isAskedFor("\(name) \($0)") }) else {
        return []
      }
      var model = network
      guard (try? model.build(input: input, seed: 1)) != nil else { return [] }
      let images = Tensor.randomNormal(Shape([64] + input.dimensions), name: "images", seed: 1)
      let one = images.slice(0)
      return [
        timeSteps("\(name) train", model, images),
        time("\(name) infer 64") { _ = try? model.predict(images) }.map { plain("\(name) infer 64", $0) },
        time("\(name) infer 1") { _ = try? model.predict(one) }.map { plain("\(name) infer 1", $0) },
      ].compactMap { $0 }
    }
  }

  private func plain(_ name: String, _ time: Double) -> Measurement {
    measurement(name, time, gigaflops: nil, gigabytes: nil, share: nil)
  }

  /// Times the steps of `fit`: forward, loss, backward, update with momentum, and all checks.
  private func timeSteps(_ name: String, _ model: Sequential, _ images: Tensor) -> Measurement? {
    guard isAskedFor(name) else { return nil }
    guard
      let data = try? Dataset(
        images: images, labels: (0..<64).map { $0 % 10 }, classes: (0..<10).map { "\($0)" })
    else { return nil }
    var model = model
    var least = Double.infinity
    let begin = Stopwatch.now()
    var last = begin
    var epochs = 0
    var (faults, allocations) = (Double.infinity, Double.infinity)
    while epochs < 5 || Stopwatch.now() - begin < 3 * seconds {
      last = Stopwatch.now()
      let before = Stopwatch.pageFaults()
      var counted = Stopwatch.allocations()
      _ = try? model.fit(
        data, epochs: 10, batchSize: 64, optimizer: .sgd(0.001, momentum: 0.9), seed: 1,
        onEpoch: { _, _ in
          let now = Stopwatch.now()
          least = min(least, now - last)
          allocations = min(allocations, Double(Stopwatch.allocations() - counted))
          counted = Stopwatch.allocations()
          last = Stopwatch.now()
        })
      faults = min(faults, Double(Stopwatch.pageFaults() - before) / 10)
      epochs += 10
    }
    var result = plain(name, least)
    result.pageFaults = faults
    result.allocations = allocations
    return result
  }

  private static let leNet = Sequential {
    Conv2D(6, kernel: 5, padding: 2)
    ReLU()
    MaxPool2D(2)
    Conv2D(16, kernel: 5)
    ReLU()
    MaxPool2D(2)
    Flatten()
    Dense(120)
    ReLU()
    Dense(84)
    ReLU()
    Dense(10)
  }

  private static let cifarNet = Sequential {
    Conv2D(32, kernel: 3, padding: 1)
    ReLU()
    Conv2D(32, kernel: 3, padding: 1)
    ReLU()
    MaxPool2D(2)
    Conv2D(64, kernel: 3, padding: 1)
    ReLU()
    Conv2D(64, kernel: 3, padding: 1)
    ReLU()
    MaxPool2D(2)
    Flatten()
    Dense(128)
    ReLU()
    Dense(10)
  }
}
