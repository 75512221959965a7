import CNN
import Testing

@Suite struct DrawingTests {
  /// Checks what all drawn datasets have in common.
  private func check(
    shape: Shape, classes: Int, _ draw: (_ count: Int, _ noise: Float, _ seed: UInt64) throws -> Dataset
  ) throws {
    let data = try draw(3 * classes, 0, 1)
    #expect(data.images.shape == Shape([3 * classes] + shape.dimensions) && data.classes.count == classes)
    #expect(data.classCounts == [Int](repeating: 3, count: classes))
    #expect(try draw(3 * classes, 0, 1) == data && draw(3 * classes, 0, 2) != data)
    #expect(try draw(4 * classes, 0, 1)[0..<3 * classes] == data, "a longer one begins alike")
    #expect(try draw(3 * classes, 0.1, 1) != data)
    #expect(data.quality.duplicates.isEmpty && data.quality.missingValues == 0)
    #expect(throws: DataError.self) { try draw(0, 0, 1) }
    #expect(throws: DataError.self) { try draw(1, .nan, 1) }
    for index in 0..<data.count { #expect(data[index].max > data[index].min + 0.2, "\(index) shows nothing") }
  }

  @Test func everyKindIsBalancedAndReproducible() throws {
    try check(shape: [1, 9, 9], classes: 4) { try Datasets.bars(count: $0, size: 9, noise: $1, seed: $2) }
    try check(shape: [1, 28, 28], classes: 10) { try Datasets.digits(count: $0, noise: $1, seed: $2) }
    try check(shape: [1, 16, 16], classes: 5) {
      try Datasets.textures(count: $0, size: 16, noise: $1, seed: $2)
    }
    try check(shape: [1, 40], classes: 5) { try Datasets.signals(count: $0, length: 40, noise: $1, seed: $2) }
    try check(shape: [1, 9, 9, 9], classes: 4) {
      try Datasets.volumes(count: $0, size: 9, noise: $1, seed: $2)
    }
  }

  @Test func sizesHaveALowerBound() {
    #expect(throws: DataError.outOfRange("size", value: "3", allowed: "at least 4")) {
      try Datasets.bars(size: 3)
    }
    #expect(throws: DataError.outOfRange("size", value: "11", allowed: "at least 12")) {
      try Datasets.digits(size: 11)
    }
    #expect(throws: DataError.self) { try Datasets.textures(size: 7) }
    #expect(throws: DataError.self) { try Datasets.signals(length: 15) }
    #expect(throws: DataError.self) { try Datasets.volumes(size: 7) }
  }

  @Test func aHorizontalBarIsARow() throws {
    let data = try Datasets.bars(count: 40, size: 6, noise: 0, seed: 1)
    for index in stride(from: 0, to: 40, by: 4) {
      let full = (0..<6).filter { row in (0..<6).allSatisfy { data[index][0, row, $0] > 0.5 } }
      #expect(full.count == 1 && data[index].scalars.count { $0 > 0 } == 6)
      #expect(data[index + 1].scalars.count { $0 > 0 } == 6)
      #expect((4...6).contains(data[index + 2].scalars.count { $0 > 0 }))
    }
  }

  @Test func aSmallNetworkLearnsDigits() throws {
    let data = try Datasets.digits(count: 500, size: 16, seed: 5)
    var model = Sequential {
      Conv2D(8, kernel: 3, name: "conv1"); ReLU(); MaxPool2D(2); Flatten(); Dense(10, name: "fc")
    }
    try model.fit(data.train, epochs: 8, batchSize: 16, optimizer: .adam(0.005), seed: 5)
    let matrix = try model.confusionMatrix(on: data.test)
    #expect(matrix.accuracy > 0.85 && matrix.total == 100)
    #expect(try model.topKAccuracy(on: data.test, k: 3) > matrix.accuracy)
  }
}
