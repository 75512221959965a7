import Notebooks
import Testing

@Suite struct OpenExerciseTests {
  /// Reads cells of `codes` as the student's variant of an author's notebook, in which "stub" begins a stub.
  ///
  /// Returns for each cell which of them it waits for, counted from 1.
  private func openStubs(_ codes: [String], edited: Set<Int> = []) -> [[Int]] {
    var text = ""
    for (index, code) in codes.enumerated() {
      let isStub = code.hasPrefix("stub ")
      let digest = isStub && edited.contains(index + 1) ? "//| stub-digest: another\n" : ""
      text +=
        "```swift\n\(isStub ? "//| exercise: stub\n\(digest)" : "")\(isStub ? String(code.dropFirst(5)) : code)\n```\n"
    }
    // All of the stubs have a solution, which is left out.
    text += "```swift\n//| exercise: solution\n```\n"
    text = text.replacing(
      "```\n```swift\n//| exercise: stub",
      with: "```\n```swift\n//| exercise: solution\n```\n```swift\n//| exercise: stub")
    var notebook = MarkdownReader.read(text: text, path: "a.md")
    notebook.apply(.student)
    let shown = notebook.cells.filter { !$0.options.isLeftOut }
    let positions = Dictionary(uniqueKeysWithValues: shown.enumerated().map { ($1.number, $0 + 1) })
    return shown.map { $0.options.openStubs.compactMap { positions[$0] } }
  }

  @Test func cellsBelowThatMentionANameOfTheStubWaitForIt() {
    let found = openStubs([
      "let f = 1", "stub func f(_ x: Int) -> Int { let local = x; return local }", "let local = 2",
      "expect(f(1), equals: 2)", "let y = f(3)", "print(\"\\(y)\")", "// f", "let other = 1",
    ])
    #expect(found == [[], [2], [], [2], [2], [2], [], []])
  }

  @Test func aNameThatIsDeclaredAnewIsAnotherOne() {
    #expect(openStubs(["stub let a = 1", "let b = a", "let a = 2", "a", "b"]) == [[1], [1], [], [], [1]])
    // Functions of one name may be overloads.
    #expect(openStubs(["stub func f() {}", "func f(_ x: Int) {}", "f()"]) == [[1], [1], [1]])
  }

  @Test func variablesThatAreChangedAndTypesCount() {
    let found = openStubs([
      "var sum = 0\nlet fixed = 1", "stub func f() {}", "sum += f(); fixed", "sum", "fixed",
      "struct S { func g() { f() } }", "let s: S", "s",
    ])
    #expect(found == [[], [2], [2], [2], [], [2], [2], [2]])
    #expect(openStubs(["var m = [0, 0]", "stub m[0] = 1", "m"]) == [[], [2], [2]])
    #expect(
      openStubs(["stub extension Int { var half: Int { self / 2 } }", "let a = b.half", "c"]) == [
        [1], [1], [],
      ])
    #expect(openStubs(["stub let (a, b) = (1, 2), c = 3", "a", "b", "c", "d"]) == [[1], [1], [1], [1], []])
    #expect(
      openStubs(["stub enum E { case one }\nif case let x = 1 {}", "let y: E", "let z = 1"]) == [
        [1], [1], [],
      ])
  }

  @Test func whatDependsOnAnEditedStubWaitsForNone() {
    let codes = ["stub let a = 1", "a", "stub let b = 2", "b", "a + b"]
    #expect(openStubs(codes) == [[1], [1], [3], [3], [1, 3]])
    #expect(openStubs(codes, edited: [1]) == [[], [], [3], [3], []])
    #expect(openStubs(codes, edited: [1, 3]) == [[], [], [], [], []])
  }

  @Test func aHandedOutStubIsUntouchedUpToBlanks() {
    func isOpen(_ code: String, digest: String = "553f121d1ece") -> Bool {
      var notebook = MarkdownReader.read(
        text: "```swift\n//| exercise: stub\n//| stub-digest: \(digest)\n\(code)\n```", path: "a.md")
      notebook.apply(.solution)
      return !notebook.openExercises.isEmpty
    }
    #expect(isOpen("x") && isOpen("\n  x  \n\n"))
    #expect(!isOpen("y") && !isOpen("x // mine") && !isOpen("x", digest: "553f121d1ecf"))
    var bare = MarkdownReader.read(text: "```swift\n//| exercise: stub\nx\n```", path: "a.md")
    bare.apply(.student)
    #expect(bare.openExercises.isEmpty, "without a digest nobody knows, so it is checked")
  }

  @Test func aFailureThatWaitsIsToldAsOpenEverywhere() {
    let text = """
      ```swift
      //| exercise: stub
      func f() {}
      ```

      ```swift
      //| exercise: solution
      ```

      ```swift
      f()
      ```
      """
    var notebook = MarkdownReader.read(text: text, path: "a.md")
    notebook.apply(.student)
    let unmet = ExpectationOutput(
      passed: false, exemption: .openExercise, comment: "right", code: "expect(f())", details: "got 1",
      location: .init(line: 11, column: 1))
    let result = NotebookResult(cells: [
      CellResult(number: 1, name: "cell-1", outcome: .open),
      CellResult(number: 2, name: "cell-2", outcome: .skipped),
      CellResult(number: 3, name: "cell-3", outcome: .open, outputs: [.expectation(unmet)]),
    ])
    #expect(result.status == .succeeded)
    let html = HTMLHandout.render(notebook: notebook, result: result).html
    #expect(
      html.contains(
        "<section class=\"banner open\" aria-label=\"Open exercises\"><p>○ 1 exercise is open: "
          + "<a href=\"#cell-1\">cell 1 (line 3)</a></p></section>"))
    #expect(html.contains("<section class=\"cell open\" id=\"cell-1\""))
    #expect(html.contains("○ Waits for the exercise in <a href=\"#cell-1\">cell 1</a>."))
    #expect(
      html.contains("<li class=\"exempt\"><span class=\"mark\" role=\"img\" aria-label=\"waits for an open"))
    #expect(!html.contains("banner failed") && !html.contains("<li class=\"failed"))
    let index = CourseIndex.html(of: CourseList([(notebook, result, "")]))
    #expect(index.contains("○ 1 exercise is open"))
  }
}
