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
    let (before, message, place) = try #require(FailureReport.split(text))
    #expect(before == "mine\nCell_1/x.md:4: Fatal error: first\nmore\n")
    #expect(message == "fatal error: Index out of range")
    #expect(place?.file == "Swift/ContiguousArrayBuffer.swift" && place?.line == 692)
  }

  @Test(arguments: [
    ("a/b.md:1: Precondition failed: too small: 0\n", "precondition failed: too small: 0"),
    ("a/b.md:1: Assertion failed\n", "assertion failed"),
    ("a/b.md:1: Fatal error: two\nlines\nCurrent stack trace:\n0 x", "fatal error: two\nlines"),
    (
      "mine\nCould not cast value of type 'Cell_2.A' (0x7f08) to 'Swift.Int' (0x7f09).\n",
      "fatal error: could not cast value of type 'A' to 'Swift.Int'"
    ),
    (
      "Fatal error: Attempted to read an unowned reference but object 0x55f59fae2250 was already destroyed\n"
        + "Current stack trace:\n0    libswiftCore.so 0x00007f6066d5f130 swift_reportError + 33\n\n",
      "fatal error: Attempted to read an unowned reference but the object was already destroyed"
    ),
  ])
  func `Each kind of report is known`(text: String, message: String) {
    #expect(FailureReport.split(text)?.message == message)
  }

  @Test func `Other text is left alone`() {
    #expect(FailureReport.split("Fatal error: mine\nx: Precondition failed") == nil)
  }
}
