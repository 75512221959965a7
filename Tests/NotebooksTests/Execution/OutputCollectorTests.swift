import Display
import Notebooks
import Testing

struct OutputCollectorTests {
  let lines = ["", "  let x = 1", "  expect(x == 2)"]
  var collector: OutputCollector {
    OutputCollector(
      cell: Cell(number: 2, code: "let x = 1\nexpect(x == 2)", firstLine: 2, indentation: 2),
      sourceLines: lines)
  }

  @Test func `Prints and values keep their order`() {
    var collector = collector
    collector.print(Array("one ".utf8))
    collector.print(Array("two".utf8))
    collector.printError(Array("oh".utf8))
    _ = collector.show(MIMEBundle(plainText: "value"))
    collector.print(Array("three".utf8))
    #expect(
      collector.finish() == [
        .standardOutput("one two"), .standardError("oh"), .text("value"), .standardOutput("three"),
      ])
  }

  @Test func `What the author should know of a figure is a warning at its cell`() {
    var collector = collector
    _ = collector.show(
      MIMEBundle([
        .init(type: MIMEType.plainText, text: "value"),
        .init(type: MIMEType.warnings, text: "no font has 'x'\nanother"),
      ]))
    let place = SourceLocation(line: 2, column: 1)
    #expect(
      collector.finish() == [
        .text("value"), .diagnostic(Diagnostic(.warning, "no font has 'x'", at: place)),
        .diagnostic(Diagnostic(.warning, "another", at: place)),
      ])
  }

  @Test func `A warning of something that is not shown is no output of its own`() {
    var collector = collector
    #expect(collector.show(MIMEBundle([.init(type: MIMEType.warnings, text: "too long")])) == nil)
    #expect(
      collector.finish() == [
        .diagnostic(Diagnostic(.warning, "too long", at: SourceLocation(line: 2, column: 1)))
      ])
  }

  @Test func `A character that arrives in two pieces is one character`() {
    var collector = collector
    collector.print([0xC3])
    collector.print([0xA9])
    #expect(collector.finish() == [.standardOutput("é")])
  }

  @Test func `An expectation has its source line and the column of its name`() {
    var collector = collector
    let output = collector.show(Expectation(passed: false, comment: "", details: "d", line: 3, column: 7))
    #expect(
      output
        == .expectation(
          ExpectationOutput(
            passed: false, comment: "", code: "expect(x == 2)", details: "d",
            location: SourceLocation(line: 3, column: 3))))
  }

  @Test func `An expectation over several lines is shown whole`() {
    let lines = ["expect(", "  f(1),", "  equals: 2", ")", "other()"]
    var collector = OutputCollector(cell: Cell(number: 1, code: "", firstLine: 1), sourceLines: lines)
    let output = collector.show(Expectation(passed: true, comment: "", details: "", line: 1, column: 7))
    guard case .expectation(let expectation) = output else {
      Issue.record("\(output)")
      return
    }
    #expect(expectation.code == "expect(f(1), equals: 2)")
  }

  @Test func `Figures of a cell get names of their own`() {
    var collector = collector
    let picture = MIMEBundle([.init(type: MIMEType.png, bytes: [1])])
    let outputs = [collector.show(picture), collector.show(picture)]
    let names = outputs.map { if case .figure(let figure) = $0 { figure.name } else { "" } }
    #expect(names == ["cell-2", "cell-2-2"])
  }

  @Test func `A flood is cut off, and that is said`() {
    var collector = collector
    let chunk = [UInt8](repeating: 0x61, count: 1 << 20)
    for _ in 0..<12 { collector.print(chunk) }
    let outputs = collector.finish()
    guard case .standardOutput(let text) = outputs.first, case .diagnostic(let note) = outputs.last else {
      Issue.record("expected text and a warning, got \(outputs.count) outputs")
      return
    }
    #expect(text.utf8.count == OutputCollector.streamLimit)
    #expect(note.severity == .warning && note.message.contains("12582912 bytes"))
  }
}
