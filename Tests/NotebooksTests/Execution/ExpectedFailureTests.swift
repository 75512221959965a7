import Notebooks
import Testing

struct ExpectedFailureTests {
  private func reading(_ value: String) -> Notebook {
    MarkdownReader.read(text: "```swift\n//| expect: \(value)\n1\n```\n", path: "x.md")
  }

  @Test(
    arguments: [
      ("trap", .trap, nil), ("throws", .throws, nil), ("failure", .failure, nil), ("timeout", .timeout, nil),
      ("compile-error", .compileError, nil), ("trap \"Index out of range\"", .trap, "Index out of range"),
      ("throws \"a: b # c\"", .throws, "a: b # c"), ("trap \"say \\\"no\\\"\"", .trap, "say \"no\""),
      ("compile-error \"type 'Int'\"  ", .compileError, "type 'Int'"), ("'trap \"quoted\"'", .trap, "quoted"),
    ] as [(String, ExpectedFailure.Kind, String?)])
  func `A failure is a kind and perhaps a message`(
    value: String, kind: ExpectedFailure.Kind, message: String?
  ) {
    let notebook = reading(value)
    #expect(notebook.problems.isEmpty)
    #expect(notebook.cells[0].options.expectedFailure == ExpectedFailure(kind, message: message))
  }

  @Test(arguments: ["crash", "trap without quotes", "trap \"", "timeout \"5 s\"", "\"trap\" x", "[trap]"])
  func `Anything else is refused at its place`(value: String) {
    let problems = reading(value).problems
    #expect(problems.count == 1)
    #expect(problems.first?.severity == .error)
    #expect(problems.first?.location?.line == 2)
  }
}
