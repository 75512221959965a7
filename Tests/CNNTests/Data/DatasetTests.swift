import CNN
import Testing

@Suite struct DatasetTests {
  @Test func shapesAreBalancedReproducibleAndVaried() throws {
    let data = try Datasets.shapes(count: 40, size: 16, noise: 0, seed: 1)
    #expect(data.images.shape == [40, 1, 16, 16] && data.classes == ["disk", "square", "triangle", "cross"])
    #expect(data.train.count == 32 && data.test.count == 8)
    #expect(data.test.labels == [0, 1, 2, 3, 0, 1, 2, 3] && data.className(at: 2) == "triangle")
    #expect(try data == Datasets.shapes(count: 40, size: 16, noise: 0, seed: 1))
    #expect(try data != Datasets.shapes(count: 40, size: 16, noise: 0, seed: 2))
    // A longer dataset starts with the same images.
    #expect(try Datasets.shapes(count: 50, noise: 0, seed: 1)[0..<40] == data)
    #expect(data.images.min == 0 && data.images.max <= 1)
    for index in 0..<40 {
      let image = data[index]
      #expect(image.sum > 8, "image \(index) shows next to nothing")
      let border = (0..<16).reduce(Float(0)) { $0 + image[0, 0, $1] + image[0, 15, $1] }
      #expect(border < 4, "image \(index) is cut off")
    }
    #expect(Set(data.images.scalars).count > 20, "edges are antialiased")
  }

  @Test func splitsAndRefusals() throws {
    let data = try Datasets.shapes(count: 10, seed: 1)
    let (first, second) = try data.split(at: 0.3)
    #expect(first.count == 3 && second.count == 7 && second[0] == data[3])
    #expect(throws: DataError.self) { try data.split(at: 1.5) }
    #expect(throws: DataError.self) { try Datasets.shapes(count: 0) }
    #expect(throws: DataError.self) { try Datasets.shapes(size: 4) }
    #expect(throws: DataError.self) { try Datasets.shapes(noise: -1) }
    #expect(throws: DataError.labelRange(label: 1, index: 0, classes: 1)) {
      try Dataset(images: .zeros([1, 1, 2, 2]), labels: [1], classes: ["a"])
    }
    #expect(throws: DataError.labelCount(expected: 1, got: 0)) {
      try Dataset(images: .zeros([1, 1, 2, 2]), labels: [], classes: ["a"])
    }
    #expect(throws: DataError.notImages([4])) { try Dataset(images: .zeros([4]), labels: [], classes: []) }
  }
}
