import CNN
import Testing

@Suite struct PreparationTests {
  private func dataset(_ values: [Float], _ shape: Shape, labels: [Int]? = nil) throws -> Dataset {
    let count = shape[0]
    return try Dataset(
      images: Tensor(shape: shape, scalars: values), labels: labels ?? (0..<count).map { $0 % 2 },
      classes: ["a", "b"])
  }

  @Test func eachChannelGetsMeanZeroAndDeviationOne() throws {
    // Channel 0: 1, 3, 5, 7; channel 1: always 4.
    let data = try dataset([1, 3, 4, 4, 5, 7, 4, 4], [2, 2, 1, 2])
    let normalizer = try Normalizer(fitting: data)
    #expect(normalizer.mean == [4, 4] && normalizer.deviation == [Float(5).squareRoot(), 1])
    let normal = try normalizer(data)
    #expect(normal[0].slice(1) == [[0, 0]], "a constant channel becomes 0, and nothing is divided by 0")
    #expect(normal[1][0, 0, 1] == 3 / Float(5).squareRoot())
    // The test part takes the training part's numbers.
    let other = try dataset([4, 4, 5, 5], [1, 2, 1, 2])
    #expect(try normalizer(other)[0] == [[[0, 0]], [[1, 1]]])
    #expect(throws: DataError.outOfRange("the number of channels", value: "1", allowed: "2")) {
      try normalizer(dataset([1], [1, 1, 1, 1]))
    }
    #expect(throws: DataError.missingValues) { try Normalizer(fitting: dataset([.nan], [1, 1, 1, 1])) }
    #expect(throws: DataError.empty) { try Normalizer(fitting: data[0..<0]) }
    #expect(throws: DataError.self) { try Normalizer(mean: [0], deviation: [0]) }
    #expect(throws: DataError.self) { try Normalizer(mean: [0, 1], deviation: [1]) }
  }

  @Test func aReportTellsWhatIsWrong() throws {
    let data = try dataset(
      [1, 2, 5, 1, .nan, 5, 1, 2, 5, 1, .infinity, 5, 1, 2, 5], [5, 1, 1, 3], labels: [0, 1, 1, 0, 0])
    let report = data.quality
    #expect(report.missingValues == 1 && report.infiniteValues == 1 && report.incomplete == [1, 3])
    #expect(report.constantFeatures == [0, 2] && !report.isClean)
    #expect(report.duplicates.map(\.image) == [2, 4] && report.duplicates.map(\.original) == [0, 0])
    #expect(report.contradictions == [2])
    #expect(report.table.rows.map { $0[1] } == ["1", "1", "2", "2", "1"])
    #expect(data.droppingMissing().labels == [0, 1, 0])
    #expect(data.droppingDuplicates().labels == [0, 1, 0])
    let filled = try data.fillingMissing()
    #expect(filled.images.scalars == [1, 2, 5, 1, 2, 5, 1, 2, 5, 1, 2, 5, 1, 2, 5])
    let train = try dataset([0, 8, 0], [1, 1, 1, 3])
    #expect(try data.fillingMissing(from: train)[1] == [[[1, 8, 5]]], "from the training part")
    #expect(try data.droppingConstantFeatures().images.shape == [5, 1])
    #expect(throws: DataError.self) { try data.fillingMissing(from: dataset([1], [1, 1, 1, 1])) }
    #expect(throws: DataError.self) { try data.droppingConstantFeatures(like: dataset([1], [1, 1, 1, 1])) }
    #expect(try Datasets.shapes(count: 8, seed: 1).quality.isClean)
  }

  @Test func classBalanceIsCounted() throws {
    let data = try dataset([1, 2, 3, 4, 5], [5, 1, 1, 1], labels: [0, 0, 0, 1, 0])
    #expect(data.balance.counts == [4, 1] && data.balance.imbalance == 4)
    #expect(data.balance.table.rows == [["a", "4", "80.0 %"], ["b", "1", "20.0 %"]])
    #expect(data[0..<1].balance.imbalance == .infinity)
    #expect(classBalance(data).description.contains("Images of each class"))
  }

  @Test func shufflesAndSplitsKeepImagesAndLabelsTogether() throws {
    let data = try dataset(
      (0..<10).map { Float($0) }, [10, 1, 1, 1], labels: [0, 0, 0, 0, 0, 0, 1, 1, 1, 1])
    let shuffled = data.shuffled(seed: 1)
    #expect(shuffled.images.scalars != data.images.scalars)
    #expect(shuffled.images.scalars.sorted() == data.images.scalars)
    #expect(zip(shuffled.images.scalars, shuffled.labels).allSatisfy { ($0 < 6 ? 0 : 1) == $1 })
    #expect(data.shuffled(seed: 1) == shuffled && data.shuffled(seed: 2) != shuffled)
    let (first, second) = try data.stratifiedSplit(at: 0.5)
    #expect(first.images.scalars == [0, 1, 2, 6, 7] && second.classCounts == [3, 2])
    #expect(throws: DataError.self) { try data.stratifiedSplit(at: -0.1) }
  }

  @Test func augmentationsDoWhatTheySay() throws {
    let image: [Float] = [1, 2, 3, 4, 5, 6, 7, 8, 9]
    let data = try dataset(image, [1, 1, 3, 3])
    #expect(
      try data.augmented(by: [.flip(probability: 1)])[0] == [[[3, 2, 1], [6, 5, 4], [9, 8, 7]]])
    #expect(try data.augmented(by: [.flip(probability: 0), .crop(padding: 0), .shift(by: 0)]) == data)
    let many = try dataset((0..<200).flatMap { _ in image }, [200, 1, 3, 3])
    let shifted = try many.augmented(by: [.shift(by: 1)], seed: 1)
    let cropped = try many.augmented(by: [.crop(padding: 1)], seed: 1)
    let corners = Set((0..<200).map { shifted[$0][0, 0, 0] })
    #expect(corners == [1, 2, 4, 5], "edges are repeated")
    #expect(Set((0..<200).map { cropped[$0][0, 0, 0] }) == [0, 1, 2, 4, 5], "zeros come in")
    #expect(Set((0..<200).map { cropped[$0][0, 1, 1] }) == [1, 2, 3, 4, 5, 6, 7, 8, 9])
    let noisy = try many.augmented(by: [.noise(deviation: 0.5)], seed: 1).images - many.images
    #expect(noisy.mean.magnitude < 0.05 && ((noisy * noisy).mean - 0.25).magnitude < 0.03)
    #expect(try many.augmented(by: [.shift(by: 1)], epoch: 2, seed: 1) != shifted)
    // An image's change depends on its number, not on the images beside it.
    #expect(try many[0..<3].augmented(by: [.shift(by: 1)], seed: 1) == shifted[0..<3])
    let signals = try Datasets.signals(count: 4, length: 16, noise: 0, seed: 1)
    let mirrored = try signals.augmented(by: [.flip(probability: 1)])
    #expect(mirrored[1].scalars == signals[1].scalars.reversed())
    #expect(throws: DataError.self) { try data.augmented(by: [.crop(padding: -1)]) }
  }

  @Test func datasetsHaveTwoToFiveAxes() throws {
    #expect(try dataset([1, 2, 3, 4], [2, 2]).imageShape == [2])
    #expect(throws: DataError.notImages([1, 1, 1, 1, 1, 1])) { try dataset([1], [1, 1, 1, 1, 1, 1]) }
  }
}
