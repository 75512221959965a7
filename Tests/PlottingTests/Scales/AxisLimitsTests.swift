import Plotting
import Testing

struct AxisLimitsTests {
  private func limits(
    _ values: [Double], _ scale: AxisScale = .linear, baseline: Double? = nil
  ) -> ClosedRange<Double> {
    AxisLimits.limits(of: values, scale: scale, padding: 0.1, baseline: baseline)
  }

  @Test("Data has room around it, and amounts near zero start at zero")
  func padding() {
    #expect(limits([10, 20]) == 9...21)
    #expect(limits([1, 11]) == 0...12)
    #expect(limits([-11, -1]) == -12...0)
    #expect(limits([-1, 1]) == -1.2...1.2)
  }

  @Test("A baseline is included, without room beyond it")
  func baseline() {
    #expect(limits([5, 10], baseline: 0) == 0...11)
    #expect(limits([-10, -5], baseline: 0) == -11...0)
    #expect(limits([0, 0], baseline: 0) == 0...1)
  }

  @Test("What is not finite, or not positive on a logarithmic axis, has no say")
  func gaps() {
    #expect(limits([.nan, 10, 20, .infinity]) == 9...21)
    #expect(limits([.nan]) == 0...1)
    #expect(limits([]) == 0...1)
    #expect(limits([-5, 0], .log10) == 1...10)
    let logarithmic = limits([-5, 1, 100], .log10)
    #expect(abs(logarithmic.lowerBound - 0.631) < 1e-3 && abs(logarithmic.upperBound - 158.5) < 0.1)
  }

  @Test(
    "Equal, tiny and huge values give limits with an extent",
    arguments: [0, 5, -3, 1e-320, 1e308, -.greatestFiniteMagnitude, .leastNonzeroMagnitude] as [Double])
  func degenerate(value: Double) {
    for values in [[value], [value, value], [value, -value], [value, value.nextUp]] {
      for scale in [AxisScale.linear, .log10] {
        let limits = limits(values, scale)
        #expect(limits.lowerBound < limits.upperBound)
        #expect(limits.lowerBound.isFinite && limits.upperBound.isFinite)
      }
    }
  }

  @Test("A narrow logarithmic range has as much space below as above")
  func narrowLogarithmic() {
    let limits = AxisLimits.limits(of: [0.3, 0.303], scale: .log10, padding: 0.05)
    #expect(limits.lowerBound < 0.3 && limits.lowerBound > 0.2998)
    #expect(limits.upperBound > 0.303 && limits.upperBound < 0.3032)
  }

  @Test("Values that differ in their last digits are not drawn as equal")
  func lastDigits() {
    let limits = AxisLimits.limits(of: [1e15, 1e15 + 1, 1e15 + 3], scale: .linear, padding: 0.05)
    #expect(limits.lowerBound >= 1e15 - 1 && limits.upperBound <= 1e15 + 4)
  }
}
