import CNN
import Testing

/// The gradient to the filter of a correlation, formula by formula.
@Suite struct FilterGradientFormulaTests {
  private let x = wholeNumbers([5, 5], name: "x"), dz = wholeNumbers([3, 3], name: "dz")

  @Test("deck row 000-24: the weight (1, 2) meets pixel (r + 1, c + 2) for output (r, c)")
  func contributionsOfOneWeight() {
    let found = terms(of: .filter(1, 2), in: .correlation(input: 5, filter: 3))
    #expect(
      "\(found)" == """
        dw12 = x12·dz00 + x13·dz01 + x14·dz02
             + x22·dz10 + x23·dz11 + x24·dz12
             + x32·dz20 + x33·dz21 + x34·dz22
        """)
    // Forward: without this weight every output lacks w(1, 2)·x(r + 1, c + 2).
    let w = wholeNumbers([3, 3], name: "w")
    var without = w
    without[1, 2] = 0
    let part = correlate(x, w) - correlate(x, without)
    #expect((0..<9).allSatisfy { part[$0 / 3, $0 % 3] == w[1, 2] * x[$0 / 3 + 1, $0 % 3 + 2] })
  }

  @Test("deck rows 000-26 and 004-03: dz slides over the input, nine positions")
  func slid() {
    let dw = correlate(x, dz)
    let g = WindowGeometry(input: [5, 5], window: [3, 3], stride: [1, 1])
    let own = Convolution.backwardFilter(dz.reshaped(1, 1, 3, 3), x.reshaped(1, 1, 5, 5), geometry: g)
    #expect(own == dw.reshaped(1, 1, 3, 3))
    #expect(slideStrip(filter: dz, over: x, output: dw, steps: 9).panels.count == 9)
  }

  @Test("deck row 003-29: Σ dy(r, c)·x(r + a, c + b) keeps the filter's size")
  func sumOverOutputs() {
    let dk = correlate(x, dz)
    #expect(dk.shape == [3, 3])
    for (a, b) in [(0, 0), (2, 2), (1, 0)] {
      let sum = (0..<9).reduce(Float(0)) { $0 + dz[$1 / 3, $1 % 3] * x[$1 / 3 + a, $1 % 3 + b] }
      #expect(dk[a, b] == sum)
    }
  }
}
