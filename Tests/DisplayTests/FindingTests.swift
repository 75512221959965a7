import Display
import Testing

struct FindingTests {
  @Test(arguments: [
    (Finding.Side.less, [true, false, false]), (.atMost, [true, true, false]),
    (.greater, [false, false, true]), (.atLeast, [false, true, true]),
  ])
  func `A comparison holds on its side of the bound`(side: Finding.Side, passed: [Bool]) {
    #expect([1, 2, 3].map { Finding($0, side, 2).passed } == passed)
    #expect(!Finding(Double.nan, side, 0).passed && !Finding(0, side, Double.nan).passed)
  }

  @Test(arguments: [
    (Finding(3, .less, 2), "expected less than 2\ngot 3"),
    (Finding(0.31, .atMost, 0.25), "expected at most 0.25\ngot 0.31"),
    (Finding("a", .greater, "b"), "expected greater than b\ngot a"),
    (Finding(Double.nan, .atLeast, 1), "expected at least 1.0\ngot nan"),
    (Finding([1, 2], equals: [1]), "expected [1]\ngot [1, 2]"),
    (Finding(1.0, equals: 1.5, within: 0.25), "expected 1.5\ngot 1.0\nthey differ by 0.5, more than 0.25"),
    (Finding([1.0], equals: [], within: 1), "expected []\ngot [1.0]\ntheir shapes differ"),
    (Finding(throws: CancellationError.self) {}, "nothing was thrown, expected CancellationError"),
    (Finding(1 > 2), "the condition is false"),
  ])
  func `What fails says both sides, and a condition that it is false`(finding: Finding, details: String) {
    #expect(!finding.passed && finding.details == details)
  }

  @Test func `What holds says nothing`() {
    #expect(
      [Finding(true), Finding(1, equals: 1), Finding(1, .atMost, 1)].allSatisfy {
        $0.details == "" && $0.passed
      })
  }
}
