import CNN
import Testing

/// The sums of the decks, written out, beside the operations.
@Suite struct CorrelationFormulaTests {
  @Test("deck row 003-15: y(r, c) = Σ x(r + a, c + b)·k(a, b)")
  func correlation() {
    let x = wholeNumbers([6, 7], name: "x"), k = wholeNumbers([2, 3], name: "k")
    let y = correlate(x, k)
    #expect(y.shape == [5, 5])
    for r in 0..<5 {
      for c in 0..<5 {
        let sum = (0..<6).reduce(Float(0)) { $0 + x[r + $1 / 3, c + $1 % 3] * k[$1 / 3, $1 % 3] }
        #expect(y[r, c] == sum)
      }
    }
  }

  @Test("deck row 000-23: over all planes of the layer before, plus a bias")
  func affine() {
    let y = wholeNumbers([3, 4, 5], name: "y"), w = wholeNumbers([2, 3, 2, 2], name: "w")
    let bias: Tensor = [7, -3]
    let z = correlate(y, w, bias: bias)
    #expect(z.shape == [2, 3, 4])
    for n in 0..<2 {
      for position in 0..<12 {
        var sum: Float = 0
        for m in 0..<3 {
          for e in 0..<4 { sum += w[n, m, e / 2, e % 2] * y[m, position / 4 + e / 2, position % 4 + e % 2] }
        }
        #expect(z[n, position / 4, position % 4] == sum + bias.scalars[n])
      }
    }
  }

  @Test("deck row 003-11: a convolution turns the filter once, and then slides it")
  func turnedAndSlid() {
    let x = wholeNumbers([4, 4], name: "x"), k = wholeNumbers([3, 3], name: "k")
    let turned = rot180(k)
    #expect(turned[0, 0] == k[2, 2] && turned[0, 2] == k[2, 0] && turned[1, 1] == k[1, 1])
    #expect(convolve(x, k) == correlate(x, turned) && rot180(turned) == k)
    let strip = slideStrip(filter: turned, over: x, output: convolve(x, k))
    #expect(strip.panels.count == 4, "four positions")
  }

  @Test("deck rows 004-01, 004-02 and 004-05: forward with stride 1 and 2, and what comes back")
  func strides() throws {
    let x = wholeNumbers([5, 5], name: "x"), f = wholeNumbers([3, 3], name: "f")
    func output(_ i: Int, _ j: Int, stride: Int) -> Float {
      (0..<9).reduce(0) { $0 + x[i * stride + $1 / 3, j * stride + $1 % 3] * f[$1 / 3, $1 % 3] }
    }
    let (one, two) = (correlate(x, f), correlate(x, f, stride: 2))
    #expect(
      one.shape == [3, 3] && (0..<9).allSatisfy { one[$0 / 3, $0 % 3] == output($0 / 3, $0 % 3, stride: 1) })
    #expect(
      two.shape == [2, 2] && (0..<4).allSatisfy { two[$0 / 2, $0 % 2] == output($0 / 2, $0 % 2, stride: 2) })
    // From dO both gradients follow, in the shapes of what they belong to.
    for stride in 1...2 {
      var layer = Conv2D(1, kernel: 3, stride: stride, bias: false)
      try layer.build(input: [1, 5, 5], seed: 1)
      layer.parameters[0].value = f.reshaped(1, 1, 3, 3)
      let pass = layer.forward(x.reshaped(1, 1, 5, 5), context: .inference)
      let back = pass.pullback(.ones(pass.output.shape))
      #expect(back.input.shape == [1, 1, 5, 5] && back.parameters.map(\.shape) == [[1, 1, 3, 3]])
    }
  }
}
