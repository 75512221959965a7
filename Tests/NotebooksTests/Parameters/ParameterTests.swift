import Foundation
import Notebooks
import Testing

struct ParameterTests {
  private func notebook(_ params: String) -> Notebook {
    let lines = params.split(separator: "\n").map { "  \($0)\n" }.joined()
    return MarkdownReader.read(text: "---\ntitle: T\nparams:\n\(lines)---\n", path: "n/x.md")
  }

  @Test(arguments: [
    ("5", "Int", "5"), ("-5", "Int", "-5"), ("0.5", "Float", "0.5"), ("1e-3", "Float", "1e-3"),
    ("true", "Bool", "true"), ("\"5\"", "String", "\"5\""), ("two words", "String", "\"two words\""),
    ("[1, 2]", "[Int]", "[1, 2]"), ("[1, 0.5]", "[Float]", "[1, 0.5]"),
    ("[a, 'b\"']", "[String]", "[\"a\", \"b\\\"\"]"),
    ("C:\\new\\(x)", "String", "\"C:\\\\new\\\\(x)\""),
    // The core schema of YAML 1.2, section 10.3.2.
    (".5", "Float", "0.5"), ("-.5", "Float", "-0.5"), ("+.5e-3", "Float", "0.5e-3"), ("5.", "Float", "5.0"),
    ("2.e3", "Float", "2.0e3"), ("1e3", "Float", "1e3"), ("+0.5", "Float", "0.5"),
    (".inf", "Float", ".infinity"),
    ("-.INF", "Float", "-.infinity"), ("+.Inf", "Float", ".infinity"), (".nan", "Float", ".nan"),
    (".NaN", "Float", ".nan"), ("0x1F", "Int", "31"), ("0o17", "Int", "15"), ("017", "Int", "17"),
    ("+7", "Int", "7"), ("TRUE", "Bool", "true"), ("False", "Bool", "false"),
    ("[1, .5, -.inf]", "[Float]", "[1, 0.5, -.infinity]"), ("[True, FALSE]", "[Bool]", "[true, false]"),
    ("'.5'", "String", "\".5\""), ("yes", "String", "\"yes\""), (".", "String", "\".\""),
    ("e5", "String", "\"e5\""),
    (".iNf", "String", "\".iNf\""), ("0X1F", "String", "\"0X1F\""),
    ("-0x1F", "String", "\"-0x1F\""), ("1_000", "String", "\"1_000\""), ("0o8", "String", "\"0o8\""),
    ("tRUE", "String", "\"tRUE\""), ("1.2.3", "String", "\"1.2.3\""),
  ])
  func `The type of a parameter follows from its value`(yaml: String, type: String, literal: String) {
    let notebook = notebook("p: \(yaml)")
    #expect(notebook.problems.isEmpty)
    let parameter = notebook.frontMatter.parameters.first
    #expect(parameter?.value.literal == literal)
    #expect(parameter?.location == SourceLocation(line: 4, column: 3))
    #expect(parameter?.value.kind.swiftTypeForTests == type)
  }

  @Test(arguments: [
    ("ok: 1\nlearning-rate: 1", "a parameter is called by a Swift name"),
    ("ok: 1\nfunc: 1", "'func' is a word of Swift"),
    ("ok: 1\nx: Null", "the parameter 'x' takes a number"),
    ("ok: 1\nx: 0xFFFFFFFFFFFFFFFFF", "the parameter 'x' takes a number"),
    ("ok: 1\nx:", "the parameter 'x' takes a number"), ("ok: 1\nx: []", "the parameter 'x' takes a number"),
    ("ok: 1\nx: [1, a]", "the parameter 'x' takes a number"),
    ("ok: 1\nx: {a: 1}", "the parameter 'x' takes a number"),
    ("ok: 1\nx: 99999999999999999999", "the parameter 'x' takes a number"),
    ("ok: 1\nx: 1e99", "the parameter 'x' takes a number"),
    ("ok: 1\nx: [[1]]", "the parameter 'x' takes a number"),
  ])
  func `What is no parameter is told at its line`(params: String, message: String) {
    let problems = notebook(params).problems
    #expect(problems.count == 1)
    #expect(problems.first?.location == SourceLocation(line: 5, column: 3))
    #expect(problems.first?.message.hasPrefix(message) == true, "\(problems)")
  }

  @Test func `Anything but a mapping is refused`() {
    let notebook = MarkdownReader.read(text: "---\nparams: [1]\n---\n", path: "x.md")
    #expect(notebook.problems.first?.message == "'params' takes lines 'name: value', indented, not a list")
  }

  @Test(arguments: [
    ("n=7", "7"), ("x=7", "7"), ("t=7", "\"7\""), ("t=", "\"\""), ("t=a=b", "\"a=b\""), ("b=false", "false"),
    ("l=[3]", "[3]"), ("l=[]", "[]"), ("x=.5", "0.5"), ("x=-.inf", "-.infinity"), ("x=.nan", ".nan"),
    ("x=0x1F", "31"), ("n=0x1F", "31"), ("b=TRUE", "true"), ("t=.5", "\".5\""), ("t=TRUE", "\"TRUE\""),
    ("l=[0x1F]", "[31]"),
  ])
  func `An assignment takes the type that the notebook declares`(assignment: String, literal: String) throws {
    var notebook = notebook("n: 1\nx: 0.5\nt: text\nb: true\nl: [1]")
    try notebook.apply([try ParameterOverride(assignment: assignment)])
    let name = assignment.prefix { $0 != "=" }
    #expect(notebook.frontMatter.parameters.first { $0.name == name }?.value.literal == literal)
  }

  @Test(arguments: [
    ("n=0.5", "'n' takes a whole number (n/x.md:4), not '0.5'"),
    ("n=", "'n' takes a whole number (n/x.md:4), not ''"),
    ("l=7", "'l' takes a list of whole numbers (n/x.md:6), not '7'"),
    ("l=[a]", "'l' takes a list of whole numbers (n/x.md:6), not what is written"),
    ("rates=1", "n/x.md has no parameter 'rates'; did you mean 'rate'?"), ("=1", "expected 'name=value'"),
    ("x=1", "n/x.md has no parameter 'x'; expected one of 'n', 'rate', 'l'"),
    ("rows=1", "n/x.md has no parameter 'rows'; expected one of 'n', 'rate', 'l'"),
    ("n", "expected 'name=value'"),
  ])
  func `A wrong assignment is told as it was written`(assignment: String, reason: String) {
    var notebook = notebook("n: 1\nrate: 0.5\nl: [1]")
    #expect(throws: NotebookError.parameter(origin: "-p \(assignment)", reason: reason)) {
      try notebook.apply([try ParameterOverride(assignment: assignment)])
    }
  }

  @Test func `A file of values is told by its own lines`() throws {
    let path = FileManager.default.temporaryDirectory.appending(path: "nbrun-\(UUID().uuidString).yaml").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    var notebook = notebook("n: 1\nrate: 0.5")
    try Data("# values\nn: 2\nrat: 3\n".utf8).write(to: URL(filePath: path))
    let reason = "n/x.md has no parameter 'rat'; did you mean 'rate'?"
    #expect(throws: NotebookError.parameter(origin: "\(path):3:1", reason: reason)) {
      try notebook.apply(try ParameterOverride.read(path: path))
    }
    try Data([0xEF, 0xBB, 0xBF] + "n: 8\nrate: .25\n".utf8).write(to: URL(filePath: path))
    try notebook.apply(try ParameterOverride.read(path: path))
    #expect(notebook.frontMatter.parameters.map(\.value.literal) == ["8", "0.25"])
    try Data([0xEF, 0xBB, 0xBF] + "n: 8\nrat: 3\n".utf8).write(to: URL(filePath: path))
    #expect(throws: NotebookError.parameter(origin: "\(path):2:1", reason: reason)) {
      try notebook.apply(try ParameterOverride.read(path: path))
    }
    for (text, location, problem) in [
      ("n: [", "1:5", "did not find expected node content"),
      ("rate: 1\nn: [1, 2\nl: 3\nm: 4\n", "2:4", "did not find expected ',' or ']' by line 3"),
      ("n: {a: 1\nl: 3\n", "1:4", "did not find expected ',' or '}' by line 2"),
      ("n: [1, \"2\" 3]\n", "1:12", "did not find expected ',' or ']'"),
      ("n: \"1\nl: 3\n", "1:4", "found unexpected end of stream"),
    ] {
      try Data(text.utf8).write(to: URL(filePath: path))
      let error = #expect(throws: NotebookError.self) { try ParameterOverride.read(path: path) }
      #expect(error?.message.hasPrefix("\(path):\(location): error: this is not YAML: ") == true, "\(text)")
      #expect(error?.message.hasSuffix(problem) == true, "\(error?.message ?? "")")
    }
    try Data("".utf8).write(to: URL(filePath: path))
    #expect(try ParameterOverride.read(path: path).isEmpty)
  }
}

extension ParameterValue.Kind {
  /// The type as Swift writes it.
  fileprivate var swiftTypeForTests: String {
    switch self {
    case .integer: "Int"
    case .decimal: "Float"
    case .choice: "Bool"
    case .text: "String"
    case .list(let kind): "[\(kind.swiftTypeForTests)]"
    }
  }
}
