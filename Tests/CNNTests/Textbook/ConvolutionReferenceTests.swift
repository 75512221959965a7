import CNN
import Testing

/// Convolutions against other libraries: the textbook in double precision, the fast path in single.
@Suite struct ConvolutionReferenceTests {
  static let convolutions = [
    "conv1d_causal_d4", "conv1d_k3", "conv2d_1x1", "conv2d_1x1_s2", "conv2d_c16_o17", "conv2d_full_kernel",
    "conv2d_groups2", "conv2d_groups4_s2_d2", "conv2d_k3", "conv2d_k3_d2", "conv2d_k3_d2x3_p2x3",
    "conv2d_k3_s2_p1", "conv2d_k3x5_s2x1_p1x2", "conv2d_nobias_k2", "conv2d_same_even_kernel",
    "conv2d_single", "conv2d_stride_gt_kernel", "conv2d_wide_row", "conv3d_groups2", "conv3d_k3_s2_p1",
    "depthwise_k3_p1", "depthwise_mult2_s2",
  ]
  static let transposed = [
    "convt1d_k4_s3_p1", "convt2d_d2_groups2", "convt2d_k3", "convt2d_k4_s2_p1_nobias", "convt3d_k3_s2_p1_op1",
  ]

  @Test(arguments: convolutions)
  func convolution(name: String) throws {
    let reference = try ReferenceCase(name)
    let g = try reference.convolution()
    let (x, w) = (try #require(reference.inputs["x"]), try #require(reference.params["w"]))
    let b = reference.params["b"]
    let want = (x: try #require(reference.grads["x"]), w: try #require(reference.grads["w"]))
    let dy = reference.dy.array(Double.self)
    let y = Textbook.correlate(x.array(Double.self), w.array(), bias: b?.array(), geometry: g)
    #expect(agrees(y, reference.y, 1e-10))
    #expect(agrees(Textbook.correlateBackwardInput(dy, w.array(), geometry: g), want.x, 1e-10))
    #expect(agrees(Textbook.correlateBackwardFilter(dy, x.array(), geometry: g), want.w, 1e-10))

    let fast = Convolution.forward(x.tensor, w.tensor, bias: b?.tensor, geometry: g)
    #expect(agrees(fast, reference.y))
    #expect(agrees(Convolution.backwardInput(reference.dy.tensor, w.tensor, geometry: g), want.x))
    #expect(agrees(Convolution.backwardFilter(reference.dy.tensor, x.tensor, geometry: g), want.w))
    if let db = reference.grads["b"] {
      #expect(agrees(Textbook.correlateBackwardBias(dy), db, 1e-10))
      #expect(agrees(Convolution.backwardBias(reference.dy.tensor), db))
    }
  }

  @Test(arguments: transposed)
  func transposedConvolution(name: String) throws {
    let reference = try ReferenceCase(name)
    let g = try reference.transposedConvolution()
    let (x, w) = (try #require(reference.inputs["x"]), try #require(reference.params["w"]))
    let b = reference.params["b"]
    let want = (x: try #require(reference.grads["x"]), w: try #require(reference.grads["w"]))
    let dy = reference.dy.array(Double.self)
    let y = Textbook.correlateTransposed(x.array(Double.self), w.array(), bias: b?.array(), geometry: g)
    #expect(agrees(y, reference.y, 1e-10))
    #expect(agrees(Textbook.correlate(dy, w.array(), geometry: g), want.x, 1e-10))
    #expect(agrees(Textbook.correlateBackwardFilter(x.array(), dy, geometry: g), want.w, 1e-10))

    let fast = TransposedConvolution.forward(x.tensor, w.tensor, bias: b?.tensor, geometry: g)
    #expect(agrees(fast, reference.y))
    #expect(agrees(TransposedConvolution.backwardInput(reference.dy.tensor, w.tensor, geometry: g), want.x))
    #expect(agrees(TransposedConvolution.backwardFilter(reference.dy.tensor, x.tensor, geometry: g), want.w))
    if let db = reference.grads["b"] { #expect(agrees(Convolution.backwardBias(reference.dy.tensor), db)) }

    let free = correlateTransposed(
      x.tensor, w.tensor, bias: b?.tensor, stride: try #require(reference.attrs.stride),
      padding: try #require(reference.attrs.padding),
      outputPadding: try #require(reference.attrs.output_padding),
      dilation: try #require(reference.attrs.dilation), groups: try #require(reference.attrs.groups))
    #expect(free == fast)
  }

  @Test("the layers give the reference values with the reference weights")
  func layers() throws {
    func check(_ layer: some Layer, _ name: String) throws {
      let reference = try ReferenceCase(name)
      let x = try #require(reference.inputs["x"]).tensor
      var layer = layer
      layer.name = "layer"
      try layer.build(input: Shape(Array(x.shape.dimensions.dropFirst())), seed: 1)
      for index in layer.parameters.indices {
        let key = layer.parameters[index].name == "weight" ? "w" : "b"
        let value = try #require(reference.params[key]).tensor
        #expect(layer.parameters[index].value.shape == value.shape)
        layer.parameters[index].value = value
      }
      let pass = layer.forward(x, context: .training(seed: 1, step: 0))
      #expect(agrees(pass.output, reference.y))
      let gradients = pass.pullback(reference.dy.tensor)
      #expect(agrees(gradients.input, try #require(reference.grads["x"])))
      #expect(agrees(gradients.parameters[0], try #require(reference.grads["w"])))
    }
    try check(
      Conv1D(3, kernel: 3, padding: .explicit(before: [8], after: [0]), dilation: 4), "conv1d_causal_d4")
    try check(Conv2D(4, kernel: 3, stride: 2, padding: 2, dilation: 2, groups: 4), "conv2d_groups4_s2_d2")
    try check(Conv2D(3, kernel: 3, padding: [2, 3], dilation: [2, 3]), "conv2d_k3_d2x3_p2x3")
    try check(Conv2D(3, kernel: 4, padding: .same), "conv2d_same_even_kernel")
    try check(Conv3D(3, kernel: 3, stride: 2, padding: [1, 1, 1]), "conv3d_k3_s2_p1")
    try check(DepthwiseConv2D(kernel: 3, multiplier: 2, stride: 2, padding: 1), "depthwise_mult2_s2")
    try check(TransposedConv1D(2, kernel: 4, stride: 3, padding: 1), "convt1d_k4_s3_p1")
    try check(TransposedConv2D(6, kernel: 3, padding: 1, dilation: 2, groups: 2), "convt2d_d2_groups2")
    try check(
      TransposedConv2D(3, kernel: 4, stride: 2, padding: .same, bias: false), "convt2d_k4_s2_p1_nobias")
    try check(TransposedConv3D(2, kernel: 3, stride: 2, padding: 1, outputPadding: 1), "convt3d_k3_s2_p1_op1")
  }
}
