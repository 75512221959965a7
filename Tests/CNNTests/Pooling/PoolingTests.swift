import CNN
import Testing

@Suite struct PoolingTests {
  private let overlapping = WindowGeometry(
    axes: [AxisGeometry(input: 3, window: 2), AxisGeometry(input: 3, window: 2)])

  private func gradient(_ layer: some Layer, _ x: Tensor, _ dy: Tensor) -> Tensor {
    layer.forward(x, context: .inference).pullback(dy).input
  }

  @Test("deck row 002-05: overlapping windows add up at their maximum")
  func maximum() {
    let x: Tensor = [[[[1, 9, 2], [3, 4, 5], [8, 6, 7]]]]
    let layer = MaxPool2D(2, stride: 1)
    #expect(layer(x) == [[[[9, 9], [8, 7]]]])
    #expect(gradient(layer, x, [[[[1, 2], [3, 4]]]]) == [[[[0, 3, 0], [0, 0, 0], [3, 0, 4]]]])
    #expect(Pooling.maxForward(x, geometry: overlapping).indices == [1, 1, 6, 8])
  }

  @Test("deck row 002-06: the mean's gradient is spread evenly")
  func mean() {
    let dx = gradient(AveragePool2D(2, stride: 1), .ones([1, 1, 3, 3]), [[[[1, 2], [3, 4]]]])
    #expect(dx == Tensor([[[0.25, 0.75, 0.5], [1, 2.5, 1.5], [0.75, 1.75, 1]]]).reshaped(1, 1, 3, 3))
  }

  @Test("deck row 002-07: it is a convolution of the padded gradient with four quarters", arguments: 2...5)
  func meanIsAConvolution(size: Int) {
    let dy = wholeNumbers([2, 1, size, size + 1], name: "dy")
    let x = Tensor.ones([2, 1, size + 1, size + 2])
    let quarters = Tensor(repeating: 0.25, shape: [1, 1, 2, 2])
    #expect(gradient(AveragePool2D(2, stride: 1), x, dy) == correlate(pad(dy, by: 1), quarters))
  }

  @Test func theFirstOfEqualMaximaTakesTheGradient() {
    #expect(Pooling.maxForward(.ones([1, 1, 3, 3]), geometry: overlapping).indices == [0, 1, 3, 4])
    #expect(
      Textbook.maxPool(NDArray<Float>(.ones([1, 1, 3, 3])), geometry: overlapping).indices == [0, 1, 3, 4])
  }

  @Test func notANumberPropagates() {
    let x = Tensor([[[1, 2, 3], [4, Float.nan, 6], [7, .nan, 9]]]).reshaped(1, 1, 3, 3)
    let (y, indices) = Pooling.maxForward(x, geometry: overlapping)
    #expect(y.scalars.allSatisfy(\.isNaN) && indices == [4, 4, 4, 4])
    #expect(Textbook.maxPool(NDArray<Float>(x), geometry: overlapping).indices == [4, 4, 4, 4])
    let means = AveragePool2D(2, stride: 1)(x).scalars
    #expect(means.count { $0.isNaN } == 4)
  }

  @Test("sizes are rounded down or up; a window behind the image is left out")
  func rounding() throws {
    func sizes(_ input: Int, _ window: Int, _ stride: Int, _ padding: Int = 0) throws -> [Int] {
      try [false, true].map {
        try MaxPool1D(window, stride: stride, padding: padding, ceilMode: $0).outputShape(for: [1, input])[1]
      }
    }
    #expect(try sizes(5, 2, 2) == [2, 3])
    #expect(try sizes(6, 2, 2) == [3, 3])
    #expect(try sizes(6, 3, 2) == [2, 3])
    // Rounded up there would be a window at 6, behind the 5 positions of the image.
    #expect(try sizes(5, 1, 3) == [2, 2])
    #expect(try sizes(4, 2, 3, 1) == [2, 2])
    let x: Tensor = [[[1, 2, 3, 4, 10]]]
    #expect(AveragePool1D(2, ceilMode: true)(x) == [[[1.5, 3.5, 10]]])
    #expect(MaxPool1D(2, ceilMode: true)(x) == [[[2, 4, 10]]])
    #expect(try MaxPool2D(2, stride: 2, padding: .same).outputShape(for: [3, 5, 6]) == [3, 3, 3])
  }

  @Test func globalAverage() {
    let x: Tensor = [[[[1, 2], [3, 4]], [[0, 0], [0, 8]]]]
    let layer = GlobalAveragePool2D()
    #expect(layer(x) == [[2.5, 2]])
    let dx = gradient(layer, x, [[4, 8]])
    #expect(dx == [[[[1, 1], [1, 1]], [[2, 2], [2, 2]]]])
  }

  @Test("Global pooling takes channels of any number of axes")
  func global() throws {
    let signal: Tensor = [[[1, 5, 5, -2], [-3, -1, -7, -1]]]
    #expect(GlobalAveragePool1D()(signal) == [[2.25, -3]] && GlobalMaxPool1D()(signal) == [[5, -1]])
    // Of equal maxima the first one takes the gradient.
    #expect(gradient(GlobalMaxPool1D(), signal, [[2, 3]]) == [[[0, 2, 0, 0], [0, 3, 0, 0]]])
    let volume = Tensor(shape: [1, 2, 2, 1, 2], scalars: (0..<8).map { Float($0) })
    #expect(GlobalAveragePool3D()(volume) == [[1.5, 5.5]] && GlobalMaxPool3D()(volume) == [[3, 7]])
    #expect(try GlobalMaxPool2D().outputShape(for: [5, 3, 4]) == [5])
    #expect(throws: ShapeError.self) { try GlobalMaxPool2D().outputShape(for: [5, 3]) }
  }

  /// Values and gradients of `unfold(x.abs().pow(p), 2).sum(1).pow(1 / p)` in float64, by PyTorch 2.15.
  private static let norms: [(p: Float, values: [Float], gradients: [Float])] = [
    (1, [7, 6, 7, 10], [-1, -3, -2, -4, 10, 6, 3, 7, 4]),
    (
      2, [4.358898944, 3.31662479, 4.358898944, 5.916079783],
      [
        -0.802955069, -2.081096058, -0.904534034, -0.458831468, 1.098404514, 1.918719139, 1.720618004,
        4.775297119, 3.042555317,
      ]
    ),
    (
      3, [3.887490049, 2.823108087, 3.887490049, 5.161400577],
      [
        -0.810583031, -1.981956153, -0.564621617, -0.066170043, 0.166443237, 0.902458746, 1.240688313,
        4.271084573, 3.040534158,
      ]
    ),
  ]

  @Test("The p-norm of each window", arguments: norms.indices)
  func norm(index: Int) throws {
    let (p, values, gradients) = Self.norms[index]
    let x = Tensor(shape: [1, 1, 3, 3], scalars: (0..<9).map { Float($0) - 3.5 })
    let pass = LpPool2D(2, p: p, stride: 1).forward(x, context: .inference)
    #expect(zip(pass.output.scalars, values).allSatisfy { ($0 - $1).magnitude < 1e-5 })
    let dx = pass.pullback(Tensor(shape: [1, 1, 2, 2], scalars: [1, 2, 3, 4])).input
    #expect(zip(dx.scalars, gradients).allSatisfy { ($0 - $1).magnitude < 1e-5 })
    let zeros = LpPool2D(2, p: p).forward(.zeros([1, 1, 2, 2]), context: .inference)
    #expect(
      zeros.output.scalars == [0] && zeros.pullback(.ones([1, 1, 1, 1])).input.scalars == [0, 0, 0, 0])
  }

  @Test func `options for another number of axes than the layer's are told`() {
    let images = WindowOptions(axes: 2, window: 2)
    let error = #expect(throws: ShapeError.self) {
      try MaxPool1D(options: images, name: "pool").outputShape(for: [3, 8])
    }
    #expect("\(error!)".contains("layer \"pool\"") && "\(error!)".contains("window"), "\(error!)")
    #expect(throws: ShapeError.self) { try MaxPool1D([2, 3]).outputShape(for: [3, 8]) }
    #expect(MaxPool2D(options: images, name: "")(.ones([1, 1, 4, 4])) == .ones([1, 1, 2, 2]))
  }

  @Test("deck row 002-01: learned pooling starts as a known one")
  func learnable() throws {
    let x = Tensor.random([2, 3, 4, 4], in: 0.1...2, name: "x", seed: 1)
    func built(_ rule: LearnablePool2D.Rule) throws -> LearnablePool2D {
      var layer = LearnablePool2D(rule, name: "pool")
      try layer.build(input: [3, 4, 4], seed: 1)
      return layer
    }
    #expect(try built(.scaled)(x) == AveragePool2D(2)(x))
    #expect(try built(.weighted)(x).largestDifference(from: AveragePool2D(2)(x))! < 1e-6)
    var mean = try built(.generalizedMean)
    #expect(mean.parameters == [Parameter("p", [3])])
    mean.parameters[0].value = [1]
    #expect(mean(x).largestDifference(from: AveragePool2D(2)(x))! < 1e-6)
    mean.parameters[0].value = [60]
    #expect(mean(x).largestDifference(from: MaxPool2D(2)(x))! < 0.06)
    #expect(try built(.scaled).parameters.map(\.value.shape) == [[3], [3]])
    #expect(try built(.weighted).parameters.map(\.value.shape) == [[2, 2]])
  }
}
