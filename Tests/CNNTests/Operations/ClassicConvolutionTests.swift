import CNN
import Testing

/// What textbooks say of convolution itself.
@Suite struct ClassicConvolutionTests {
  @Test("deck row 003-07: y(k) = Σ h(n)·x(k−n), in one dimension")
  func oneDimension() {
    let (x, h): (Tensor, Tensor) = ([1, 1, 2, 3], [1, 2, 3])
    #expect(convolve(x, h, padding: .full) == [1, 3, 7, 10, 12, 9])
    #expect(convolve(x, h, padding: .full) == convolve(h, x, padding: .full))
    #expect(convolve(x, h, padding: .same) == [3, 7, 10, 12] && convolve(x, h) == [7, 10])
    #expect(correlate(x, h) == [9, 14] && convolve1D(x, h) == convolve(x, h))
    #expect(correlate1D(Tensor(stacking: [x, x]), Tensor(stacking: [h, h])) == [18, 28])
    #expect(correlate1D(.ones([2, 3, 9]), .ones([4, 3, 2]), stride: 2).shape == [2, 4, 4])
  }

  @Test("deck row 002-24: three dimensions")
  func threeDimensions() {
    let x = wholeNumbers([2, 3, 4, 5], name: "x"), w = wholeNumbers([3, 2, 2, 2, 2], name: "w")
    let z = correlate(x, w)
    #expect(z.shape == [3, 2, 3, 4] && z == correlate3D(x, w) && z == convolve3D(x, turnedAround(w)))
    // By hand: two planes at a time.
    let planes = (0..<2).flatMap { c in
      (0..<2).map { t in correlate(x.slice(c).slice(t), w.slice(1).slice(c).slice(t)) }
    }
    #expect(planes.dropFirst().reduce(planes[0], +) == z.slice(1).slice(0))
  }

  @Test(
    "deck row 003-09: F∗(G∗I) = (F∗G)∗I, full and valid, not same; for ⋆ it is F⋆(G⋆I) = (F∗G)⋆I",
    arguments: 0..<10 as Range<UInt64>)
  func associativity(seed: UInt64) {
    let (f, g) = (wholeNumbers([3, 2], name: "f", seed: seed), wholeNumbers([2, 3], name: "g", seed: seed))
    let i = wholeNumbers([7, 8], name: "i", seed: seed)
    let both = convolve(g, f, padding: .full)
    #expect(both == convolve(f, g, padding: .full))
    #expect(convolve(convolve(i, g, padding: .full), f, padding: .full) == convolve(i, both, padding: .full))
    #expect(convolve(convolve(i, g), f) == convolve(i, both))
    #expect(correlate(correlate(i, g), f) == correlate(i, both))
    #expect(correlate(correlate(i, g), f) != correlate(i, correlate(g, f, padding: .full)))
    let three = (wholeNumbers([3, 3], name: "a", seed: seed), wholeNumbers([3, 3], name: "b", seed: seed))
    let twice = convolve(convolve(i, three.1, padding: .same), three.0, padding: .same)
    #expect(twice != convolve(i, convolve(three.1, three.0, padding: .full), padding: .same))
  }

  @Test("deck rows 003-12 and 003-13, trap 1.6 u: centered indices, either sum")
  func centered() {
    let x = wholeNumbers([5, 5], name: "x"), k = wholeNumbers([3, 3], name: "k")
    let y = convolveCentered(x, k)
    #expect(y == convolveCentered(x, k, over: .kernel) && y == convolve(x, k, padding: .same))
    // y(0, 0) in the middle: x(−1, −1)·k(1, 1) + … + x(1, 1)·k(−1, −1); taps like k(2, 2) count as 0.
    let middle = (0..<9).reduce(Float(0)) { $0 + x[1 + $1 / 3, 1 + $1 % 3] * k[2 - $1 / 3, 2 - $1 % 3] }
    #expect(y[2, 2] == middle)
    #expect(convolveCentered(x, [[0, 0, 0, 0, 1]])[2, 4] == x[2, 2])
    let noise = Tensor.randomNormal([6, 4], name: "noise"), blur = Kernel.gaussian(3, deviation: 1)
    #expect(convolveCentered(noise, blur) == convolve(noise, blur, padding: .same))
    #expect(
      convolveCentered(noise, blur).largestDifference(from: convolveCentered(noise, blur, over: .kernel)) ?? 1
        < 1e-6)
  }

  @Test("deck rows 003-08 and 003-16: Sobel's filters find edges")
  func kernels() {
    let step = Tensor((0..<25).map { Float($0 % 5 > 2 ? 1 : 0) }).reshaped(5, 5)
    #expect(correlate(step, Kernel.sobelX) == [[0, 4, 4], [0, 4, 4], [0, 4, 4]])
    #expect(correlate(step, Kernel.sobelY) == .zeros([3, 3]))
    #expect(correlate(step.transposed(), Kernel.sobelY) == correlate(step, Kernel.sobelX).transposed())
    let patch: Tensor = [[200, 150, 150], [100, 50, 100], [25, 25, 10]]
    #expect(convolve(patch, Kernel.sobelX) == [[65]] && correlate(patch, Kernel.sobelX) == [[-65]])
    #expect(correlate(step, Kernel.identity(), padding: .same) == step)
    #expect(Kernel.sharpen == Kernel.identity() - Kernel.laplacian)
    #expect(
      (Kernel.gaussian(5, deviation: 1).sum - 1).magnitude < 1e-6
        && Kernel.box(2) == [[0.25, 0.25], [0.25, 0.25]])
  }

  @Test("deck rows 003-02, 003-04, 003-05, 003-06: how many numbers to learn")
  func parameterCounts() throws {
    func count(_ layer: some Layer, _ input: Shape) throws -> Int {
      var layer = layer
      try layer.build(input: input, seed: 1)
      return layer.parameters.reduce(0) { $0 + $1.value.count }
    }
    #expect(try count(LocallyConnected2D(1, kernel: [3, 5]), [1, 10, 12]) == (3 * 5 + 1) * (8 * 8))
    #expect(try count(Conv2D(1, kernel: [3, 5]), [1, 10, 12]) == 3 * 5 + 1)
    #expect(try count(Conv2D(7, kernel: [3, 5]), [1, 10, 12]) == (3 * 5 + 1) * 7)
    #expect(try count(Dense(256), [1, 32, 32].flat) == 1024 * 256 + 256)
    #expect(try count(Conv2D(4, kernel: 3, groups: 2), [6, 5, 5]) == 4 * (3 * 9 + 1))
    #expect(try count(DepthwiseConv2D(kernel: 3, multiplier: 2), [3, 5, 5]) == 6 * (9 + 1))
    #expect(try count(TransposedConv2D(4, kernel: 2), [3, 5, 5]) == 3 * 4 * 4 + 4)
    #expect(try count(Conv3D(2, kernel: 3), [3, 4, 4, 4]) == 2 * (81 + 1))
  }

  @Test("locally connected with the same weights everywhere is a convolution")
  func locallyConnectedGeneralizes() {
    let x = wholeNumbers([2, 5, 6], name: "x"), w = wholeNumbers([3, 2, 2, 3], name: "w")
    let shared = Tensor(stacking: Array(repeating: w.reshaped(3, 12), count: 16))
    #expect(correlateLocally(x, shared, filter: [2, 3]) == correlate(x, w))
    let depthwise = wholeNumbers([4, 1, 2, 2], name: "d")
    let z = correlateDepthwise(x, depthwise)
    #expect(z.shape == [4, 4, 5] && z.slice(3) == correlate(x.slice(1), depthwise.slice(3).slice(0)))
  }

  @Test("a transposed convolution is the backward pass of a convolution")
  func transposedIsTheBackwardPass() {
    let stamp: Tensor = [[1, 2], [3, 4]]
    let y = correlateTransposed([[[1, 0], [-1, 2]]], stamp.reshaped(1, 1, 2, 2), stride: 2)
    #expect(y == [[[1, 2, 0, 0], [3, 4, 0, 0], [-1, -2, 2, 4], [-3, -4, 6, 8]]])
    let overlapping = correlateTransposed([[[1, 0], [-1, 2]]], stamp.reshaped(1, 1, 2, 2))
    #expect(overlapping.slice(0) == convolve([[1, 0], [-1, 2]], stamp, padding: .full))
  }

  private func turnedAround(_ w: Tensor) -> Tensor {
    let size = w.shape[2] * w.shape[3] * w.shape[4]
    return Tensor(
      shape: w.shape,
      scalars: stride(from: 0, to: w.count, by: size).flatMap { w.scalars[$0..<$0 + size].reversed() })
  }
}

extension [Int] {
  fileprivate var flat: Shape { Shape([reduce(1, *)]) }
}
