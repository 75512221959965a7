import Plotting
import Testing

struct NumberFormatTests {
  @Test(
    "A number in prose has up to three significant digits",
    arguments: [
      (0.30000000000000004, "0.3"), (2.3012, "2.3"), (0.11149, "0.111"), (0.99996, "1"), (-0.5, "−0.5"),
      (1234.0, "1234"), (1234.5, "1234"), (12.345, "12.3"), (0, "0"), (-0.0, "0"), (1e6, "1×10⁶"),
      (-2.5e-7, "−2.5×10⁻⁷"), (9.999e5, "999900"), (999_999.5, "1×10⁶"), (1e-320, "1×10⁻³²⁰"),
      (.nan, "NaN"), (.infinity, "∞"), (-.infinity, "−∞"),
    ] as [(Double, String)])
  func short(value: Double, text: String) {
    #expect(NumberFormat.short(value) == text)
  }

  @Test("A fixed number of decimals has a true minus sign, and none on zero")
  func fixed() {
    #expect(NumberFormat.fixed(-1.005, decimals: 1) == "\u{2212}1.0")
    #expect(NumberFormat.fixed(-0.004, decimals: 2) == "0.00")
    #expect(NumberFormat.fixed(1e308, decimals: 0).count == 309)
  }

  @Test(
    "Numbers side by side have the same number of decimals",
    arguments: [
      ([1, 2, -3], ["1", "2", "−3"]), ([0.5, 0.25, 1], ["0.50", "0.25", "1.00"]),
      ([0.1 + 0.2, 0.7], ["0.3", "0.7"]), ([1.0 / 3, 10], ["0.3", "10.0"]),
      ([1.0 / 3, -2], ["0.33", "−2.00"]),
      ([Double(Float(0.1)), 0.2], ["0.1", "0.2"]), ([1e7, 0], ["1.00×10⁷", "0"]),
      ([1, .nan, .infinity], ["1", "NaN", "∞"]), ([], []),
      ([0.502, 97.46, 206.2, 0], ["0.502", "97.5", "206", "0"]),
    ] as [([Double], [String])])
  func aligned(values: [Double], texts: [String]) {
    #expect(NumberFormat.aligned(values) == texts)
  }
}
