import CNN
import Testing

@Suite struct ExplainBackwardTests {
  @Test("deck rows 003-32 and 004-09: all routes agree for every kind of convolution")
  func routesAgree() throws {
    func check(_ layer: some ConvolutionLayer, _ input: Shape) throws {
      let told = try explainBackward(layer, input: input, seed: 3)
      #expect(told.agrees && told.agreements.count == 6, "\(told)")
      #expect(told.agreements.allSatisfy { $0.difference < 1e-5 }, "\(told)")
      #expect(told.dx.shape == input)
    }
    for stride in 1...3 {
      for padding in [Padding.valid, .same, .full, .explicit(top: 0, left: 1, bottom: 2, right: 4)] {
        try check(Conv2D(4, kernel: 3, stride: stride, padding: padding, groups: 2), [2, 2, 6, 7])
        try check(Conv2D(2, kernel: [2, 3], stride: stride, padding: padding, dilation: 2), [1, 3, 7, 7])
      }
    }
    for mode in PaddingMode.allCases {
      try check(Conv2D(2, kernel: 3, stride: 2, padding: 2, paddingMode: mode), [2, 1, 5, 6])
    }
    try check(Conv1D(4, kernel: 3, stride: 2, dilation: 2, groups: 2), [2, 2, 10])
    try check(Conv3D(2, kernel: 2, stride: 2, padding: 1), [1, 2, 3, 4, 3])
    try check(DepthwiseConv2D(kernel: 3, multiplier: 2, stride: 2), [2, 3, 6, 6])
  }

  @Test("deck rows 002-11 and 004-08, traps 1.6 k and o: every step with its shape")
  func stepsAndShapes() throws {
    let layer = Conv2D(
      4, kernel: 3, stride: 2, padding: .explicit(top: 0, left: 1, bottom: 0, right: 1), name: "c")
    let told = try explainBackward(layer, input: [1, 2, 6, 6], seed: 1)
    #expect(
      told.description == """
        backward pass of c
        gradient  step                                                                                  shape
        ────────  ────────────────────────────────────────────────────────────────────────────────────  ─────────────
                  start with dz, the gradient to the output                                             [1, 4, 2, 3]
        dx        dilate dz by the stride 2×2: zeros between neighbors                                  [1, 4, 3, 5]
                  append 1×1 zeros at the end: the size for stride 1                                    [1, 4, 4, 6]
                  pad with 2×2 zeros on each side: the filter's extent less 1                           [1, 4, 8, 10]
                  swap the filters' input and output channels                                           [2, 4, 3, 3]
                  rotate each channel by 180°                                                           [2, 4, 3, 3]
                  correlate: the gradient with respect to the padded input                              [1, 2, 6, 8]
                  crop the padding                                                                      [1, 2, 6, 6]
        dw        dilate dz by the stride 2×2: zeros between neighbors                                  [1, 4, 3, 5]
                  append 1×1 zeros at the end: the size for stride 1                                    [1, 4, 4, 6]
                  pad the input as forward (zeros)                                                      [1, 2, 6, 8]
                  correlate each channel of the input with each channel of dz, and sum over the images  [4, 2, 3, 3]
        db        sum over images and positions                                                         [4]
        check dx  by the steps above                                                                    agrees
        check dx  by the textbook's loops                                                               agrees
        check dx  by the transposed convolution matrix                                                  agrees
        check dw  by the steps above                                                                    agrees
        check dw  by the textbook's loops                                                               agrees
        check dw  by the matrix of windows (im2col)                                                     agrees
        """)
  }

  @Test("golden numbers, from a given input and gradient")
  func givenNumbers() throws {
    var layer = Conv2D(1, kernel: 2, bias: false)
    try layer.build(input: [1, 3, 3], seed: 1)
    layer.parameters[0].value = [[[[1, 2], [3, 4]]]]
    let told = try explainBackward(
      layer, at: [[[1, 2, 3], [4, 5, 6], [7, 8, 9]]], gradient: [[[1, 0], [-1, 2]]])
    #expect(told.dx == [[[[1, 2, 0], [2, 4, 4], [-3, 2, 8]]]])
    #expect(told.dw == [[[[7, 9], [13, 15]]]])
    #expect(told.steps.map(\.gradient) == ["dx", "dx", "dx", "dx", "dw"] && told.agrees)
    #expect(told.agreements.allSatisfy { $0.difference == 0 })
  }

  @Test func largeMatricesAreLeftOut() throws {
    let told = try explainBackward(Conv2D(4, kernel: 3), input: [1, 3, 40, 40], seed: 1)
    #expect(told.agreements.count == 4 && told.agrees)
    #expect(throws: ShapeError.self) { try explainBackward(Conv2D(4, kernel: 3), input: [3, 2, 2]) }
  }
}
