import CNN
import Foundation
import Testing

/// `fit` and `evaluate` give the same bits on any number of ranks.
@Suite struct RankTests {
  @Test("a training on ranks is that of one process, bit for bit", arguments: RankCase.all)
  func training(of trained: RankCase) throws {
    let folder = try TemporaryFolder()
    for batchSize in trained.batchSizes {
      func path(_ ranks: Int) -> String { folder.path("\(batchSize)-\(ranks).safetensors") }
      let alone = try trained.train(batchSize: batchSize, checkpoint: path(0))
      #expect(alone.checkpoint != nil && alone.steps.allSatisfy { $0.loss.isFinite })
      for count in [1, 2, 3, 4, 7] {
        let file = path(count)
        let outcomes = try RankNetwork(count).run { _ in
          try trained.train(batchSize: batchSize, checkpoint: file)
        }
        for (rank, outcome) in outcomes.enumerated() {
          #expect(outcome == alone, "batches of \(batchSize): rank \(rank) of \(count)")
        }
      }
    }
  }

  @Test("a checkpoint of two ranks goes on with three, then with one")
  func checkpoint() throws {
    let folder = try TemporaryFolder()
    let trained = RankCase.all[2]
    let file = folder.path("run.safetensors")
    let alone = try trained.train(batchSize: 6, checkpoint: folder.path("alone.safetensors"), epochs: 3)
    _ = try RankNetwork(2).run { _ in try trained.train(batchSize: 6, checkpoint: file, epochs: 1) }
    _ = try RankNetwork(3).run { _ in try trained.train(batchSize: 6, checkpoint: file, epochs: 2) }
    let last = try trained.train(batchSize: 6, checkpoint: file, epochs: 3)
    #expect(last.parameters == alone.parameters && last.buffers == alone.buffers)
    #expect(last.history == alone.history && last.checkpoint == alone.checkpoint)
  }

  @Test("a number that is not finite is found where one process finds it")
  func nonFinite() throws {
    @Sendable func message() -> String {
      do {
        var model = Sequential {
          Conv2D(3, kernel: 3); LeakyReLU(); Flatten(); Dense(4)
        }
        try model.fit(
          Datasets.shapes(count: 12, seed: 1), epochs: 9, batchSize: 5, optimizer: .sgd(1e20), seed: 1)
        return ""
      } catch { return "\(error)" }
    }
    let alone = message()
    #expect(alone.contains("epoch"))
    #expect(try RankNetwork(3).run { _ in message() } == Array(repeating: alone, count: 3))
  }
}
