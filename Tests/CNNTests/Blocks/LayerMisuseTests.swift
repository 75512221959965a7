import CNN
import Testing

/// A layer of one's own with a reason of its own.
private struct Picky: Layer {
  var name = ""
  var kind: String { "picky" }
  func outputShape(for input: Shape) throws(ShapeError) -> Shape {
    guard input[1] == input[2] else {
      throw ShapeError(layer: name, problem: .custom("expected a square, got \(input)."))
    }
    return input
  }
  func forward(_ x: Tensor, context: Context) -> ForwardPass { ForwardPass(x) { LayerGradients(input: $0) } }
}

/// Wrong uses of layers and blocks, and the words with which building a model refuses them.
@Suite struct LayerMisuseTests {
  static let cases: [(layer: any Layer, input: Shape, words: String)] = [
    (MaxPool2D(0), [1, 4, 4], "the window must be positive, got 0×0."),
    (MaxPool2D(2, stride: 0), [1, 4, 4], "the stride must be positive, got 0×0."),
    (MaxPool2D(2, stride: 1, dilation: 0), [1, 4, 4], "the dilation must be positive, got 0×0."),
    (
      MaxPool2D([1, 2, 3]), [1, 4, 4], "the window is one size for all 2 axes or one for each, got [1, 2, 3]."
    ),
    (
      MaxPool2D(2, stride: [1, 2, 3]), [1, 4, 4],
      "the stride is one size for all 2 axes or one for each, got [1, 2, 3]."
    ),
    (
      MaxPool2D(3, padding: [1, 1, 1]), [1, 9, 9],
      "its padding is for 3 axes, its input has 2. Use one number for all sides, or 2 in an array."
    ),
    (
      AveragePool1D(3, padding: .explicit(before: [0, 0], after: [1, 1])), [1, 9],
      "its padding is for 2 axes, its input has 1. Use one number for all sides, or one in an array."
    ),
    (
      Conv2D(1, kernel: [3, 3, 3]), [1, 9, 9],
      "the window is one size for all 2 axes or one for each, got [3, 3, 3]."
    ),
    (
      Conv3D(1, kernel: 1, stride: [1, 2]), [1, 9, 9, 9],
      "the stride is one size for all 3 axes or one for each, got [1, 2]."
    ),
    (
      TransposedConv2D(1, kernel: 3, stride: 2, outputSize: [9, 12]), [1, 4, 4],
      "the output size must be less than 11, got 9×12."
    ),
    (
      TransposedConv2D(1, kernel: 3, padding: 1, outputSize: 5), [1, 4, 4],
      "the padding must be .valid or .same where an output size is given, got another."
    ),
    (MaxPool2D(2, padding: -1), [1, 4, 4], "the padding must not be negative, got -1."),
    (
      MaxPool2D(2, padding: 2), [1, 4, 4],
      "the padding must be less than the 2×2 window, as a window of padding alone has no value."
    ),
    (
      MaxPool2D(2, stride: 1, padding: 2, dilation: 3), [1, 1, 4],
      "the padding must be less than the 2×2 window, as a window of padding alone has no value."
    ),
    (
      MaxPool2D(5), [1, 4, 6],
      "the 5×5 window does not fit the 4×6 image with its padding: 4 + 0 + 0 = 4 rows < 5. Use a smaller window,"
        + " padding: .same, or fewer poolings before it."
    ),
    (MaxPool2D(2), [16], "expected an image [channels, rows, columns], got [16]. Move it before Flatten."),
    (
      MaxPool1D(2), [1, 4, 4],
      "expected a signal [channels, length], got [1, 4, 4]. Build the model with such a shape."
    ),
    (
      AveragePool3D(2), [1, 4, 4],
      "expected a volume [channels, depth, rows, columns], got [1, 4, 4]. Build the model with such a shape."
    ),
    (
      AveragePool2D(3), [1, 2, 2],
      "the 3×3 window does not fit the 2×2 image with its padding: 2 + 0 + 0 = 2 rows < 3, 2 + 0 + 0 = 2 columns"
        + " < 3. Use a smaller window, padding: .same, or fewer poolings before it."
    ),
    (
      GlobalAveragePool2D(), [7],
      "expected an image [channels, rows, columns], got [7]. Move it before Flatten."
    ),
    (LearnablePool2D(.weighted, window: -1), [1, 4, 4], "the window must be positive, got -1×-1."),
    (LpPool2D(2, p: 0), [1, 4, 4], "the p must be positive and finite, got 0.0."),
    (Picky(), [1, 3, 4], "expected a square, got [1, 3, 4]."),
    (Downsample(0), [1, 4, 4], "the factor must be positive, got 0×0."),
    (
      Downsample([1, 2, 3]), [1, 4, 4],
      "the factor is one size for all 2 axes or one for each, got [1, 2, 3]."
    ),
    (Downsample([]), [1, 4, 4], "the factor is one size for all 2 axes or one for each, got []."),
    (
      ZeroUpsample(2, size: Size2D(rows: 6, columns: 7)), [1, 4, 4],
      "the size must be at least 7×7, got 6×7."
    ),
    (ZeroUpsample(2), [4], "expected an image [channels, rows, columns], got [4]. Move it before Flatten."),
    (BatchNorm(epsilon: 0), [3], "the epsilon must be positive, got 0.0."),
    (BatchNorm(momentum: 1.5), [3], "the momentum must be between 0 and 1, got 1.5."),
    (Dropout(1), [3], "the rate must be at least 0 and less than 1, got 1.0."),
    (Dropout(-0.1), [3], "the rate must be at least 0 and less than 1, got -0.1."),
    (Dropout(.nan), [3], "the rate must be at least 0 and less than 1, got nan."),
    (Residual {}, [1, 4, 4], "the block has no layers."),
    (Parallel {}, [1, 4, 4], "the block has no layers."),
    (
      Residual { Conv2D(3, kernel: 3) }, [1, 6, 6],
      "its layers give [3, 4, 4], its shortcut gives [1, 6, 6], and only equal shapes can be added. Keep the"
        + " shape, as with padding: .same, or give the block a shortcut with the strides of its layers, such as"
        + " Conv2D(3, kernel: 1, stride: 2)."
    ),
    (
      Residual { Conv2D(3, kernel: 3, padding: .same) }, [1, 6, 6],
      "its layers give [3, 6, 6], its shortcut gives [1, 6, 6], and only equal shapes can be added. Keep the"
        + " shape, or give the block a shortcut such as Conv2D(3, kernel: 1)."
    ),
    (Pad([1, 2, 3]), [1, 4, 4], "the number of axes of the padding must be 2 for [1, 4, 4], got 3."),
    (Pad(-2), [1, 4, 4], "the size after cropping must be positive, got 0×0."),
    (
      Pad(3, mode: .reflect), [1, 3, 3],
      "the padding must be at most 2 in the mode reflect for a size of 3, got 3."
    ),
    (Pad(1), [4], "expected an image [channels, rows, columns], got [4]. Move it before Flatten."),
    (Resize(scale: .nan), [1, 4, 4], "the scale must be positive, and at most 2²⁰, got [nan]."),
    (Resize(scales: [1, 2, 3]), [1, 4, 4], "the number of scales must be 1, or 2 for [1, 4, 4], got 3."),
    (Resize(scale: 0.1), [1, 4, 4], "the size of the output must be positive, got 0×0."),
    (
      Resize(size: [1, 2, 3]), [1, 4, 4],
      "the size is one size for all 2 axes or one for each, got [1, 2, 3]."
    ),
    (SpaceToDepth(2), [1, 3, 4], "the block must be a divisor of 3 rows and 4 columns, got 2."),
    (SpaceToDepth(0), [1, 4, 4], "the block must be positive, got 0."),
    (DepthToSpace(2), [3, 4, 4], "the block must be one whose square divides the 3 channels, got 2."),
    (GroupNorm(3), [4, 2, 2], "the number of groups must be a divisor of the 4 channels, got 3."),
    (GroupNorm(0), [4, 2, 2], "the number of groups must be a divisor of the 4 channels, got 0."),
    (
      InstanceNorm(), [4],
      "the size of a group must be at least 2, as one number has no variance, got 1."
    ),
    (
      LayerNorm(lastAxes: 4), [4, 2, 2],
      "the number of last axes must be from 1 to the 3 of [4, 2, 2], got 4."
    ),
    (LayerNorm(epsilon: -1), [4, 2, 2], "the epsilon must be positive, got -1.0."),
    (LocalResponseNorm(0), [4, 2, 2], "the size must be positive, got 0."),
    (LocalResponseNorm(3, bias: 0), [4, 2, 2], "the bias must be positive, got 0.0."),
    (Flatten(from: 3), [4, 2, 2], "the first axis must be one of the 3 axes of [4, 2, 2], got 3."),
    (Flatten(from: -1), [4, 2, 2], "the first axis must be one of the 3 axes of [4, 2, 2], got -1."),
    (
      GlobalMaxPool1D(), [4, 2, 2],
      "expected a signal [channels, length], got [4, 2, 2]. Build the model with such a shape."
    ),
    (GlobalAveragePool2D(), [4, 0, 2], "the input must be positive, got [4, 0, 2]."),
    (LpPool2D(2, p: .infinity), [4, 4, 4], "the p must be positive and finite, got inf."),
    (
      TransposedConv2D(2, kernel: 3, outputSize: [1, 2, 3]), [1, 4, 4],
      "the output size is one size for all 2 axes or one for each, got [1, 2, 3]."
    ),
    (
      TransposedConv2D(2, kernel: 3, padding: 9), [1, 4, 4],
      "the padding takes away the whole output: 0×0 is left. Use less padding."
    ),
    (
      Conv2D(6, kernel: 3, groups: 3), [4, 4, 4],
      "3 groups do not divide its channels and filters evenly: 4 channels / 3 = 1 remainder 1. Use a number of"
        + " groups that divides both."
    ),
    (DepthwiseConv2D(kernel: 3, multiplier: 0), [4, 4, 4], "the number of filters must be positive, got 0."),
    (Softmax(), [0], "the number of channels must be positive, got 0."),
    (
      Parallel {
        Conv2D(1, kernel: 3); ReLU()
      }, [1, 4, 4],
      "its branches give [1, 2, 2] and [1, 4, 4], which differ in more than the number of channels. Use padding:"
        + " .same and equal strides."
    ),
  ]

  @Test(arguments: cases.indices)
  func buildingSaysWhatIsWrong(index: Int) {
    let (layer, input, words) = Self.cases[index]
    var model = Sequential { layer }
    let error = #expect(throws: ShapeError.self) { try model.build(input: input) }
    let first = error.map { $0.description.prefix { $0 != "\n" } }
    #expect(first.map(String.init) == "layer \"\(layer.kind)1\": \(words)")
    #expect(throws: ShapeError.self) { try model.plan(input: input) }
    #expect(model.inputShape == nil)
  }

  @Test func errorsInsideGroupsNameThePath() {
    var model = Sequential {
      ReLU()
      Sequential(name: "stage") {
        Residual(name: "block") { MaxPool2D(9, name: "big") }
      }
    }
    let error = #expect(throws: ShapeError.self) { try model.build(input: [1, 4, 4]) }
    #expect(error?.layer == "stage.block.big")
    #expect(error?.summary?.rows.map { $0[0] } == ["input", "relu1", "stage"])
    var twins = Sequential {
      Residual(name: "block") {
        ReLU(name: "a"); ReLU(name: "a")
      }
    }
    let twice = #expect(throws: ShapeError.self) { try twins.build(input: [1]) }
    #expect(twice?.layer == "block.a" && twice?.problem == .duplicateName)
  }

  @Test func batchNormalizationNeedsTwoValues() throws {
    let data = try Datasets.shapes(count: 9, seed: 1)
    var model = Sequential {
      Flatten(); BatchNorm(name: "bn"); Dense(4)
    }
    #expect(throws: ModelError.batchTooSmall(layer: "bn", least: 2, got: 1)) {
      try model.fit(data, epochs: 1, batchSize: 4, optimizer: .sgd(0.1))
    }
    #expect(throws: ModelError.batchTooSmall(layer: "bn", least: 2, got: 1)) {
      try model.fit(data, epochs: 1, batchSize: 1, optimizer: .sgd(0.1))
    }
    try model.fit(data, epochs: 1, batchSize: 3, optimizer: .sgd(0.01))
    #expect(
      ModelError.batchTooSmall(layer: "bn", least: 2, got: 1).description
        == "layer \"bn\" normalizes over the batch and cannot train on fewer than 2 inputs, but a batch would have"
        + " 1. Choose a batchSize that leaves no such rest.")
  }

  @Test func plansNeedLayers() {
    #expect(throws: ShapeError(layer: "", problem: .noLayers)) { try Sequential {}.plan(input: [1]) }
    #expect(throws: ShapeError(layer: "", problem: .noLayers)) { try Sequential {}.graph(input: [1]) }
  }
}
