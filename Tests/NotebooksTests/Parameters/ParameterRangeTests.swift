import Notebooks
import Testing

/// The values that a notebook allows its parameters.
struct ParameterRangeTests {
  private func notebook(_ parameter: String) -> Notebook {
    MarkdownReader.read(text: "---\nparams:\n  p: \(parameter)\n---\n", path: "n/x.md")
  }

  @Test(arguments: [
    ("{ value: 0.1, min: 0, max: 1 }", "0.1"), ("{ value: 3, choices: [1, 3] }", "3"),
    ("{ value: 2, min: 1, max: 8, scale: log }", "2"), ("{ value: 0.5, min: 0.5, max: 0.5 }", "0.5"),
    ("{ value: [3, 3], choices: [[3, 3], [5, 5]] }", "[3, 3]"), ("{ value: true }", "true"),
    ("{ value: 0.5, choices: [1, 0.5] }", "0.5"), ("{ min: -1.5, max: 2, value: 0.0, scale: linear }", "0.0"),
  ])
  func `A value may stand beside its range`(yaml: String, literal: String) {
    let notebook = notebook(yaml)
    #expect(notebook.problems.isEmpty, "\(notebook.problems)")
    #expect(notebook.frontMatter.parameters.map(\.value.literal) == [literal])
  }

  @Test(arguments: [
    ("{ value: 2, choices: [1, 3] }", "has a value that is not one of 1, 3"),
    ("{ value: 2, min: 3, max: 4 }", "has a value that is not a number from 3 to 4"),
    ("{ value: 2, min: 3 }", "takes a whole number as 'min' and another, which is not smaller, as 'max'"),
    ("{ value: 2, min: 4, max: 3 }", "which is not smaller"),
    ("{ value: 2, min: 1.5, max: 3 }", "a whole number as 'min'"),
    ("{ value: 2, min: 0, max: 3, scale: log }", "takes 'scale: log' only with a 'min' above 0"),
    ("{ value: 2, min: 1, max: 3, scale: cubic }", "takes 'linear' or 'log' as 'scale'"),
    ("{ value: 2, scale: log }", "which is not smaller"),
    ("{ value: 2, choices: [], min: 1 }", "has either 'choices' or"),
    ("{ value: 2, choices: [] }", "takes a list of values like its own"),
    ("{ value: 2, choices: [1, a] }", "takes a list of values like its own"),
    ("{ value: text, min: a, max: b }", "is no number, and has 'choices'"),
    ("{ value: 1, maximum: 2 }", "but no 'maximum'"), ("{ choices: [1] }", "takes a number, true or false"),
  ])
  func `What is no range is reported at the parameter`(yaml: String, message: String) {
    let problems = notebook(yaml).problems
    #expect(problems.map(\.location) == [SourceLocation(line: 3, column: 3)])
    #expect(problems.first?.message.hasPrefix("the parameter 'p' ") == true)
    #expect(problems.first?.message.contains(message) == true, "\(problems)")
  }

  @Test func `A call cannot go beyond it`() throws {
    var notebook = notebook("{ value: 0.1, min: 0.001, max: 1 }")
    try notebook.apply([ParameterOverride(assignment: "p=1")])
    let error = #expect(throws: NotebookError.self) {
      try notebook.apply([ParameterOverride(assignment: "p=1.5")])
    }
    #expect(error?.message == "-p p=1.5: error: 'p' takes a number from 0.001 to 1 (n/x.md:3), not 1.5")
  }
}
