import CNN
import Testing

/// The rows of the decks on sizes, strides, and several planes.
@Suite struct StrideAndPlanesTests {
  @Test("deck rows 002-19 to 002-21, trap 1.6 k: downsampling and its backward pass")
  func resampling() {
    let x: Tensor = [[1, 2, 3], [4, 5, 6], [7, 8, 9]], small: Tensor = [[1, 2], [3, 4]]
    #expect(downsample(x, by: 2) == [[1, 3], [7, 9]])
    #expect(upsample(small, by: 2, size: 3) == [[1, 0, 2], [0, 0, 0], [3, 0, 4]])
    #expect(downsample(upsample(small, by: 2, size: 3), by: 2) == small)
    let even = wholeNumbers([4, 4], name: "even")
    #expect(dilate(downsample(even, by: 2), by: 2).shape == [3, 3])
    #expect(upsample(downsample(even, by: 2), by: 2, size: 4).shape == [4, 4])
    #expect(inner(downsample(even, by: 2), small) == inner(even, upsample(small, by: 2, size: 4)))
  }

  @Test("deck rows 000-19 and 003-22: sizes")
  func sizes() throws {
    // The gradient's map is as large as what was convolved: (H + K − 1) × (W + K − 1) for z of H × W.
    #expect(correlate(.ones([4, 5]), .ones([3, 3]), padding: .full).shape == [6, 7])
    for size in [5, 7, 9] {
      #expect(try Conv2D(1, kernel: 3, stride: 2).outputShape(for: [1, size, size])[1] == (size - 3) / 2 + 1)
    }
  }

  @Test("deck rows 000-15 and 000-25: every local derivative is a weight or a pixel", arguments: 1...3)
  func localDerivatives(stride: Int) {
    let x = wholeNumbers([6, 7], name: "x"), w = wholeNumbers([3, 2], name: "w")
    let z = correlate(x, w, stride: stride)
    let g = WindowGeometry(input: [6, 7], window: [3, 2], stride: [stride, stride])
    for output in g.outputs {
      var one = Tensor.zeros(z.shape)
      one[output.row, output.column] = 1
      let dz = one.reshaped(1, 1, z.shape[0], z.shape[1])
      let dx = Convolution.backwardInput(dz, w.reshaped(1, 1, 3, 2), geometry: g)
      let dw = Convolution.backwardFilter(dz, x.reshaped(1, 1, 6, 7), geometry: g)
      for element in g.elements {
        let pixel = g.pixel(output, element)
        #expect(dx[0, 0, pixel.row, pixel.column] == w[element.row, element.column])
        #expect(dw[0, 0, element.row, element.column] == x[pixel.row, pixel.column])
      }
      #expect(dx.sum == w.sum)
    }
  }

  @Test("deck rows 003-24, 003-25 and 003-27: planes add up, filters give planes, as one matrix product")
  func planesAndFilters() {
    let x = wholeNumbers([3, 6, 7], name: "x"), w = wholeNumbers([4, 3, 3, 3], name: "w")
    let z = correlate(x, w)
    #expect(z.shape == [4, 4, 5])
    for k in 0..<4 {
      let sum = (0..<3).reduce(Tensor.zeros([4, 5])) { $0 + correlate(x.slice($1), w.slice(k).slice($1)) }
      #expect(z.slice(k) == sum && correlate(x, w.slice(k)) == sum)
    }
    let product = im2col(x, filter: 3).matmul(w.reshaped(4, 27).transposed())
    #expect(product.transposed().reshaped(4, 4, 5) == z)
  }

  @Test("deck row 000-28: padded forward, padded for the filter's gradient; cropped for the input's")
  func paddedBackward() {
    let x = wholeNumbers([5, 5], name: "x"), w = wholeNumbers([3, 3], name: "w")
    let padding = Padding.explicit(top: 0, left: 2, bottom: 2, right: 0)
    let z = correlate(x, w, stride: 2, padding: padding)
    let dz = wholeNumbers(z.shape, name: "dz")
    let g = WindowGeometry(input: [5, 5], window: [3, 3], stride: [2, 2], padding: padding)
    let batch = dz.reshaped(1, 1, z.shape[0], z.shape[1])
    let spread = upsample(dz, by: 2, size: 5)
    let dw = Convolution.backwardFilter(batch, x.reshaped(1, 1, 5, 5), geometry: g)
    #expect(dw.reshaped(3, 3) == correlate(pad(x, by: padding), spread))
    let dx = Convolution.backwardInput(batch, w.reshaped(1, 1, 3, 3), geometry: g)
    #expect(dx.reshaped(5, 5) == unpad(convolve(spread, w, padding: .full), by: padding))
  }

  @Test("An output size chooses the padding of a transposed convolution, as ONNX defines it")
  func outputSize() throws {
    let x = Tensor(shape: [1, 1, 3, 3], scalars: (0..<9).map { Float($0) })
    func output(_ layer: TransposedConv2D) throws -> Tensor {
      var layer = layer
      try layer.build(input: [1, 3, 3], seed: 1)
      layer.parameters[0].value = .ones(layer.parameters[0].value.shape)
      #expect(try layer.outputShape(for: [1, 3, 3]) == Shape(Array(layer(x).shape.dimensions.dropFirst())))
      return layer(x).slice(0).slice(0)
    }
    // The tests of ONNX's operator: convtranspose_output_shape and convtranspose_autopad_same.
    let large = try output(TransposedConv2D(1, kernel: 3, stride: [3, 2], outputSize: [10, 8], bias: false))
    #expect(
      large.slice(0).scalars == [0, 0, 1, 1, 3, 2, 2, 0]
        && large.slice(3).scalars == [3, 3, 7, 4, 9, 5, 5, 0])
    #expect(large.slice(9).scalars == Array(repeating: 0, count: 8))
    let same = try output(
      TransposedConv2D(1, kernel: 3, stride: 2, padding: .same, outputSize: 6, bias: false))
    #expect(same.slice(1).scalars == [0, 0, 1, 1, 3, 2] && same.slice(2).scalars == [3, 3, 8, 5, 12, 7])
    let lower = try output(TransposedConv2D(1, kernel: 3, stride: 2, outputSize: [6, 6], bias: false))
    #expect(lower.slice(0).scalars == [0, 1, 1, 3, 2, 2] && lower.slice(1).scalars == [3, 8, 5, 12, 7, 7])
  }

  @Test("deck row 003-28: two rows below and two columns to the right keep the size")
  func asymmetricPadding() {
    let x = wholeNumbers([5, 6], name: "x"), k = wholeNumbers([3, 3], name: "k")
    let y = correlate(x, k, padding: .explicit(top: 0, left: 0, bottom: 2, right: 2))
    #expect(y.shape == x.shape && y[4, 5] == x[4, 5] * k[0, 0])
  }
}
