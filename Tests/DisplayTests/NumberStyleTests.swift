import Display
import Foundation
import Testing

@Suite struct NumberStyleTests {
  @Test(arguments: [
    (0.2493, 2, "0.25"), (-0.2493, 2, "−0.25"), (0.25, 1, "0.3"), (-0.25, 1, "−0.3"), (0.125, 2, "0.13"),
    (2.5, 0, "3"), (0.5, 0, "1"), (0.49999999999999994, 0, "0"), (-0.004, 2, "0.00"), (-0.0, 2, "0.00"),
    (1.005, 2, "1.00"), (9.995, 2, "9.99"), (99.999, 2, "100.00"), (0.1, 20, "0.10000000000000000555"),
    (1e22, 0, "10000000000000000000000"), (3, 2, "3.00"), (0.000_06, 4, "0.0001"), (0.06, 0, "0"),
    (.infinity, 2, "∞"), (-.infinity, 2, "−∞"), (.nan, 2, "NaN"), (.leastNonzeroMagnitude, 3, "0.000"),
  ])
  func decimalsAreRoundedFromTheExactValue(number: Double, count: Int, text: String) {
    #expect("\(number, .decimals(count))" == text)
  }

  /// Where no two decimals are equally near, the C library's digits are the nearest ones, too.
  @Test func manyNumbersAreRoundedLikeTheCLibrary() {
    var state: UInt64 = 1
    for _ in 0..<300 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let number = Double(bitPattern: state & 0x8000_ffff_ffff_ffff | (1023 - 40 + (state >> 57)) << 48)
      guard number.isFinite else { continue }
      let decimals = Int(state >> 40) % 9
      let wanted = String(format: "%.\(decimals)f", number)
      let isZero = wanted.allSatisfy { "-0.".contains($0) }
      #expect(
        "\(number, .decimals(decimals))"
          == wanted.replacing("-", with: isZero ? "" : "−"), "\(number)")
    }
  }

  @Test func fractionsArePercent() {
    #expect("\(0.934, .percent)" == "93\u{A0}%" && "\(0.934, .percent(decimals: 1))" == "93.4\u{A0}%")
    #expect("\(Float(0.005), .percent)" == "0\u{A0}%" && "\(0.125, .percent)" == "13\u{A0}%")
    #expect("\(1, .percent)" == "100\u{A0}%" && "\(-0.5, .percent)" == "−50\u{A0}%")
    #expect("\(-0.001, .percent)" == "0\u{A0}%" && "\(Float.nan, .percent)" == "NaN\u{A0}%")
  }

  @Test func wholeNumbersAreGrouped() {
    #expect("\(268_435_712, .grouped)" == "268,435,712" && "\(999, .grouped)" == "999")
    #expect("\(1000, .grouped)" == "1,000" && "\(0, .grouped)" == "0" && "\(-12_345, .grouped)" == "−12,345")
    #expect("\(Int.min, .grouped)" == "−9,223,372,036,854,775,808")
    #expect("\(1234.5, .grouped)" == "1,235" && "\(UInt8(7), .decimals(1))" == "7.0")
  }
}
