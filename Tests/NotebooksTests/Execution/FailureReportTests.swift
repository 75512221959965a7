import Notebooks
import Testing

struct FailureReportTests {
  @Test func `The last report is taken out, without its addresses`() throws {
    let text = """
      mine
      Cell_1/x.md:4: Fatal error: first
      more
      Swift/ContiguousArrayBuffer.swift:692: Fatal error: Index out of range
      Current stack trace:
      0    libswiftCore.so    0x00007f081855f130 swift_reportError + 33

      """
    let (before, message) = try #require(FailureReport.split(text))
    #expect(before == "mine\nCell_1/x.md:4: Fatal error: first\nmore\n")
    #expect(message == "fatal error: Index out of range")
  }

  @Test(arguments: [
    ("a/b.md:1: Precondition failed: too small: 0\n", "precondition failed: too small: 0"),
    ("a/b.md:1: Assertion failed\n", "assertion failed"),
    ("a/b.md:1: Fatal error: two\nlines\nCurrent stack trace:\n0 x", "fatal error: two\nlines"),
  ])
  func `Each kind of report is known`(text: String, message: String) {
    #expect(FailureReport.split(text)?.message == message)
  }

  @Test func `Other text is left alone`() {
    #expect(FailureReport.split("Fatal error: mine\nx: Precondition failed") == nil)
  }
}
