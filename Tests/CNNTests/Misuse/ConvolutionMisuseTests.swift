import CNN
import Testing

/// Wrong calls of the free functions: each ends a process of its own with the right words.
@Suite struct ConvolutionMisuseTests {
  private func text(_ result: ExitTest.Result?) throws -> String {
    String(decoding: try #require(result).standardErrorContent, as: UTF8.self)
  }

  @Test func shapes() async throws {
    let rank = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = correlate(.ones([4]), .ones([2, 2]))
    }
    #expect(
      try text(rank).contains(
        "correlate takes [H, W] with [R, S], or [C, H, W] or [N, C, H, W] with [K, C, R, S]; got [4] with [2, 2]"
      ))
    let signal = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = correlate1D(.ones([1, 2, 3, 4]), .ones([2]))
    }
    #expect(
      try text(signal).contains("correlate1D takes [L] with [S], or [C, L] or [N, C, L] with [K, C, S]"))
    let volume = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = convolve3D(.ones([4, 4]), .ones([2, 2]))
    }
    #expect(try text(volume).contains("convolve3D takes [D, H, W] with [T, R, S]"))
    let depthwise = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = correlateDepthwise(.ones([3, 4, 4]), .ones([4, 1, 2, 2]))
    }
    #expect(
      try text(depthwise).contains("correlateDepthwise takes [C, H, W] or [N, C, H, W] with [C·M, 1, R, S]"))
    let local = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = correlateLocally(.ones([1, 4, 4]), .ones([8, 1, 4]), filter: 2)
    }
    #expect(try text(local).contains("expected weights [9, K, 4]"))
    let transposed = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = correlateTransposed(.ones([2, 4, 4]), .ones([3, 1, 2, 2]))
    }
    #expect(
      try text(transposed).contains("there must be a filter for each channel, in 1 groups: expected 2, got 3")
    )
    let bias = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = correlate1D(.ones([4]), .ones([2]), bias: [1, 2])
    }
    #expect(try text(bias).contains("expected a bias of 1 numbers, got shape [2]"))
  }

  @Test func options() async throws {
    let groups = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = correlate(.ones([3, 4, 4]), .ones([4, 1, 2, 2]), groups: 2)
    }
    #expect(try text(groups).contains("3 channels and 4 filters cannot be divided into 2 groups"))
    let depth = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = correlate(.ones([4, 4, 4]), .ones([4, 4, 2, 2]), groups: 2)
    }
    #expect(
      try text(depth).contains(
        "the filters' depth must be the image's divided by the 2 groups: expected 2, got 4"))
    let dilation = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = correlate(.ones([4, 4]), .ones([2, 2]), dilation: 0)
    }
    #expect(try text(dilation).contains("a dilation is at least 1, got 0×0"))
    let stride = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = correlate1D(.ones([4]), .ones([2]), stride: [1, 2])
    }
    #expect(try text(stride).contains("expected one size, got [1, 2]"))
    let padding = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = correlate(.ones([4, 4]), .ones([2, 2]), padding: [1, 2, 3])
    }
    #expect(try text(padding).contains("expected a padding for 2 axes, got one for 3"))
    let negative = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = correlate(.ones([4, 4]), .ones([2, 2]), padding: -1)
    }
    #expect(try text(negative).contains("a padding is at least 0, got [[-1, -1], [-1, -1]]"))
    let window = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = correlate(.ones([4, 4]), .ones([3, 2]), dilation: 2)
    }
    #expect(try text(window).contains("the 3×2 filter with dilation 2×2 does not fit the padded 4×4 image"))
    let output = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = correlateTransposed(.ones([2, 4, 4]), .ones([2, 1, 2, 2]), outputPadding: 1)
    }
    #expect(try text(output).contains("the output padding must be less than the stride 1, got 1"))
  }

  @Test func paddingAndExplanations() async throws {
    let reflect = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = pad([1, 2, 3], by: 3, mode: .reflect)
    }
    #expect(try text(reflect).contains("reflect padding continues 3 elements by 2 at most, got 3"))
    let symmetric = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = correlate(.ones([2, 9]), .ones([1, 1]), padding: [3, 0], paddingMode: .symmetric)
    }
    #expect(try text(symmetric).contains("symmetric padding continues 2 elements by 2 at most, got 3"))
    let axes = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = pad([1, 2, 3], by: [1, 1])
    }
    #expect(try text(axes).contains("pad takes at least 2 axes, got shape [3]"))
    let sides = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = unpad([[1, 2], [3, 4]], by: 2)
    }
    #expect(try text(sides).contains("a map of shape [2, 2] is smaller than its padding"))
    let matrix = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = col2im(.ones([4, 4]), input: 4, filter: 2)
    }
    #expect(try text(matrix).contains("expected 9 rows and a multiple of 4 columns, got shape [4, 4]"))
    let center = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = convolveCentered(.ones([4, 4]), .ones([2, 3]))
    }
    #expect(try text(center).contains("a kernel with a center has odd sizes, got 2×3"))
    let term = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = terms(of: .output(0, 0, filter: 2), in: .correlation(input: 3, filter: 2, filters: 2))
    }
    #expect(try text(term).contains("there is no filter 2, as there are 2"))
    let stack = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = stackJacobian(plane: 3, planes: 3, outputs: 4)
    }
    #expect(try text(stack).contains("there is no channel 3 in a stack of 3 channels of 4 numbers"))
    let batch = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var layer = Conv1D(2, kernel: 3)
      try layer.build(input: [1, 6], seed: 1)
      _ = layer(.ones([1, 6]))
    }
    #expect(
      try text(batch).contains(
        "a convolution takes signals [N, C, L] and filters [K, C, S], got [1, 6] and [2, 1, 3]"))
  }
}
