import CNN
import Foundation
import Testing

/// Max pooling with indices, and unpooling: against PyTorch, the textbook and measured gradients.
@Suite struct UnpoolingTests {
  private struct Case: Decodable {
    let window: [Int]
    let stride: [Int]
    let padding: [Int]
    let output_size: [Int]?
    let x: ReferenceCase.Values
    let maxima: ReferenceCase.Values
    let indices: [Int]
    let y: ReferenceCase.Values
    let dy: ReferenceCase.Values
    let gradient: ReferenceCase.Values
  }

  private func cases() throws -> [String: Case] {
    let url = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../References/max_unpooling.json")
    return try JSONDecoder().decode([String: Case].self, from: Data(contentsOf: url))
  }

  @Test func `maxima, indices, unpooled planes and gradients are PyTorch's`() throws {
    let cases = try cases()
    #expect(cases.count == 8)
    for (name, own) in cases {
      let (maxima, indices) = maxPoolWithIndices(
        own.x.tensor, window: own.window, stride: own.stride, padding: own.padding)
      #expect(maxima == own.maxima.tensor && indices == own.indices, "\(name)")
      let y = maxUnpool(
        maxima, indices: indices, window: own.window, stride: own.stride, padding: own.padding,
        outputSize: own.output_size)
      #expect(y == own.y.tensor, "\(name)")
      let loops = Textbook.maxUnpool(
        own.maxima.array(Double.self), indices: indices, size: Array(own.y.shape.dropFirst(2)))
      #expect(agrees(loops, own.y, 0), "\(name)")
      let gradient = maxUnpoolBackward(own.dy.tensor, indices: indices, maxima: maxima.shape)
      let positions = maxima.count / own.maxima.shape[0] / own.maxima.shape[1]
      for (position, index) in indices.enumerated() {
        let plane = position / positions * positions..<(position / positions + 1) * positions
        // PyTorch also hands a gradient to maxima that a later one has overwritten.
        let isLast = indices[position + 1..<plane.upperBound].allSatisfy { $0 != index }
        #expect(
          gradient.scalars[position] == (isLast ? Float(own.gradient.data[position]) : 0),
          "\(name) \(position)")
      }
    }
  }

  @Test func `of equal indices the last one counts, forward and backward`() {
    let maxima: Tensor = [[[1, 2, 3]], [[4, 5, 6]]]
    let indices = [2, 0, 2, 1, 1, 1]
    let y = maxUnpool(maxima, indices: indices, window: 1)
    #expect(y == [[[2, 0, 3]], [[0, 6, 0]]])
    let dy: Tensor = [[[10, 20, 30]], [[40, 50, 60]]]
    let gradient = maxUnpoolBackward(dy, indices: indices, maxima: [2, 1, 3])
    #expect(gradient == [[[0, 10, 30]], [[0, 0, 50]]])
    #expect((y * dy).sum == (maxima * gradient).sum, "one is the transpose of the other")
  }

  @Test func `many planes have the textbook's bits on any number of threads`() {
    let maxima = SpecialNumbers.nonFinite.tensor([3, 40, 9, 7], name: "m", seed: 1)
    let dy = SpecialNumbers.nonFinite.tensor([3, 40, 18, 14], name: "dy", seed: 1)
    var stream = RandomStream(seed: 1, name: "indices")
    let indices = (0..<maxima.count).map { _ in Int.random(in: 0..<18 * 14, using: &stream) }
    let y = Textbook.maxUnpool(NDArray<Float>(maxima), indices: indices, size: [18, 14])
    let gradient = Textbook.maxUnpoolBackward(NDArray<Float>(dy), indices: indices, maxima: maxima.shape)
    for threads in [1, 2, 3, 5] {
      let (output, input) = KernelChoice(level: "generic", threads: threads)() {
        (
          maxUnpool(maxima, indices: indices, window: 2),
          maxUnpoolBackward(dy, indices: indices, maxima: maxima.shape)
        )
      }
      #expect(haveSameBits(output, y) && haveSameBits(input, gradient), "\(threads) threads")
    }
  }

  @Test func `sizes follow window, stride and padding, and choose among those that a stride makes equal`() {
    let maxima = Tensor.ones([1, 1, 3, 2])
    func size(_ padding: Padding = .valid, _ outputSize: [Int]? = nil) -> [Int] {
      let y = maxUnpool(
        maxima, indices: [0, 1, 2, 3, 4, 5], window: [3, 2], stride: 2, padding: padding,
        outputSize: outputSize)
      return Array(y.shape.dimensions.dropFirst(2))
    }
    #expect(size() == [7, 4])
    #expect(size(.explicit(before: [1, 0], after: [0, 1])) == [6, 3])
    #expect(size(.valid, [8, 5]) == [8, 5] && size(.valid, [6, 3]) == [6, 3])
  }

  /// Pools, convolves the maxima and puts the results back where the maxima were: a decoder that knows the positions.
  private struct PooledConvolution: Layer {
    var name = "pooled"
    var convolution = Conv2D(3, kernel: 3, padding: 1)
    var kind: String { "pooled" }
    var parameters: [Parameter] {
      get { convolution.parameters }
      set { convolution.parameters = newValue }
    }

    mutating func build(input: Shape, seed: UInt64) throws(ShapeError) {
      try convolution.build(input: MaxPool2D(2).outputShape(for: input), seed: seed)
    }

    func outputShape(for input: Shape) throws(ShapeError) -> Shape { input }

    func forward(_ x: Tensor, context: Context) -> ForwardPass {
      let pooling = MaxPool2D(2).forward(x, context: context)
      let indices = maxPoolWithIndices(x, window: 2).indices
      let inner = convolution.forward(pooling.output, context: context)
      return ForwardPass(maxUnpool(inner.output, indices: indices, window: 2)) { dy in
        let gradients = inner.pullback(
          maxUnpoolBackward(dy, indices: indices, maxima: inner.output.shape))
        return LayerGradients(
          input: pooling.pullback(gradients.input).input, parameters: gradients.parameters)
      }
    }

    func reference(_ x: NDArray<Double>, parameters: [NDArray<Double>]) -> NDArray<Double> {
      let size = Array(x.shape.dimensions.dropFirst(2))
      let (maxima, indices) = Textbook.maxPool(
        x, geometry: WindowGeometry(input: size, window: [2, 2], stride: [2, 2]))
      return Textbook.maxUnpool(
        convolution.reference(maxima, parameters: parameters), indices: indices, size: size)
    }

    var referencePrecision: Double { .ulpOfOne }
  }

  @Test func `an encoder and decoder with unpooling has the measured gradients`() throws {
    let report = try gradientCheck(PooledConvolution(), input: [2, 3, 6, 4], seed: 5)
    #expect(report.passed && report.largestError < 1e-4, "\(report)")
  }

  @Test func `what does not go together is named`() async throws {
    func message(_ result: ExitTest.Result?) -> String {
      String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    }
    let outside = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = maxUnpool(.ones([1, 2, 1, 1]), indices: [3, 4], window: 2)
    }
    #expect(
      message(outside).contains(
        "the index at 1 must be inside a plane of 2×2, 0 ..< 4, got 4. "
          + "Indices count from 0 in each plane, not through the batch."))
    let few = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = maxUnpool(.ones([1, 1, 2]), indices: [0], window: 2)
    }
    #expect(message(few).contains("there must be an index for each maximum: expected 2, got 1"))
    let size = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = maxUnpool(.ones([1, 1, 2]), indices: [0, 1], window: 2, outputSize: 6)
    }
    #expect(message(size).contains("the output size must differ from 4 by less than the stride 2, got 6"))
    let matrix = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = maxPoolWithIndices(.ones([4, 4]), window: 2)
    }
    #expect(message(matrix).contains("maxPoolWithIndices takes a batch [N, C, …], got shape [4, 4]"))
    let window = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = maxPoolWithIndices(.ones([1, 1, 4, 4]), window: 5)
    }
    #expect(message(window).contains("the 5×5 window does not fit the 4×4 image"))
    let gradient = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = maxUnpoolBackward(.ones([1, 2, 4]), indices: [0], maxima: [1, 1, 1])
    }
    #expect(
      message(gradient).contains(
        "expected a gradient [N, C, …] for the maxima [1, 1, 1], got shape [1, 2, 4]"))
  }
}
