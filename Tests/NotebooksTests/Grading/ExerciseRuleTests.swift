import Notebooks
import Testing

struct ExerciseRuleTests {
  private func lines(_ code: String) -> [Int] {
    ExerciseRules.problems(in: Cell(number: 1, code: code, firstLine: 10)).compactMap(\.location?.line)
  }

  @Test(arguments: [
    "let y = unsafe x.first", "nonisolated(unsafe) var x = 1", "x.unsafe", "let s = \"\\(unsafe f())\"",
    "/* */ unsafe f()", "// \\(unsafe f())", "// */ unsafe f()", "let r = /\"/; unsafe f() // \"",
    "@_silgen_name(\"f\") func f()", "@ _cdecl(\"f\")", "@/* */_cdecl(\"f\")", "@safe func f() {}",
    "@c func f() {}",
    "@testable import CNN", "@", "@ // name below", "#sourceLocation(file: \"a\", line: 1)",
    "Display.expect(true, line: 3)",
    "CNN . expect(true)", "CNN./* */expect(true)", "CNN.", "Display", "Display // here",
    "\"\\(Display.`expect`(true))\"",
    "String(format: \"%s\", 7)", "String(format: text, 7)", "let f = String.init(format:_:)",
    "String(format: \"%d %n\", 7)", "String(format: \"%\\(\"s\")\", 7)", "String(format: \"\"\"",
    "String(format: \"%1$s\", 7)", "NSLog(\"%s\", 7)", "Foundation.Bundle(path: x)?.load()",
  ])
  func `What reaches behind the language is refused`(code: String) {
    #expect(lines("let a = 1\n" + code) == [11])
  }

  @Test(arguments: [
    "// unsafe for empty lists", "let x = 1 // unsafe", "withUnsafePointer(to: &x) { _ in }", "import CNN",
    "import Foundation; import CNN", "let model = CNN.Sequential([])", "print(\"a CNN with 3 layers\")",
    "print(\"This is a CNN.\")",
    "expect(f(2), equals: 4)",
    "@discardableResult func f() -> Int { 1 }", "let mail = \"me@university.org\"", "let unsafely = 1",
    "x // our CNN", "String(format: \"%.2f of %5d\", 1.5, 3)", "String(format:\"100 %% of %g\", 2.0)",
    "x.formatted()",
  ])
  func `What honest code says is not`(code: String) { #expect(lines(code) == []) }
}
