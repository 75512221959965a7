import CNN
import Testing

@Suite struct BackwardOperationTests {
  @Test("deck row 002-22: what goes forward as … goes back as …, each line checked")
  func table() throws {
    let table = try backwardOperations(seed: 2)
    #expect(table.rows.count == 12 && table.rows.allSatisfy { $0[2] == "agrees" }, "\(table)")
    func back(_ forward: String) -> String { table.rows.first { $0[0] == forward }?[1] ?? "" }
    #expect(back("downsampling").hasPrefix("upsampling") && back("upsampling").hasPrefix("downsampling"))
    #expect(back("convolution").contains("rotated filters"))
    #expect(back("average pooling").contains("convolution"))
    #expect(back("max pooling").contains("not a convolution"))
    let one = try backwardOperations([AveragePool2D(3, stride: 2, padding: 1)], input: [1, 2, 7, 5], seed: 1)
    #expect(one.rows.map { $0[2] } == ["agrees"])
    #expect(throws: ShapeError.self) { try backwardOperations([MaxPool2D(9)], seed: 1) }
  }

  private func check(_ layer: some ExplainableLayer, _ input: Shape, checks: Int) throws {
    let told = try explainBackward(layer, input: input, seed: 4)
    #expect(told.agrees && told.agreements.count == checks, "\(told)")
    #expect(told.dx.shape == input, "\(told)")
    #expect(told.steps.allSatisfy { $0.result.count > 0 }, "\(told)")
  }

  @Test("transposed convolutions: the steps of a convolution forward")
  func transposed() throws {
    for (stride, padding) in [(1, 0), (2, 1), (3, 0)] {
      try check(
        TransposedConv2D(4, kernel: 3, stride: stride, padding: padding, groups: 2), [2, 2, 4, 3], checks: 5)
      try check(
        TransposedConv2D(
          2, kernel: [2, 3], stride: stride, outputPadding: stride - 1, dilation: 2, bias: false),
        [1, 3, 3, 2], checks: 5)
    }
    try check(TransposedConv1D(3, kernel: 4, stride: 3, padding: 1), [2, 2, 4], checks: 5)
    try check(TransposedConv3D(2, kernel: 2, stride: 2), [1, 2, 2, 3, 2], checks: 5)
    let told = try explainBackward(
      TransposedConv2D(1, kernel: 2, stride: 2, padding: 1, name: "up"), input: [1, 1, 3, 3], seed: 1)
    #expect(
      told.steps.map { "\($0.gradient): \($0.action) \($0.result.shape)" } == [
        "dx: pad dz by what the output was cropped (zeros) [1, 1, 6, 6]",
        "dx: correlate with the filters, stride 2×2 [1, 1, 3, 3]",
        "dw: dilate x by the stride 2×2: zeros between neighbors [1, 1, 5, 5]",
        "dw: pad dz by what the output was cropped (zeros) [1, 1, 6, 6]",
        "dw: correlate each channel of dz with each channel of x, and sum over the images [1, 1, 2, 2]",
        "db: sum over images and positions [1]",
      ])
  }

  @Test("locally connected layers, pooling, dense layers and the rest")
  func others() throws {
    try check(LocallyConnected2D(2, kernel: [3, 2], stride: 2, padding: 1), [2, 2, 5, 4], checks: 4)
    try check(LocallyConnected2D(1, kernel: 2, bias: false), [3, 1, 3, 3], checks: 4)
    try check(MaxPool2D(3, stride: 2, padding: 1), [2, 2, 7, 6], checks: 2)
    try check(MaxPool1D(2, dilation: 2), [2, 3, 9], checks: 2)
    for countsPadding in [true, false] {
      for ceilMode in [true, false] {
        try check(
          AveragePool2D(3, stride: 2, padding: 1, ceilMode: ceilMode, countsPadding: countsPadding),
          [2, 2, 6, 7], checks: 2)
      }
    }
    try check(AveragePool3D(2), [1, 2, 4, 4, 5], checks: 2)
    try check(Downsample([2, 3]), [2, 2, 5, 7], checks: 2)
    try check(ZeroUpsample(2, size: Size2D(rows: 9, columns: 6)), [1, 2, 3, 2], checks: 2)
    try check(Dense(4), [3, 5], checks: 4)
    try check(Sigmoid(), [3, 5], checks: 2)
    try check(Flatten(), [2, 2, 3, 3], checks: 1)
  }

  @Test("deck row 002-03: what flows forward, the loss, and what flows back")
  func trace() throws {
    var model = Sequential {
      Conv2D(2, kernel: 3); ReLU(); MaxPool2D(2); Flatten(); Dense(3)
    }
    try model.build(input: [1, 6, 6], seed: 1)
    let table = try model.trace(.random([4, 1, 6, 6], in: 0...1, name: "x", seed: 1), labels: [0, 1, 2, 0])
    #expect(
      table.rows.map { $0[1...3].joined(separator: " ") } == [
        "input x [4, 1, 6, 6]", "conv1 y [4, 2, 4, 4]", "relu1 y [4, 2, 4, 4]", "pool1 y [4, 2, 2, 2]",
        "flatten1 y [4, 8]", "dense1 y [4, 3]", "cross-entropy L []", "dense1 ∂L/∂weight [3, 8]",
        "dense1 ∂L/∂bias [3]", "dense1 ∂L/∂x [4, 8]", "flatten1 ∂L/∂x [4, 2, 2, 2]",
        "pool1 ∂L/∂x [4, 2, 4, 4]", "relu1 ∂L/∂x [4, 2, 4, 4]", "conv1 ∂L/∂weight [2, 1, 3, 3]",
        "conv1 ∂L/∂bias [2]", "conv1 ∂L/∂x [4, 1, 6, 6]",
      ])
    #expect(table.rows.map { $0[0] }.filter { !$0.isEmpty } == ["forward", "loss", "backward"])
    #expect(table.rows[9][4] == table.rows[10][4], "folding up changes no number")
    let constant = try model.trace(.ones([1, 6, 6]), labels: [2])
    #expect(constant.rows[0].dropFirst(3) == ["[1, 6, 6]", "1"])
    #expect(throws: DataError.self) { try model.trace(.ones([1, 6, 6]), labels: [3]) }
  }
}
