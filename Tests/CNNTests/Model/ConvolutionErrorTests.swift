import CNN
import Testing

/// What building a model says of a convolution that does not go with its input: compared word for word.
@Suite struct ConvolutionErrorTests {
  private func message(_ layer: some Layer, _ input: Shape, builtFor first: Shape? = nil) -> String {
    var layer = layer
    layer.name = "c"
    do {
      if let first { try layer.build(input: first, seed: 1) }
      _ = try layer.outputShape(for: input)
      return "nothing was thrown"
    } catch { return "\(error)" }
  }

  @Test func ranks() {
    #expect(
      message(Conv1D(2, kernel: 3), [1, 4, 4])
        == "layer \"c\": expected a signal [channels, length], got [1, 4, 4]. Build the model with such a shape."
    )
    #expect(
      message(Conv3D(2, kernel: 3), [1, 4, 4])
        == "layer \"c\": expected a volume [channels, depth, rows, columns], got [1, 4, 4]. Build the model with"
        + " such a shape.")
    let image = "layer \"c\": expected an image [channels, rows, columns], got [16]. Move it before Flatten."
    #expect(message(DepthwiseConv2D(kernel: 3), [16]) == image)
    #expect(message(TransposedConv2D(2, kernel: 3), [16]) == image)
    #expect(message(LocallyConnected2D(2, kernel: 3), [16]) == image)
  }

  @Test func numbersThatMustBePositive() {
    #expect(message(Conv2D(2, kernel: 0), [1, 4, 4]) == "layer \"c\": the window must be positive, got 0×0.")
    #expect(
      message(Conv1D(2, kernel: 2, stride: -1), [1, 4]) == "layer \"c\": the stride must be positive, got -1."
    )
    #expect(
      message(Conv2D(2, kernel: 2, dilation: [1, 0]), [1, 4, 4])
        == "layer \"c\": the dilation must be positive, got 1×0.")
    #expect(
      message(Conv2D(2, kernel: 2, groups: 0), [1, 4, 4])
        == "layer \"c\": the number of groups must be positive, got 0.")
    #expect(
      message(Conv3D(0, kernel: 2), [1, 4, 4, 4])
        == "layer \"c\": the number of filters must be positive, got 0.")
    #expect(
      message(DepthwiseConv2D(kernel: 2, multiplier: 0), [1, 4, 4])
        == "layer \"c\": the number of filters must be positive, got 0.")
    #expect(
      message(Conv2D(2, kernel: 2), [0, 4, 4])
        == "layer \"c\": the number of channels must be positive, got 0.")
    #expect(
      message(Conv2D(2, kernel: 2, padding: -1), [1, 4, 4])
        == "layer \"c\": the padding must not be negative, got -1.")
  }

  @Test func groups() {
    #expect(
      message(Conv2D(6, kernel: 2, groups: 4), [3, 4, 4])
        == "layer \"c\": 4 groups do not divide its channels and filters evenly: 3 channels / 4 = 0 remainder 3,"
        + " 6 filters / 4 = 1 remainder 2. Use a number of groups that divides both.")
    #expect(
      message(TransposedConv2D(6, kernel: 2, groups: 2), [3, 4, 4])
        == "layer \"c\": 2 groups do not divide its channels and filters evenly: 3 channels / 2 = 1 remainder 1."
        + " Use a number of groups that divides both.")
  }

  @Test func otherChannelsThanBuilt() {
    func rebuilt(_ channels: Int, _ input: Shape) -> String {
      "layer \"c\": it was built for \(channels) channels, the input \(input) has \(input[0])."
        + " Build the model again for this input."
    }
    #expect(
      message(Conv2D(4, kernel: 2, groups: 2), [6, 4, 4], builtFor: [4, 4, 4]) == rebuilt(4, [6, 4, 4]))
    #expect(
      message(DepthwiseConv2D(kernel: 2, multiplier: 3), [1, 4, 4], builtFor: [2, 4, 4])
        == rebuilt(2, [1, 4, 4]))
    #expect(message(TransposedConv1D(4, kernel: 2), [3, 4], builtFor: [2, 4]) == rebuilt(2, [3, 4]))
    #expect(
      message(LocallyConnected2D(4, kernel: 2), [3, 4, 4], builtFor: [2, 4, 4]) == rebuilt(2, [3, 4, 4]))
    #expect(
      message(Conv1D(4, kernel: 2), [3, 4], builtFor: [2, 4])
        == "layer \"c\": its filters are 2 deep, the input [3, 4] has 3 channels. Build the model again for this input."
    )
    #expect(
      message(LocallyConnected2D(4, kernel: 2), [2, 5, 4], builtFor: [2, 4, 4])
        == "layer \"c\": it has weights for 9 windows, the input [2, 5, 4] has 12. Build the model again for this"
        + " input; a convolution shares its weights and takes any size.")
  }

  @Test("deck row 003-21: how far each mode can go")
  func paddings() {
    #expect(
      message(Conv2D(1, kernel: 3, padding: 4, paddingMode: .reflect), [1, 4, 9])
        == "layer \"c\": reflect padding continues 4 elements by 3 at most, got 4. Use less padding, or paddingMode:"
        + " .zeros.")
    #expect(
      message(
        Conv1D(1, kernel: 3, padding: .explicit(before: [5], after: [0]), paddingMode: .circular), [1, 4])
        == "layer \"c\": circular padding continues 4 elements by 4 at most, got 5. Use less padding, or paddingMode:"
        + " .zeros.")
    #expect(
      message(Conv3D(1, kernel: 3, padding: [1, 1]), [1, 4, 4, 4])
        == "layer \"c\": its padding is for 2 axes, its input has 3. Use one number for all sides, or 3 in an array."
    )
    #expect(
      message(Conv1D(1, kernel: 3, padding: .explicit(top: 1, left: 0, bottom: 0, right: 0)), [1, 4])
        == "layer \"c\": its padding is for 2 axes, its input has 1. Use one number for all sides, or one in an"
        + " array.")
  }

  @Test func windowsThatDoNotFit() {
    #expect(
      message(Conv2D(1, kernel: 3, padding: [0, 1], dilation: [2, 3]), [1, 4, 4])
        == "layer \"c\": the 3×3 window with dilation 2×3 does not fit the 4×4 image with its padding:"
        + " 4 + 0 + 0 = 4 rows < (3 − 1)·2 + 1 = 5, 4 + 1 + 1 = 6 columns < (3 − 1)·3 + 1 = 7."
        + " Use a smaller window, less dilation, padding: .same, or fewer poolings before it.")
    #expect(
      message(Conv1D(1, kernel: 5), [1, 4])
        == "layer \"c\": the 5 window does not fit the 4 signal with its padding: 4 + 0 + 0 = 4 elements < 5."
        + " Use a smaller window, padding: .same, or fewer poolings before it.")
    #expect(message(Conv3D(1, kernel: [3, 1, 1]), [1, 2, 4, 4]).contains("2 + 0 + 0 = 2 planes < 3"))
  }

  @Test("deck row 003-23: stride 3 on 5 × 5")
  func unevenStride() throws {
    let layer = Conv2D(1, kernel: 3, stride: 3, stridePolicy: .strict)
    #expect(
      message(layer, [1, 5, 5]) == """
        layer "c": the stride 3×3 does not divide evenly: (5 + 0 + 0 − 3) / 3 + 1 leaves 2 rows over, \
        (5 + 0 + 0 − 3) / 3 + 1 leaves 2 columns over. Change the padding, or let stridePolicy: .floor leave them out.

        ■ ■ ■ · ·
        ■ ■ ■ · ·
        ■ ■ ■ · ·
        · · · · ·
        · · · · ·
        """)
    #expect(message(layer, [1, 6, 6]) == "nothing was thrown")
    #expect(
      message(Conv1D(1, kernel: 2, stride: 2, stridePolicy: .strict), [1, 5]).contains(
        "leaves 1 element over"))
    var model = Sequential {
      Conv2D(2, kernel: 3, stride: 3, name: "first"); Conv2D(1, kernel: 1, stride: 2); ReLU()
    }
    try model.build(input: [1, 11, 10])
    #expect(
      model.summary.caption == "first: stride 3×3 leaves out the last 2 rows and the last column of 11×10")
    #expect(
      Conv2D(1, kernel: 3, stride: 2, padding: 1).shapeWarning(for: [1, 8, 8]) == nil,
      "only padding is left out"
    )
    #expect(
      LocallyConnected2D(1, kernel: 2, stride: 2).shapeWarning(for: [1, 4, 5])
        == "stride 2×2 leaves out the last column of 4×5")
  }

  @Test func transposed() {
    #expect(
      message(TransposedConv2D(1, kernel: 3, stride: 2, outputPadding: [1, 2]), [1, 4, 4])
        == "layer \"c\": the output padding must be at least 0 and less than the stride 2×2, got 1×2. It chooses among"
        + " the sizes that a stride makes equal.")
    #expect(
      message(TransposedConv1D(1, kernel: 2, padding: 2), [1, 3])
        == "layer \"c\": the padding takes away the whole output: 0 is left. Use less padding.")
    #expect(
      message(TransposedConv3D(1, kernel: 2), [1, 3, 0, 3])
        == "layer \"c\": the size of the input must be positive, got 3×0×3.")
  }
}
