import CNN
import Foundation
import Testing

/// The polynomials against the C library's functions, whose own error is below one ulp.
@Suite struct ElementaryTests {
  private func largestError(
    over range: ClosedRange<Double>, _ ours: (Double) -> Double, _ theirs: (Double) -> Double,
    unit: (Double) -> Double = \.ulp
  ) -> Double {
    var stream = RandomStream(seed: 9, name: "elementary")
    return (0..<200_000).reduce(0.0) { largest, _ in
      let x = range.lowerBound + Double(stream.next() >> 11) * 0x1p-53 * (range.upperBound - range.lowerBound)
      let want = theirs(x)
      return max(largest, (ours(x) - want).magnitude / unit(want))
    }
  }

  @Test func expStaysWithinTwoUlp() {
    #expect(largestError(over: -1...1, Elementary.exp, Foundation.exp) <= 2)
    #expect(largestError(over: -700...700, Elementary.exp, Foundation.exp) <= 2)
  }

  @Test func expOfFloatsIsRoundedOnce() {
    var stream = RandomStream(seed: 9, name: "exp of floats")
    for range in [-1.0...1.0, -20...20, -104...89] {
      for _ in 0..<200_000 {
        let x = Float(
          range.lowerBound + Double.random(in: 0...1, using: &stream) * (range.upperBound - range.lowerBound))
        let want = Foundation.exp(Double(x))
        guard Float(want).isFinite else { continue }
        #expect((Double(Elementary.exp(x)) - want).magnitude <= 0.50001 * Double(Float(want).ulp), "\(x)")
      }
    }
    #expect(Elementary.exp(Float(0)) == 1 && Elementary.exp(Float.infinity) == .infinity)
    #expect(Elementary.exp(-Float.infinity) == 0 && Elementary.exp(Float.nan).isNaN)
    #expect(Elementary.exp(Float(88.73)) == .infinity && Elementary.exp(Float(88.72)) < .infinity)
    #expect(Elementary.exp(Float(-103)) == .leastNonzeroMagnitude && Elementary.exp(Float(-103.98)) == 0)
  }

  @Test func logStaysWithinTwoUlp() {
    #expect(largestError(over: 1e-300...1e-290, Elementary.log, Foundation.log) <= 2)
    #expect(largestError(over: 0.5...2, Elementary.log, Foundation.log) <= 2)
    #expect(largestError(over: 2...1e6, Elementary.log, Foundation.log) <= 2)
  }

  @Test func decimalLogarithmsOfPowersAreExact() {
    #expect(largestError(over: 1e-300...1e-290, Elementary.log10, Foundation.log10) <= 4)
    #expect(largestError(over: 1e-3...0.9, Elementary.log10, Foundation.log10) <= 4)
    #expect(largestError(over: 1.1...1e6, Elementary.log10, Foundation.log10) <= 4)
    for exponent in -22...22 { #expect(Elementary.log10(Double("1e\(exponent)")!) == Double(exponent)) }
    #expect(Elementary.log10(0.0) == -.infinity && Elementary.log10(-1.0).isNaN)
    #expect(Elementary.log10(Double.infinity) == .infinity && Elementary.log10(Double.nan).isNaN)
    #expect(Elementary.log10(Float(1000)) == 3)
  }

  @Test func exponentialsAndLogarithmsNearOneStayWithinFourUlp() {
    for range in [-1e-9...1e-9, -1...1, -45...45] {
      #expect(largestError(over: range, Elementary.expm1, Foundation.expm1) <= 4)
    }
    for range in [0...1e-9, 0...1] {
      #expect(largestError(over: range, Elementary.log1p, Foundation.log1p) <= 4)
    }
  }

  @Test("the normal distribution function is that of erfc")
  func cumulativeNormal() {
    func exact(_ x: Double) -> Double { 0.5 * Foundation.erfc(-x / 2.0.squareRoot()) }
    let relative: (Double) -> Double = { $0.magnitude * 0x1p-44 }
    #expect(largestError(over: -10...10, Elementary.cumulativeNormal, exact, unit: relative) <= 1)
    let single: (Double) -> Double = { Double(Float($0).ulp) }
    let rounded: (Double) -> Double = { Double(Elementary.cumulativeNormal(Float($0))) }
    #expect(largestError(over: -13...10, rounded, { exact(Double(Float($0))) }, unit: single) <= 0.501)
    #expect(Elementary.cumulativeNormal(-100 as Float) == 0 && Elementary.cumulativeNormal(100 as Float) == 1)
    #expect(Elementary.cumulativeNormal(Float.nan).isNaN && Elementary.cumulativeNormal(Double.infinity) == 1)
  }

  @Test func tanhStaysWithinFourUlp() {
    #expect(largestError(over: -1e-3...1e-3, Elementary.tanh, Foundation.tanh) <= 4)
    #expect(largestError(over: -1...1, Elementary.tanh, Foundation.tanh) <= 4)
    #expect(largestError(over: -25...25, Elementary.tanh, Foundation.tanh) <= 4)
  }

  @Test func sineAndCosineStayWithinTwoUlpOfOne() {
    let ofOne: (Double) -> Double = { _ in Double.ulpOfOne }
    for range in [-4.0...4.0, -1e5...1e5] {
      #expect(largestError(over: range, Elementary.sin, Foundation.sin, unit: ofOne) <= 2)
      #expect(largestError(over: range, Elementary.cos, Foundation.cos, unit: ofOne) <= 2)
    }
  }

  @Test func specialValues() {
    #expect(
      Elementary.exp(0.0) == 1 && Elementary.exp(-Double.infinity) == 0
        && Elementary.exp(Double.infinity) == .infinity)
    #expect(Elementary.exp(-745.0) == Double.leastNonzeroMagnitude)
    #expect(Elementary.log(1.0) == 0 && Elementary.log(0.0) == -.infinity && Elementary.log(-1.0).isNaN)
    #expect(Elementary.log(Double.infinity) == .infinity)
    #expect((Elementary.log(Double.leastNonzeroMagnitude) + 744.4400719213812).magnitude < 1e-12)
    #expect(Elementary.tanh(0.0) == 0 && Elementary.tanh(100.0) == 1 && Elementary.tanh(-100.0) == -1)
    #expect(Elementary.sin(0.0) == 0 && Elementary.cos(0.0) == 1 && Elementary.sin(.infinity).isNaN)
    #expect(Elementary.exp(Double.nan).isNaN && Elementary.tanh(Double.nan).isNaN)
  }
}
