import CNN
import Testing

/// Pooling in one, two and three axes against other libraries, and the fast operations against the textbook.
@Suite struct PoolingReferenceTests {
  static let maxima = [
    "maxpool2d_k2", "maxpool2d_k2_d2", "maxpool2d_k2_s3", "maxpool2d_k3_s1_p1", "maxpool2d_k3_s2",
    "maxpool2d_k3_s2_p1", "maxpool3d_k2_s1",
  ]
  static let means = [
    "avgpool1d_k4_s3", "avgpool2d_k2", "avgpool2d_k3_s2_p1_exclude", "avgpool2d_k3_s2_p1_include",
    "avgpool3d_k2_s2_p1",
  ]

  @Test(arguments: maxima)
  func maximum(name: String) throws {
    let reference = try ReferenceCase(name)
    let x = try #require(reference.inputs["x"])
    let want = try #require(reference.grads["x"])
    let g = try reference.pooling()
    let (y, indices) = Textbook.maxPool(x.array(Double.self), geometry: g)
    #expect(agrees(y, reference.y, 0))
    #expect(
      agrees(
        Textbook.maxPoolBackward(reference.dy.array(Double.self), indices: indices, geometry: g), want, 1e-12)
    )

    let fast = Pooling.maxForward(x.tensor, geometry: g)
    #expect(agrees(fast.y, reference.y) && fast.indices.map(Int.init) == indices)
    #expect(agrees(Pooling.maxBackward(reference.dy.tensor, indices: fast.indices, geometry: g), want))
  }

  @Test(arguments: means)
  func mean(name: String) throws {
    let reference = try ReferenceCase(name)
    let x = try #require(reference.inputs["x"])
    let want = try #require(reference.grads["x"])
    let g = try reference.pooling()
    let counts = reference.attrs.count_include_pad ?? true
    #expect(
      agrees(Textbook.meanPool(x.array(Double.self), geometry: g, countsPadding: counts), reference.y, 1e-10))
    let dx = Textbook.meanPoolBackward(reference.dy.array(Double.self), geometry: g, countsPadding: counts)
    #expect(agrees(dx, want, 1e-10))
    #expect(agrees(Pooling.meanForward(x.tensor, geometry: g, countsPadding: counts), reference.y))
    #expect(agrees(Pooling.meanBackward(reference.dy.tensor, geometry: g, countsPadding: counts), want))
  }

  @Test func layersHaveTheReferencesOptions() throws {
    func check(_ name: String, _ layer: some Layer) throws {
      let reference = try ReferenceCase(name)
      let pass = layer.forward(try #require(reference.inputs["x"]).tensor, context: .inference)
      #expect(agrees(pass.output, reference.y))
      #expect(agrees(pass.pullback(reference.dy.tensor).input, try #require(reference.grads["x"])))
    }
    try check("maxpool2d_k2_d2", MaxPool2D(2, stride: 1, dilation: 2))
    try check("maxpool2d_k3_s2_p1", MaxPool2D(3, stride: 2, padding: 1))
    try check("maxpool3d_k2_s1", MaxPool3D([2, 2, 2], stride: 1))
    try check("avgpool1d_k4_s3", AveragePool1D(4, stride: 3))
    try check(
      "avgpool2d_k3_s2_p1_exclude", AveragePool2D(3, stride: [2, 2], padding: 1, countsPadding: false))
    try check("avgpool3d_k2_s2_p1", AveragePool3D(2, padding: 1))
  }

  /// What `torch.nn.functional` gives for 0, 1, 2, … with these options; `MaxPool1d(3, 2, padding=1)` and so on.
  @Test("Paddings are for each axis and side, as of a convolution")
  func paddingOfEachAxis() throws {
    func shape(_ layer: some Layer, _ input: Shape) throws -> Shape { try layer.outputShape(for: input) }
    #expect(try shape(MaxPool1D(3, stride: 2, padding: [1]), [2, 9]) == [2, 5])
    #expect(
      try shape(AveragePool1D(3, stride: 1, padding: .explicit(before: [2], after: [0])), [2, 9]) == [2, 9])
    #expect(try shape(AveragePool3D(3, stride: 1, padding: [0, 1, 1]), [2, 6, 6, 6]) == [2, 4, 6, 6])
    #expect(try shape(MaxPool3D([2, 3, 3], stride: 2, padding: [0, 1, 1]), [2, 4, 8, 8]) == [2, 2, 4, 4])

    let signal = Tensor(shape: [1, 1, 5], scalars: [0, 1, 2, 3, 4])
    #expect(MaxPool1D(3, stride: 2, padding: [1])(signal).scalars == [1, 3, 4])
    let causal = AveragePool1D(2, stride: 1, padding: .explicit(before: [1], after: [0]))
    #expect(causal(signal).scalars == [0, 0.5, 1.5, 2.5, 3.5])
    let volume = Tensor(shape: [1, 1, 2, 2, 2], scalars: (0..<8).map { Float($0) })
    #expect(MaxPool3D([2, 2, 2], stride: 1, padding: [0, 1, 0])(volume).scalars == [5, 7, 7])
  }

  @Test("The odd pixel of .same goes to the end, of .sameLower to the start")
  func sameLower() throws {
    let signal = Tensor(shape: [1, 1, 4], scalars: [0, 1, 2, 3])
    #expect(MaxPool1D(2, stride: 1, padding: .same)(signal).scalars == [1, 2, 3, 3])
    #expect(MaxPool1D(2, stride: 1, padding: .sameLower)(signal).scalars == [0, 1, 2, 3])
    let image = Tensor(shape: [1, 1, 3, 3], scalars: (1...9).map { Float($0) })
    let corner = AveragePool2D(2, stride: 1, padding: .sameLower, countsPadding: false)(image)
    #expect(corner.scalars == [1, 1.5, 2.5, 2.5, 3, 4, 5.5, 6, 7])
  }

  @Test("A mean leaves out what a dilation does")
  func dilatedMean() {
    let signal = Tensor(shape: [1, 1, 6], scalars: [0, 1, 2, 3, 4, 5])
    #expect(AveragePool1D(2, stride: 1, dilation: 3)(signal).scalars == [1.5, 2.5, 3.5])
    let padded = AveragePool1D(3, stride: 3, padding: 1, dilation: 2, countsPadding: false)(signal)
    #expect(padded.scalars == [2, 3])
    #expect(AveragePool1D(3, stride: 2, ceilMode: true)(signal).scalars == [1, 3, 4.5])
  }

  static let grid: [WindowGeometry] = [
    WindowGeometry(axes: [AxisGeometry(input: 11, window: 3, stride: 2, sides: Sides(before: 1, after: 1))]),
    WindowGeometry(axes: [AxisGeometry(input: 10, window: 3, stride: 2, roundsUp: true)]),
    WindowGeometry(
      axes: [
        AxisGeometry(input: 7, window: 2, stride: 3, sides: Sides(before: 1, after: 0), roundsUp: true),
        AxisGeometry(input: 9, window: 3, stride: 1, dilation: 3),
      ]),
    WindowGeometry(
      axes: [
        AxisGeometry(input: 6, window: 3, dilation: 2, sides: Sides(before: 2, after: 3)),
        AxisGeometry(input: 5, window: 5, stride: 5),
      ]),
    WindowGeometry(axes: [
      AxisGeometry(input: 3, window: 2, sides: Sides(before: 1, after: 1)),
      AxisGeometry(input: 4, window: 3, dilation: 1),
      AxisGeometry(input: 5, window: 2, stride: 2, sides: Sides(after: 1)),
    ]),
  ]

  @Test("the fast operations have the textbook's bits", arguments: grid)
  func bits(g: WindowGeometry) {
    let x = Tensor.randomNormal(Shape([2, 3] + g.inputSizes), name: "x")
    let (y, indices) = Pooling.maxForward(x, geometry: g)
    let want = Textbook.maxPool(NDArray<Float>(x), geometry: g)
    #expect(y == Tensor(want.y) && indices.map(Int.init) == want.indices)
    let dy = Tensor.randomNormal(y.shape, name: "dy")
    #expect(
      Pooling.maxBackward(dy, indices: indices, geometry: g)
        == Tensor(Textbook.maxPoolBackward(NDArray<Float>(dy), indices: want.indices, geometry: g)))
    for counts in [true, false] {
      #expect(
        Pooling.meanForward(x, geometry: g, countsPadding: counts)
          == Tensor(Textbook.meanPool(NDArray<Float>(x), geometry: g, countsPadding: counts)))
      #expect(
        Pooling.meanBackward(dy, geometry: g, countsPadding: counts)
          == Tensor(Textbook.meanPoolBackward(NDArray<Float>(dy), geometry: g, countsPadding: counts)))
    }
  }
}

extension ReferenceCase {
  /// The geometry of the case's windows.
  func pooling() throws -> WindowGeometry {
    let sizes = try #require(inputs["x"]).shape.dropFirst(2)
    let (window, stride) = (try #require(attrs.kernel), try #require(attrs.stride))
    let padding = try #require(attrs.padding)
    return WindowGeometry(
      axes: sizes.enumerated().map { axis, size in
        AxisGeometry(
          input: size, window: window[axis], stride: stride[axis], dilation: attrs.dilation?[axis] ?? 1,
          sides: Sides(before: padding[axis], after: padding[axis]), roundsUp: attrs.ceil_mode ?? false)
      })
  }
}
