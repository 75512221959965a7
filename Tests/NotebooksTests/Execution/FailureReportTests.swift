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

  @Test(arguments: [
    "x:1: Fatal error: " + String(repeating: "a ", count: 500_000),
    String(repeating: "x:1", count: 300_000) + ":1: Fatal error: b",
    String(repeating: "x: Fatal error", count: 100_000) + "\n",
    String(repeating: "1: Fatal error: ", count: 100_000),
    "Fatal error: x\nCurrent stack trace:\n" + String(repeating: "1 ", count: 400_000) + "\n!",
    String(repeating: "Simultaneous accesses to 0x0, but b.\n", count: 30_000),
    String(repeating: "\n", count: 1_000_000),
    String(repeating: "Could not cast value of type '", count: 50_000),
  ])
  func `Texts of any length are read in time in proportion to them`(text: String) {
    // The first two are reports; that the others end at all is what is tested.
    let report = FailureReport.split(text)
    #expect((report != nil) == (text.hasPrefix("x:1")), "\(text.prefix(60))")
  }
}
