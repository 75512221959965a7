import CNN
import Testing

@Suite struct ResamplingLayerTests {
  private func gradient(_ layer: some Layer, _ x: Tensor, _ dy: Tensor) -> Tensor {
    layer.forward(x, context: .inference).pullback(dy).input
  }

  @Test("deck rows 002-19 and 002-20: keeping every second, and spreading the gradient")
  func downsampling() {
    let x = Tensor((1...9).map(Float.init)).reshaped(1, 1, 3, 3)
    let layer = Downsample(2)
    #expect(layer(x) == [[[[1, 3], [7, 9]]]])
    #expect(gradient(layer, x, [[[[1, 2], [3, 4]]]]) == [[[[1, 0, 2], [0, 0, 0], [3, 0, 4]]]])
  }

  @Test("deck row 002-21: spreading, and keeping every second of the gradient")
  func upsampling() {
    let x: Tensor = [[[[1, 2], [3, 4]]]]
    let layer = ZeroUpsample(2)
    #expect(layer(x) == [[[[1, 0, 2], [0, 0, 0], [3, 0, 4]]]])
    let dy = Tensor((1...9).map(Float.init)).reshaped(1, 1, 3, 3)
    #expect(gradient(layer, x, dy) == [[[[1, 3], [7, 9]]]])
    let wide = ZeroUpsample(2, size: Size2D(rows: 4, columns: 4))
    #expect(wide(x).shape == [1, 1, 4, 4])
    #expect(gradient(wide, x, Tensor.ones([1, 1, 4, 4])) == .ones([1, 1, 2, 2]))
    let wider = ZeroUpsample(2, size: Size2D(rows: 6, columns: 3))
    #expect(gradient(wider, x, .ones([1, 1, 6, 3])) == .ones([1, 1, 2, 2]))
  }

  @Test("an uneven map comes back whole", arguments: [[3, 3], [4, 4], [5, 8], [6, 6]])
  func unevenSizes(size: [Int]) {
    let x = Tensor.ones([1, 2, size[0], size[1]])
    let y = Downsample(2)(x)
    let dx = gradient(Downsample(2), x, y)
    #expect(dx.shape == x.shape && dx.sum == y.sum)
    let whole = Size2D(rows: size[0], columns: size[1])
    #expect(ZeroUpsample(2, size: whole)(y) == dx, "one is the other's backward pass")
  }

  @Test("deck row 002-18: a stride is stride 1 and downsampling", arguments: [2, 3])
  func strideDecomposes(stride: Int) throws {
    for size in [6, 7, 8] {
      var strided = Sequential { Conv2D(3, kernel: 3, stride: stride, name: "c") }
      var apart = Sequential {
        Conv2D(3, kernel: 3, name: "c"); Downsample(stride)
      }
      try strided.build(input: [2, size, size], seed: 3)
      try apart.build(input: [2, size, size], seed: 3)
      let x = Tensor.randomNormal([2, 2, size, size], name: "x", seed: 1)
      let (one, two) = (strided.forward(x, context: .inference), apart.forward(x, context: .inference))
      #expect(one.output == two.output)
      let dy = Tensor.randomNormal(one.output.shape, name: "dy", seed: 1)
      #expect(one.pullback(dy).input == two.pullback(dy).input)
      let difference = zip(one.pullback(dy).parameters, two.pullback(dy).parameters).map {
        $0.largestDifference(from: $1) ?? .infinity
      }
      #expect(difference.count == strided.parameters.count && difference.allSatisfy { $0 < 1e-5 })
      #expect(MaxPool2D(2, stride: stride)(x) == Downsample(stride)(MaxPool2D(2, stride: 1)(x)))
    }
  }
}
