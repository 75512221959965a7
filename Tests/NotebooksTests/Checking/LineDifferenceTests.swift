import Notebooks
import Testing

struct LineDifferenceTests {
  @Test func `What only one text has is shown with two lines around it`() {
    let stored = (1...9).map { "\($0)" }.joined(separator: "\n")
    let found = stored.replacing("5", with: "five")
    #expect(
      LineDifference.lines(stored, found) == [
        .omitted(2), .both("3"), .both("4"), .stored("5"), .found("five"), .both("6"), .both("7"),
        .omitted(2),
      ])
  }

  @Test func `A text that is not there has no lines`() {
    #expect(LineDifference.lines(nil, "a\nb\n") == [.found("a"), .found("b")])
    #expect(LineDifference.lines("a", nil) == [.stored("a")])
  }

  @Test func `Many differences are cut, and long lines too`() {
    let lines = LineDifference.lines(nil, (1...100).map { "\($0)" }.joined(separator: "\n"))
    #expect(lines.count == 41)
    #expect(lines.last == .omitted(60))
    #expect(
      LineDifference.lines(nil, String(repeating: "x", count: 500)) == [
        .found(String(repeating: "x", count: 200) + "…")
      ])
  }
}
