import Display
import Testing

@Suite struct InlineTextTests {
  @Test(arguments: [
    (0.1 + 0.2, "0.3"), (1 / 3.0, "0.3333"), (2.0, "2"), (-0.5, "−0.5"), (0, "0"), (-0.0, "0"),
    (12345.678, "12346"), (99.999, "100"), (0.99996, "1"), (9.9995, "10"), (1234.5, "1235"),
    (0.00012345, "0.0001235"), (0.000012345, "1.235 × 10⁻⁵"), (1e-7, "1 × 10⁻⁷"), (9.9999e-6, "1 × 10⁻⁵"),
    (1e14, "100000000000000"), (1e15, "1 × 10¹⁵"), (6.02214076e23, "6.022 × 10²³"), (100, "100"),
    (.infinity, "∞"), (-.infinity, "−∞"), (.nan, "NaN"), (Double.leastNonzeroMagnitude, "5 × 10⁻³²⁴"),
  ])
  func numbersHaveFewDigits(number: Double, text: String) {
    #expect(InlineText.text(of: number) == text)
  }

  @Test func otherValuesStayAsTheyAre() {
    #expect(InlineText.text(of: Float(0.1)) == "0.1")
    #expect(InlineText.text(of: 44_426) == "44426")
    #expect(InlineText.text(of: "0.123456") == "0.123456")
    #expect(InlineText.text(of: [1, 2]) == "[1, 2]")
    #expect(InlineText.text(of: true) == "true")
    #expect(InlineText.text(of: Optional(Optional(2.50001)) as Any) == "2.5")
    #expect(InlineText.text(of: Int?.none as Any) == "nil")
    #expect(InlineText.text(of: Shown()) == "as it says")
  }

  private struct Shown: Displayable {
    var mimeBundle: MIMEBundle { MIMEBundle(plainText: "as it says") }
  }
}
