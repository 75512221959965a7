import CNN
import Testing

/// What holds for every convolution, on random sizes and options; whole numbers, so that equality is exact.
@Suite struct ConvolutionPropertyTests {
  @Test("⟨Ax, y⟩ = ⟨x, Aᵀy⟩ for the input and for the filters", arguments: 0..<40 as Range<UInt64>)
  func adjoints(seed: UInt64) {
    let c = RandomConvolution(seed: seed)
    let z = c(c.x, c.w)
    #expect(z.shape == c.outputShape, "\(c)")
    let dz = wholeNumbers(z.shape, name: "dz", seed: seed)
    let dx = Convolution.backwardInput(dz, c.w, geometry: c.geometry, mode: c.mode)
    let dw = Convolution.backwardFilter(dz, c.x, geometry: c.geometry, mode: c.mode)
    #expect(inner(z, dz) == inner(c.x, dx), "\(c)")
    #expect(inner(z, dz) == inner(c.w, dw), "\(c)")
  }

  @Test("linear in the input and in the filters; the bias is added", arguments: 0..<20 as Range<UInt64>)
  func linearity(seed: UInt64) {
    let c = RandomConvolution(seed: seed)
    let x = wholeNumbers(c.x.shape, name: "other x", seed: seed)
    let w = wholeNumbers(c.w.shape, name: "other w", seed: seed)
    #expect(c(c.x + 3 * x, c.w) == c(c.x, c.w) + 3 * c(x, c.w))
    #expect(c(c.x, c.w - 2 * w) == c(c.x, c.w) - 2 * c(c.x, w))
    let biased = c(c.x, c.w, bias: c.b)
    let constant = c(.zeros(c.x.shape), c.w, bias: c.b)
    #expect(biased == c(c.x, c.w) + constant)
  }

  @Test("deck row 003-03: a moved image gives a moved map", arguments: 0..<20 as Range<UInt64>)
  func translationEquivariance(seed: UInt64) {
    let c = RandomConvolution(seed: seed, axes: 2, modes: [.zeros])
    func moved(_ x: Tensor, by step: [Int]) -> Tensor {
      pad(x, by: .explicit(before: step, after: step.map { _ in 0 }))
    }
    let stride = c.stride
    let still = correlate(c.x, c.w, stride: stride, dilation: c.dilation, groups: c.geometry.groups)
    let shifted = correlate(
      moved(c.x, by: stride), c.w, stride: stride, dilation: c.dilation, groups: c.geometry.groups)
    #expect(pad(shifted, by: .explicit(before: [-1, -1], after: [0, 0])) == still)
    // Around a circle nothing is lost at the border.
    let whole = correlate(c.x, c.w, padding: .same, paddingMode: .circular, groups: c.geometry.groups)
    #expect(
      turnedAround(whole, by: 2)
        == correlate(
          turnedAround(c.x, by: 2), c.w, padding: .same, paddingMode: .circular, groups: c.geometry.groups))
  }

  @Test("groups are convolutions of their own, put together", arguments: 0..<20 as Range<UInt64>)
  func groupsAreSplitAndPutTogether(seed: UInt64) {
    let c = RandomConvolution(seed: seed)
    let groups = c.geometry.groups
    let (channels, filters) = (c.x.shape[1] / groups, c.w.shape[0] / groups)
    let together = c(c.x, c.w)
    let single = WindowGeometry(axes: c.geometry.axes)
    for n in 0..<c.x.shape[0] {
      let parts = (0..<groups).flatMap { group in
        let x = Tensor(stacking: [c.x.slice(n).slices(group * channels..<(group + 1) * channels)])
        let w = c.w.slices(group * filters..<(group + 1) * filters)
        return Convolution.forward(x, w, bias: nil, geometry: single, mode: c.mode).scalars
      }
      #expect(together.slice(n).scalars == parts)
    }
  }

  @Test(
    "deck row 002-18: with a stride it is stride 1 and a downsampling", arguments: 0..<20 as Range<UInt64>)
  func strideIsDownsampling(seed: UInt64) {
    let c = RandomConvolution(seed: seed, axes: 2)
    guard c.padding != .same else { return }  // What .same adds depends on the stride.
    let full = correlate(
      c.x, c.w, padding: c.padding, paddingMode: c.mode, dilation: c.dilation, groups: c.geometry.groups)
    let z = c(c.x, c.w)
    #expect(downsample(full, by: c.stride) == z)
    // Deck row 000-22: backward, put the gradient back on the full map, then as with stride 1.
    let dz = wholeNumbers(z.shape, name: "dz", seed: seed)
    let spread = upsample(dz, by: c.stride, size: [full.shape[2], full.shape[3]])
    let one = WindowGeometry(
      axes: c.geometry.axes.map {
        AxisGeometry(input: $0.input, window: $0.window, stride: 1, dilation: $0.dilation, sides: $0.sides)
      }, groups: c.geometry.groups)
    #expect(
      Convolution.backwardInput(dz, c.w, geometry: c.geometry, mode: c.mode)
        == Convolution.backwardInput(spread, c.w, geometry: one, mode: c.mode))
    #expect(
      Convolution.backwardFilter(dz, c.x, geometry: c.geometry, mode: c.mode)
        == Convolution.backwardFilter(spread, c.x, geometry: one, mode: c.mode))
  }

  @Test("dilation is a filter with zeros between its elements", arguments: 0..<10 as Range<UInt64>)
  func dilationIsADilatedFilter(seed: UInt64) {
    let c = RandomConvolution(seed: seed, axes: 2)
    let wide = dilate(c.w, by: c.dilation)
    #expect(
      correlate(
        c.x, wide, stride: c.stride, padding: c.padding, paddingMode: c.mode, groups: c.geometry.groups)
        == c(c.x, c.w))
  }

  /// Moves rows and columns around, as on a torus.
  private func turnedAround(_ x: Tensor, by step: Int) -> Tensor {
    let around = pad(x, by: .explicit(before: [step, step], after: [0, 0]), mode: .circular)
    return pad(around, by: .explicit(before: [0, 0], after: [-step, -step]))
  }
}
