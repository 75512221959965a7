import CNN
import Testing

/// The numbers of the decks, by their rows.
@Suite struct GoldenConvolutionTests {
  private let x: Tensor = [[1, 2, 3], [4, 5, 6], [7, 8, 9]]
  private let w: Tensor = [[1, 2], [3, 4]]
  private let dz: Tensor = [[1, 0], [-1, 2]]
  private let image: Tensor = [
    [1, 1, 1, 0, 0], [0, 1, 1, 1, 0], [0, 0, 1, 1, 1], [0, 0, 1, 1, 0], [0, 1, 1, 0, 0],
  ]
  private let cross: Tensor = [[1, 0, 1], [0, 1, 0], [1, 0, 1]]

  @Test("deck rows 002-10 and 002-13: gradients are correlations")
  func backwardByCorrelation() {
    #expect(correlate(x, w) == [[37, 47], [67, 77]])
    #expect(correlate(pad(dz, by: 1), rot180(w)) == [[1, 2, 0], [2, 4, 4], [-3, 2, 8]])
    #expect(convolve(pad(dz, by: 1), w) == [[1, 2, 0], [2, 4, 4], [-3, 2, 8]])
    #expect(correlate(x, dz) == [[7, 9], [13, 15]])
    #expect(dz.sum == 2)
  }

  @Test("deck row 000-21: stride 1 and 2")
  func stridedForward() {
    let full = correlate(image, cross)
    #expect(full == [[4, 3, 4], [2, 4, 3], [2, 3, 4]])
    #expect(correlate(image, cross, stride: 2) == [[4, 4], [2, 4]])
    #expect(downsample(full, by: 2) == [[4, 4], [2, 4]])
  }

  @Test("deck rows 000-22 and 004-07: put the gradient back on the full map, then as with stride 1")
  func stridedBackward() {
    let dz: Tensor = [[1, 2], [3, 4]]
    let spread = upsample(dz, by: 2, size: 3)
    #expect(spread == [[1, 0, 2], [0, 0, 0], [3, 0, 4]] && spread == dilate(dz, by: 2))
    let dx = correlate(pad(spread, by: 2), rot180(cross))
    #expect(
      dx == [[1, 0, 3, 0, 2], [0, 1, 0, 2, 0], [4, 0, 10, 0, 6], [0, 3, 0, 4, 0], [3, 0, 7, 0, 4]])
    let df = correlate(image, spread)
    #expect(df == [[7, 5, 8], [6, 7, 4], [6, 5, 6]])
    let g = WindowGeometry(input: [5, 5], window: [3, 3], stride: [2, 2])
    let batch = dz.reshaped(1, 1, 2, 2)
    #expect(
      Convolution.backwardInput(batch, cross.reshaped(1, 1, 3, 3), geometry: g)
        == dx.reshaped(1, 1, 5, 5))
    #expect(
      Convolution.backwardFilter(batch, image.reshaped(1, 1, 5, 5), geometry: g)
        == df.reshaped(1, 1, 3, 3))
  }

  @Test("trap 1.6 k: a stride that does not divide evenly needs zeros at the end")
  func unevenStride() {
    let x = wholeNumbers([6, 6], name: "x"), w = wholeNumbers([3, 3], name: "w")
    let dz = wholeNumbers([2, 2], name: "dz")
    let g = WindowGeometry(input: [6, 6], window: [3, 3], stride: [2, 2])
    let full = upsample(dz, by: 2, size: 4)
    #expect(full.shape == [4, 4] && dilate(dz, by: 2).shape == [3, 3])
    #expect(
      Convolution.backwardInput(
        dz.reshaped(1, 1, 2, 2), w.reshaped(1, 1, 3, 3), geometry: g
      ).reshaped(6, 6)
        == correlate(pad(full, by: 2), rot180(w)))
    #expect(
      Convolution.backwardFilter(
        dz.reshaped(1, 1, 2, 2), x.reshaped(1, 1, 6, 6), geometry: g
      ).reshaped(
        3, 3)
        == correlate(x, full))
  }

  @Test("deck rows 003-14 and 003-16: the flip")
  func flip() {
    #expect(rot180([[1, 2, 3], [4, 5, 6], [7, 8, 9]]) == [[9, 8, 7], [6, 5, 4], [3, 2, 1]])
    let sobel: Tensor = [[1, 0, -1], [2, 0, -2], [1, 0, -1]]
    let patch: Tensor = [[200, 150, 150], [100, 50, 100], [25, 25, 10]]
    #expect(correlate(patch, sobel) == [[65]])
    #expect(convolve(patch, rot180(sobel)) == [[65]])
    #expect(correlate(patch, rot180(sobel)) == [[-65]])
  }

  @Test("one and two channels of 0 … 8")
  func channels() {
    let plane = Tensor((0..<9).map { Float($0) }).reshaped(3, 3)
    let filter: Tensor = [[0, 1], [2, 3]]
    #expect(correlate(plane, filter) == [[19, 25], [37, 43]])
    let both = correlate(Tensor(stacking: [plane, plane + 1]), Tensor(stacking: [filter, filter + 1]))
    #expect(both == [[56, 72], [104, 120]])
  }

  @Test("deck row 003-26: (3·3·3 + 1)·4 = 112 parameters; 001-02 and 001-06: sizes")
  func sizes() throws {
    var model = Sequential { Conv2D(4, kernel: 3) }
    try model.build(input: [3, 8, 8])
    #expect(model.parameterCount == 112)
    #expect(try Conv2D(1, kernel: 5).outputShape(for: [3, 32, 32]) == [1, 28, 28])
    var small = Sequential {
      Conv2D(4, kernel: 5); ReLU(); Flatten(); Dense(10)
    }
    try small.build(input: [3, 32, 32])
    #expect(small.layers.map { $0.parameters.reduce(0) { $0 + $1.value.count } } == [304, 0, 0, 31370])
  }

  @Test("LeNet-5 on 28 × 28 images with padding 2: 61 706 parameters")
  func leNet() throws {
    var model = Sequential {
      Conv2D(6, kernel: 5, padding: 2); ReLU(); MaxPool2D(2); Conv2D(16, kernel: 5); ReLU(); MaxPool2D(2)
      Flatten(); Dense(120); ReLU(); Dense(84); ReLU(); Dense(10)
    }
    try model.build(input: [1, 28, 28])
    #expect(model.parameterCount == 61706)
  }

  @Test("shapes of images, batches and filters")
  func ranks() {
    let filters = Tensor.ones([5, 3, 2, 2])
    #expect(correlate(.ones([3, 6, 6]), filters).shape == [5, 5, 5])
    #expect(correlate(.ones([2, 3, 6, 6]), filters, stride: [1, 2], padding: .same).shape == [2, 5, 6, 3])
    let biased = correlate(.ones([3, 2, 2]), filters, bias: [1, 2, 3, 4, 5])
    #expect(biased.flattened() == [13, 14, 15, 16, 17])
  }
}
