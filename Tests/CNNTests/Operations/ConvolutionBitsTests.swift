import CNN
import Testing

/// The fast path gives the textbook's bits with every option, on random sizes.
@Suite struct ConvolutionBitsTests {
  @Test(arguments: 0..<40 as Range<UInt64>)
  func convolution(seed: UInt64) {
    let c = RandomConvolution(seed: seed, whole: false)
    let dz = Tensor.randomNormal(c.outputShape, name: "dz", seed: seed)
    let padded = Textbook.pad(NDArray<Float>(c.x), c.geometry.sides, mode: c.mode)
    let g = c.geometry.padded
    let z = Textbook.correlate(padded, NDArray(c.w), bias: NDArray(c.b), geometry: g)
    #expect(c(c.x, c.w, bias: c.b) == Tensor(z), "\(c)")
    let around = Textbook.correlateBackwardInput(NDArray<Float>(dz), NDArray(c.w), geometry: g)
    #expect(
      Convolution.backwardInput(dz, c.w, geometry: c.geometry, mode: c.mode)
        == Tensor(Textbook.padBackward(around, c.geometry.sides, mode: c.mode)), "\(c)")
    #expect(
      Convolution.backwardFilter(dz, c.x, geometry: c.geometry, mode: c.mode)
        == Tensor(Textbook.correlateBackwardFilter(NDArray<Float>(dz), padded, geometry: g)), "\(c)")
    #expect(Convolution.backwardBias(dz) == Tensor(Textbook.correlateBackwardBias(NDArray<Float>(dz))))
  }

  @Test(
    "zeros around the image count as numbers, padded beforehand or not", arguments: 0..<10 as Range<UInt64>)
  func zeros(seed: UInt64) {
    let c = RandomConvolution(seed: seed, whole: false, modes: [.zeros])
    let direct = Textbook.correlate(NDArray<Float>(c.x), NDArray(c.w), geometry: c.geometry)
    #expect(c(c.x, c.w) == Tensor(direct))
  }

  @Test(arguments: 0..<20 as Range<UInt64>)
  func transposedConvolution(seed: UInt64) {
    let c = RandomConvolution(seed: seed, whole: false, modes: [.zeros])
    let x = Tensor.randomNormal(c.outputShape, name: "x", seed: seed)
    let bias = Tensor.randomNormal([c.x.shape[1]], name: "bias", seed: seed)
    #expect(
      TransposedConvolution.forward(x, c.w, bias: bias, geometry: c.geometry)
        == Tensor(
          Textbook.correlateTransposed(
            NDArray<Float>(x), NDArray(c.w), bias: NDArray(bias), geometry: c.geometry)))
  }

  @Test(arguments: 0..<15 as Range<UInt64>)
  func locallyConnected(seed: UInt64) {
    let c = RandomConvolution(seed: seed, axes: 2, groups: 1, whole: false, modes: [.zeros])
    let g = c.geometry
    let outputs = g.outputs.count
    let w = Tensor.randomNormal([outputs, 3, c.w.slice(0).count], name: "w", seed: seed)
    let b = Tensor.randomNormal([3 * outputs], name: "b", seed: seed)
    let z = Textbook.correlateLocally(NDArray<Float>(c.x), NDArray(w), bias: NDArray(b), geometry: g)
    #expect(LocalCorrelation.forward(c.x, w, bias: b, geometry: g) == Tensor(z))
    let dz = Tensor.randomNormal(Shape([c.x.shape[0], 3] + g.outputSizes), name: "dz", seed: seed)
    let dx = LocalCorrelation.backwardInput(dz, w, geometry: g)
    let dw = LocalCorrelation.backwardFilter(dz, c.x, geometry: g)
    #expect(dx == Tensor(Textbook.correlateLocallyBackwardInput(NDArray<Float>(dz), NDArray(w), geometry: g)))
    #expect(
      dw == Tensor(Textbook.correlateLocallyBackwardFilter(NDArray<Float>(dz), NDArray(c.x), geometry: g)))
  }

  @Test("windows as a matrix and back", arguments: 0..<15 as Range<UInt64>)
  func patches(seed: UInt64) {
    let c = RandomConvolution(seed: seed, axes: 2, groups: 1, whole: false, modes: [.zeros])
    let image = c.x.slice(0)
    let size = [c.w.shape[2], c.w.shape[3]]
    let matrix = im2col(image, filter: size, stride: c.stride, padding: c.padding, dilation: c.dilation)
    #expect(matrix == Tensor(Textbook.im2col(NDArray<Float>(c.x), geometry: c.geometry)))
    let other = Tensor.randomNormal(matrix.shape, name: "m", seed: seed)
    let folded = col2im(
      other, input: [c.x.shape[2], c.x.shape[3]], filter: size, stride: c.stride, padding: c.padding,
      dilation: c.dilation)
    let want = Textbook.col2im(NDArray<Float>(other), geometry: c.geometry)
    #expect(folded == Tensor(want).slice(0))
    #expect((inner(matrix, other) - inner(image, folded)).magnitude < 1e-3)
  }
}
