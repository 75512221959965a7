import CNN
import Testing

@Suite struct PadTests {
  @Test("deck row 003-21: 1 2 3 4 continued by two on each side")
  func modes() {
    let x: Tensor = [1, 2, 3, 4]
    #expect(pad(x, by: 2) == [0, 0, 1, 2, 3, 4, 0, 0])
    #expect(pad(x, by: 2, mode: .reflect) == [3, 2, 1, 2, 3, 4, 3, 2])
    #expect(pad(x, by: 2, mode: .symmetric) == [2, 1, 1, 2, 3, 4, 4, 3])
    #expect(pad(x, by: 2, mode: .replicate) == [1, 1, 1, 2, 3, 4, 4, 4])
    #expect(pad(x, by: 2, mode: .circular) == [3, 4, 1, 2, 3, 4, 1, 2])
    #expect(pad(x, by: .explicit(before: [1], after: [3]), mode: .circular) == [4, 1, 2, 3, 4, 1, 2, 3])
    #expect(pad([5], by: 3, mode: .replicate) == [5, 5, 5, 5, 5, 5, 5])
  }

  @Test func constants() {
    let x: Tensor = [[1, 2], [3, 4]]
    #expect(
      pad(x, by: 1, value: -1) == [[-1, -1, -1, -1], [-1, 1, 2, -1], [-1, 3, 4, -1], [-1, -1, -1, -1]])
    #expect(pad([1, 2], by: .explicit(before: [0], after: [2]), value: 7) == [1, 2, 7, 7])
    let pass = Pad(1, value: 5).forward(x.reshaped(1, 1, 2, 2), context: .inference)
    #expect(pass.pullback(pass.output).input == x.reshaped(1, 1, 2, 2), "nothing comes back from a constant")
  }

  @Test("sizes that a padding layer cannot take are told when it is built")
  func misuse() {
    #expect(throws: ShapeError.self) { try Pad(2, mode: .reflect).outputShape(for: [1, 2, 5]) }
    #expect(throws: ShapeError.self) { try Pad([1, 1]).outputShape(for: [1, 5]) }
    #expect(throws: ShapeError.self) { try Pad(-2).outputShape(for: [1, 4, 5]) }
    #expect(throws: ShapeError.self) { try Pad(1).outputShape(for: [4]) }
  }

  @Test func planesAndVolumes() {
    let x: Tensor = [[1, 2], [3, 4]]
    #expect(
      pad(x, by: .explicit(top: 0, left: 1, bottom: 1, right: 0)) == [[0, 1, 2], [0, 3, 4], [0, 0, 0]])
    #expect(pad(x, by: 1, mode: .reflect) == [[4, 3, 4, 3], [2, 1, 2, 1], [4, 3, 4, 3], [2, 1, 2, 1]])
    #expect(
      pad(x, by: -1).shape == [0, 0] && pad(x, by: .explicit(before: [-1, 0], after: [0, 0])) == [[3, 4]])
    let volume = Tensor.ones([2, 3, 4, 5])
    #expect(pad(volume, by: 1).shape == [2, 3, 6, 7] && pad(volume, by: [1, 2, 0]).shape == [2, 5, 8, 5])
    #expect(pad(volume, by: [1, 2, 0], mode: .circular) == .ones([2, 5, 8, 5]))
    #expect(pad(x, by: .same) == x)
  }

  @Test("the transpose: ⟨pad x, y⟩ = ⟨x, unpad y⟩", arguments: 0..<30 as Range<UInt64>)
  func adjoint(seed: UInt64) {
    let c = RandomConvolution(seed: seed)
    let sides = c.geometry.sides
    let padding = Padding.explicit(before: sides.map(\.before), after: sides.map(\.after))
    let padded = pad(c.x, by: padding, mode: c.mode)
    #expect(padded == Tensor(Textbook.pad(NDArray<Float>(c.x), sides, mode: c.mode)))
    let y = wholeNumbers(padded.shape, name: "y", seed: seed)
    let back = unpad(y, by: padding, mode: c.mode)
    #expect(back == Tensor(Textbook.padBackward(NDArray<Float>(y), sides, mode: c.mode)))
    #expect(inner(padded, y) == inner(c.x, back), "\(c)")
    // Deck row 000-20: what lies outside is deleted.
    #expect(unpad(pad(c.x, by: padding), by: padding) == c.x)
  }

  @Test("deck row 003-20 and trap 1.6 v: sizes")
  func sizes() throws {
    #expect(try Conv2D(1, kernel: 3, padding: 1).outputShape(for: [1, 7, 9]) == [1, 7, 9])
    #expect(try Conv2D(1, kernel: [2, 3]).outputShape(for: [1, 7, 9]) == [1, 6, 7])
    #expect(
      try Conv2D(1, kernel: 3, stride: 2, padding: 1, dilation: 2).outputShape(for: [1, 9, 9]) == [1, 4, 4])
    #expect(try Conv2D(1, kernel: 3, padding: .full).outputShape(for: [1, 4, 4]) == [1, 6, 6])
    #expect(try Conv2D(1, kernel: 3, stride: 2, padding: .same).outputShape(for: [1, 5, 6]) == [1, 3, 3])
    #expect(try Conv1D(1, kernel: 4, padding: .same, dilation: 3).outputShape(for: [1, 10]) == [1, 10])
    #expect(try TransposedConv2D(1, kernel: 2, stride: 2).outputShape(for: [3, 4, 5]) == [1, 8, 10])
  }

  @Test("A padding is described as it is written")
  func descriptions() {
    let paddings: [Padding] = [
      .valid, .same, .sameLower, .full, 2.padding, [1, 2].padding, .explicit(before: [2], after: [0]),
    ]
    #expect(
      paddings.map(\.description) == [
        ".valid", ".same", ".sameLower", ".full", "2", "[1, 2]", ".explicit(before: [2], after: [0])",
      ])
    #expect(!"\(Conv2D(1, kernel: 3, padding: .same))".contains("unknown context"))
  }
}
