import CNN
import Testing

/// Every layer of the convolution family has the gradients that are measured.
@Suite struct ConvolutionGradientTests {
  private func check(_ layer: some Layer, _ input: Shape) throws {
    let report = try gradientCheck(layer, input: input, seed: 6)
    #expect(report.passed && report.largestError < 5e-6, "\(layer)\n\(report)")
  }

  @Test(arguments: PaddingMode.allCases)
  func paddingModes(mode: PaddingMode) throws {
    let uneven = Padding.explicit(top: 2, left: 0, bottom: 1, right: 2)
    try check(Conv2D(2, kernel: [3, 2], stride: 2, padding: uneven, paddingMode: mode), [2, 2, 5, 6])
    try check(Conv1D(2, kernel: 3, padding: .same, paddingMode: mode, dilation: 2), [2, 2, 7])
    try check(Conv3D(2, kernel: 2, padding: 1, paddingMode: mode), [1, 1, 3, 2, 3])
    try check(DepthwiseConv2D(kernel: 3, padding: .same, paddingMode: mode), [1, 2, 4, 4])
  }

  @Test func options() throws {
    try check(Conv2D(4, kernel: 3, padding: .full, dilation: [1, 2], groups: 2, bias: false), [2, 2, 5, 6])
    try check(Conv2D(3, kernel: 2, stride: 3, groups: 3), [1, 6, 7, 8])
    try check(Conv1D(4, kernel: 4, stride: 2, groups: 2), [2, 4, 9])
    try check(Conv3D(2, kernel: [1, 2, 3], stride: [2, 1, 2], groups: 2), [1, 2, 3, 4, 5])
    try check(DepthwiseConv2D(kernel: [2, 3], multiplier: 3, stride: 2, dilation: 2), [2, 2, 7, 8])
  }

  @Test func transposed() throws {
    try check(TransposedConv1D(3, kernel: 4, stride: 3, padding: 1, outputPadding: 2), [2, 2, 4])
    try check(
      TransposedConv2D(4, kernel: 3, stride: 2, padding: 1, outputPadding: 1, groups: 2), [2, 2, 3, 4])
    try check(
      TransposedConv2D(1, kernel: [2, 5], stride: [3, 1], padding: .same, bias: false), [1, 3, 3, 3])
    try check(TransposedConv3D(2, kernel: 2, stride: 2, dilation: 2), [1, 2, 2, 2, 2])
  }

  @Test("deck row 003-04: filters that are not shared")
  func locallyConnected() throws {
    try check(LocallyConnected2D(2, kernel: [3, 2], stride: 2, padding: 1), [2, 2, 5, 4])
    try check(LocallyConnected2D(1, kernel: 2, bias: false), [3, 1, 3, 3])
  }
}
