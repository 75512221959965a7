import CNN
import Testing

/// How many bytes ranks send.
@Suite struct RankTrafficTests {
  /// Returns the bytes that each rank sends in a step of a training on batches of `batchSize`.
  private func bytesOfStep(
    _ ranks: Int, _ data: Dataset, batchSize: Int, _ model: @escaping @Sendable () -> Sequential
  ) throws -> [Int] {
    func sent(epochs: Int) throws -> [Int] {
      let network = RankNetwork(ranks)
      _ = try network.run { _ in
        var model = model()
        try model.fit(data, epochs: epochs, batchSize: batchSize, seed: 1)
      }
      return network.sent
    }
    let steps = (data.count - 1) / batchSize + 1
    return try zip(sent(epochs: 1), sent(epochs: 3)).map { ($1 - $0) / (2 * steps) }
  }

  /// The most that a rank sends in a step of a model with so many parameters, without batch norm: 10 % more than an
  /// all-reduce of the gradients on a ring, its outputs to all others, and 48 bytes at the meeting.
  private func most(_ ranks: Int, parameters: Int, outputs: Int) -> Double {
    1.1 * 2 * 4 * Double(parameters) * Double(ranks - 1) / Double(ranks)
      + Double((4 * outputs + 48) * (ranks - 1))
  }

  @Test("no rank sends more than in an all-reduce on a ring", arguments: [2, 3, 4, 7])
  func networks(ranks: Int) throws {
    for trained in [RankCase.leNet, .cifarNet] {
      let data = try trained.data()
      var model = trained.model()
      try model.build(input: data.imageShape)
      let sent = try bytesOfStep(ranks, data, batchSize: data.count, trained.model)
      // Each rank has at most ⌈N / R⌉ images, with 10 outputs each.
      let outputs = (data.count + ranks - 1) / ranks * 10
      let limit = most(ranks, parameters: model.parameterCount, outputs: outputs)
      #expect(sent.allSatisfy { Double($0) <= limit && $0 > 0 }, "\(trained): \(sent), at most \(limit)")
    }
  }

  @Test("batch norm sends 16 partial sums of a channel forward twice, and 32 back")
  func batchNorm() throws {
    let data = try Datasets.shapes(count: 12, seed: 1)
    func bytes(_ layer: @escaping @Sendable () -> any Layer) throws -> [Int] {
      try bytesOfStep(3, data, batchSize: 12) {
        Sequential {
          Conv2D(5, kernel: 3, name: "conv"); layer(); Flatten(); Dense(4)
        }
      }
    }
    // The layer has two parameters a channel more; a rank's part of the last block is rounded.
    let (with, without) = try (bytes { BatchNorm() }, bytes { Tanh() })
    let partial = 5 * 4 * (16 + 16 + 32), sums = 5 * 4 * (1 + 1 + 2) * 2
    let more = zip(with, without).map { $0 - $1 }
    // γ and β are whole on each rank, so they are only passed on: at most two thirds of them to each other rank.
    let parameters = 2 * 5 * 4 * 4 / 3 + 8
    #expect((partial...partial + parameters).contains(more[0]))
    #expect((partial...partial + parameters).contains(more[1]))
    #expect((sums...sums + parameters).contains(more[2]))
  }

  @Test("a layer of a notebook's own sends its images and their gradients to all others")
  func gathered() throws {
    let data = try Datasets.shapes(count: 12, seed: 1)
    func bytes(_ layers: [any Layer]) throws -> [Int] {
      try bytesOfStep(3, data, batchSize: 12) {
        Sequential {
          Conv2D(5, kernel: 3); layers; Flatten(); Dense(4)
        }
      }
    }
    let images = 4 * 5 * 14 * 14 * 4
    // Forward its input, backward the gradient to its output, of four images to two ranks.
    let more = zip(try bytes([GroupNorm(1, affine: false)]), try bytes([])).map { $0 - $1 }
    #expect(more == Array(repeating: 2 * 2 * images, count: 3))
  }
}
