import CNN
import Testing

/// The fast operations must give the textbook's bits, not merely its values.
@Suite struct KernelTests {
  struct Shapes: Sendable, CustomTestStringConvertible {
    var images = 1
    var channels = 1
    var filters = 1
    var input = [1, 1]
    var window = [1, 1]
    var stride = [1, 1]
    var padding: Padding = .valid
    var testDescription: String { "\(images)×\(channels)×\(input) ⋆ \(filters)×\(window) / \(stride)" }
  }

  static let grid: [Shapes] = [
    Shapes(),
    Shapes(images: 2, channels: 3, filters: 4, input: [7, 6], window: [3, 3]),
    Shapes(images: 3, channels: 2, filters: 5, input: [9, 17], window: [2, 3], padding: .same),
    Shapes(images: 1, channels: 1, filters: 9, input: [12, 12], window: [5, 5], padding: .same),
    Shapes(
      images: 2, channels: 2, filters: 3, input: [8, 7], window: [3, 3], stride: [2, 2], padding: .same),
    Shapes(images: 2, channels: 5, filters: 7, input: [10, 9], window: [3, 2], stride: [3, 2]),
    Shapes(
      channels: 2, filters: 2, input: [5, 6], window: [3, 4], stride: [2, 1],
      padding: .explicit(top: 0, left: 3, bottom: 2, right: 1)),
    Shapes(images: 2, channels: 1, filters: 2, input: [6, 6], window: [2, 2], stride: [3, 3]),
    Shapes(images: 1, channels: 2, filters: 3, input: [1, 40], window: [1, 9], padding: .same),
  ]

  @Test(arguments: grid)
  func convolutionHasTheTextbooksBits(shapes: Shapes) {
    let g = WindowGeometry(
      input: shapes.input, window: shapes.window, stride: shapes.stride, padding: shapes.padding)
    let x = Tensor.randomNormal(
      [shapes.images, shapes.channels, shapes.input[0], shapes.input[1]], name: "x")
    let w = Tensor.randomNormal(
      [shapes.filters, shapes.channels, shapes.window[0], shapes.window[1]], name: "w")
    let b = Tensor.randomNormal([shapes.filters], name: "b")
    let dz = Tensor.randomNormal(
      [shapes.images, shapes.filters, g.outputSizes[0], g.outputSizes[1]], name: "dz")
    let (tx, tw, tdz) = (NDArray<Float>(x), NDArray<Float>(w), NDArray<Float>(dz))
    #expect(
      Convolution.forward(x, w, bias: b, geometry: g)
        == Tensor(Textbook.correlate(tx, tw, bias: NDArray(b), geometry: g)))
    #expect(
      Convolution.backwardInput(dz, w, geometry: g)
        == Tensor(Textbook.correlateBackwardInput(tdz, tw, geometry: g)))
    #expect(
      Convolution.backwardFilter(dz, x, geometry: g)
        == Tensor(Textbook.correlateBackwardFilter(tdz, tx, geometry: g)))
    #expect(Convolution.backwardBias(dz) == Tensor(Textbook.correlateBackwardBias(tdz)))
  }

  @Test(arguments: [[1, 1, 1], [4, 16, 9], [5, 17, 3], [7, 8, 40], [3, 31, 1], [9, 64, 65], [2, 3, 0]])
  func matrixProductHasTheTextbooksBits(sizes: [Int]) {
    let (m, n, k) = (sizes[0], sizes[1], sizes[2])
    let a = Tensor.randomNormal([m, k], name: "a")
    let b = Tensor.randomNormal([k, n], name: "b")
    let want = Textbook.matmul(NDArray<Float>(a), NDArray<Float>(b)).scalars
    #expect(a.matmul(b).scalars == want)
  }

  @Test func denseHasTheTextbooksBits() {
    let x = Tensor.randomNormal([5, 23], name: "x")
    let w = Tensor.randomNormal([9, 23], name: "w")
    let b = Tensor.randomNormal([9], name: "b")
    let dy = Tensor.randomNormal([5, 9], name: "dy")
    #expect(
      DenseProduct.forward(x, w, bias: b)
        == Tensor(Textbook.dense(NDArray<Float>(x), NDArray(w), bias: NDArray(b))))
    let got = DenseProduct.backward(dy, x: x, w: w)
    let want = Textbook.denseBackward(NDArray<Float>(dy), x: NDArray(x), w: NDArray(w))
    #expect(got.dx == Tensor(want.dx) && got.dw == Tensor(want.dw) && got.db == Tensor(want.db))
  }

  @Test func denseFusesReLU() {
    let x = relu(Tensor.randomNormal([5, 37], name: "x"))
    let w = Tensor.randomNormal([9, 37], name: "w")
    let b = Tensor.randomNormal([9], name: "b")
    let dy = Tensor.randomNormal([5, 9], name: "dy")
    let y = Textbook.relu(Textbook.dense(NDArray<Float>(x), NDArray(w), bias: NDArray(b)))
    let dx = Textbook.reluBackward(
      Textbook.denseBackward(NDArray<Float>(dy), x: NDArray(x), w: NDArray(w)).dx, x: NDArray(x))
    for choice in KernelChoice.all {
      #expect(choice { DenseProduct.forward(x, w, bias: b, fusesReLU: true) } == Tensor(y), "\(choice)")
      #expect(
        choice { DenseProduct.backward(dy, x: x, w: w, inputIsMask: true).dx } == Tensor(dx), "\(choice)")
    }
  }
}
