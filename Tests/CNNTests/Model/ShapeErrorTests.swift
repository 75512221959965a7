import CNN
import Testing

/// Authors read these words: they are compared exactly.
@Suite struct ShapeErrorTests {
  private func message(input: Shape, @LayerBuilder _ layers: () -> [any Layer]) -> String {
    var model = Sequential(layers)
    do {
      try model.build(input: input)
      return "nothing was thrown"
    } catch {
      #expect(model.inputShape == nil, "a model that cannot be built must stay as it was")
      return error.description
    }
  }

  @Test func windowTooLargeShowsTheArithmeticAndTheModelSoFar() {
    let text = message(input: [1, 12, 12]) {
      Conv2D(4, kernel: 5)
      MaxPool2D(2)
      Conv2D(4, kernel: [7, 3], padding: [1, 0])
    }
    #expect(
      text == """
        layer "conv2": the 7×3 window does not fit the 4×4 image with its padding: 4 + 1 + 1 = 6 rows < 7. \
        Use a smaller window, padding: .same, or fewer poolings before it.

        layer  type       output shape  parameters  multiply–adds
        ─────  ─────────  ────────────  ──────────  ─────────────
        input             [1, 12, 12]
        conv1  Conv2D     [4, 8, 8]            104          6,400
        pool1  MaxPool2D  [4, 4, 4]              0              0
        conv2  Conv2D     ✗
        """)
  }

  @Test func denseAsksForFlatten() {
    let text = message(input: [1, 4, 4]) { Dense(3) }
    #expect(
      text.hasPrefix(
        "layer \"dense1\": expected a vector, got [1, 4, 4]. Put Flatten() before it, which gives [16].\n\n"))
  }

  @Test func otherMistakesSayWhatToDo() {
    func first(_ text: String) -> String { String(text.prefix { $0 != "\n" }) }
    #expect(
      first(message(input: [16]) { Conv2D(1, kernel: 3, name: "c") })
        == "layer \"c\": expected an image [channels, rows, columns], got [16]. Move it before Flatten.")
    #expect(
      first(message(input: [1, 4, 4]) { MaxPool2D(2, padding: 2) })
        == "layer \"pool1\": the padding must be less than the 2×2 window, as a window of padding alone has no value."
        + "")
    #expect(
      first(message(input: [1, 4, 4]) { Conv2D(2, kernel: 2, stride: 0) })
        == "layer \"conv1\": the stride must be positive, got 0×0.")
    #expect(
      first(message(input: [1, 4, 4]) { Conv2D(0, kernel: 2) })
        == "layer \"conv1\": the number of filters must be positive, got 0.")
    #expect(
      message(input: [1, 4, 4]) {
        ReLU(name: "a"); ReLU(name: "a")
      }
        == "layer \"a\": two layers have this name. Give each its own name.")
    #expect(message(input: [1, 4, 4]) {} == "the model has no layers.")
  }

  @Test func wrongInputsAreRefused() throws {
    var model = Sequential {
      Flatten(); Dense(2)
    }
    #expect(throws: ModelError.notBuilt) { try model.predict(.zeros([1, 2, 2])) }
    try model.build(input: [1, 2, 2])
    #expect(throws: ShapeError(layer: "", problem: .input(expected: [1, 2, 2], got: [1, 2, 3]))) {
      try model.predict(.zeros([1, 2, 3]))
    }
    #expect(try model.predict(.zeros([1, 2, 2])).shape == [2])
    #expect(try model.predict(.zeros([5, 1, 2, 2])).shape == [5, 2])
    #expect(throws: ModelError.noLayer("conv", known: ["flatten1", "dense1"])) {
      try model.activation(of: "conv", for: .zeros([1, 2, 2]))
    }
  }
}
