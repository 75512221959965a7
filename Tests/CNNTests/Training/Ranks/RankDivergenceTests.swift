import CNN
import Testing

/// Ranks that do not do the same stop with a message; none waits for ever.
@Suite struct RankDivergenceTests {
  /// Trains on three ranks, of which rank 2 does something else.
  private static func run(_ other: @escaping @Sendable () throws -> Void) throws {
    _ = try RankNetwork(3, deadline: 60).run { rank in
      if rank == 2 { return try other() }
      try train()
    }
  }

  @discardableResult
  private static func train(
    seed: UInt64 = 1, epochs: Int = 2, batchSize: Int = 5, onStep: ((TrainingStep) throws -> Void)? = nil
  ) throws -> Sequential {
    var model = Sequential {
      Flatten(); Dense(4)
    }
    try model.fit(
      Datasets.shapes(count: 10, seed: seed), epochs: epochs, batchSize: batchSize, seed: 1, onStep: onStep)
    return model
  }

  private static func message(_ result: ExitTest.Result?) throws -> String {
    String(decoding: try #require(result).standardErrorContent, as: UTF8.self)
  }

  static let rule = ": all ranks must run the same cells with the same values"

  @Test func `other data`() async throws {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      try Self.run { try Self.train(seed: 2) }
    }
    #expect(
      try Self.message(result).contains(
        "rank 0 and rank 2 are at the start of 'fit' with different data" + Self.rule))
  }

  @Test func `other settings`() async throws {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      try Self.run { try Self.train(batchSize: 2) }
    }
    #expect(
      try Self.message(result).contains(
        "rank 0 and rank 2 are at the start of 'fit' with different batchSize" + Self.rule))
  }

  @Test func `a rank that ends early`() async throws {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      struct Stop: Error {}
      try Self.run {
        _ = try? Self.train { if $0.step == 2 { throw Stop() } }
        Ranks.end()
      }
    }
    #expect(
      try Self.message(result).contains(
        "rank 0 is at step 3 of 'fit', rank 2 at the end of the notebook" + Self.rule))
  }

  @Test func `a rank that evaluates instead`() async throws {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      try Self.run {
        let data = try Datasets.shapes(count: 10, seed: 1)
        var model = Sequential {
          Flatten(); Dense(4)
        }
        try model.build(input: data.imageShape)
        _ = try model.evaluate(data)
      }
    }
    #expect(
      try Self.message(result).contains("rank 0 is at the start of 'fit', rank 2 at 'evaluate'" + Self.rule))
  }

  @Test func `a checkpoint that only one rank sees`() async throws {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let folder = try TemporaryFolder()
      let trained = RankCase.leNet
      let file = folder.path("run.safetensors")
      _ = try trained.train(batchSize: 10, checkpoint: file, epochs: 1)
      _ = try RankNetwork(2, deadline: 60).run { rank in
        try trained.train(batchSize: 10, checkpoint: rank == 0 ? file : file + ".other", epochs: 2)
      }
    }
    #expect(
      try Self.message(result).contains(
        "rank 0 is at the start of 'fit' with 1 epochs done, rank 1 at the start of 'fit'" + Self.rule))
  }

  @Test func `all ranks that do the same end together`() throws {
    let models = try RankNetwork(3, deadline: 60).run { _ in
      let model = try Self.train()
      Ranks.end()
      return model.parameters
    }
    #expect(models.allSatisfy { $0 == models[0] })
  }
}
