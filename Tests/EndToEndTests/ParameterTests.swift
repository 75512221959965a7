import Foundation
import Notebooks
import Testing

extension EndToEnd {
  /// Constants that a call gives other values to.
  struct ParameterTests {
    @Test func `Cells see parameters as constants of their types, and may declare a name again`() throws {
      let run = try NBRunProcess(fixture: "parameters")
      #expect(run.status == 0)
      let outputs = try run.results("parameters").cells.map(\.outputs)
      #expect(
        outputs[0] == [
          .standardOutput("5 0.05 adam false [8, 16]\n"),
          .text("[Swift.Int, Swift.Float, Swift.String, Swift.Bool, Swift.Array<Swift.Int>]"),
        ])
      #expect(outputs[1] == [.text("again")])
      #expect(outputs[2] == [.text("again")])
      #expect(try run.handout("parameters").contains("<code>epochs = 5</code>"))
    }

    @Test func `A call changes them by option and by file, and the handout says so`() throws {
      let file = FileManager.default.temporaryDirectory.appending(path: "nbrun-\(UUID().uuidString).yaml")
      try Data("epochs: 7\nrate: 1\nsizes: []\n".utf8).write(to: file)
      defer { try? FileManager.default.removeItem(at: file) }
      let run = try NBRunProcess(
        [
          "parameters.md", "--params", file.path, "-p", "epochs=20", "-p", "optimizer=true", "-p",
          "quick=true",
        ])
      #expect(run.status == 0)
      let outputs = try run.results("parameters").cells.map(\.outputs)
      #expect(outputs[0].first == .standardOutput("20 1.0 true true []\n"))
      #expect(try run.handout("parameters").contains("<code>epochs = 20</code>"))
    }

    @Test func `A path that a call gives is seen from the notebook's folder`() throws {
      let folder = try Fixtures.makeFolder()
      for name in ["course", "mine"] {
        try FileManager.default.createDirectory(
          at: folder.appending(path: name), withIntermediateDirectories: false)
      }
      try Data("1,2\n".utf8).write(to: folder.appending(path: "mine/x.csv"))
      try Data(
        """
        ---
        params:
          data: ""
        ---
        ```swift
        import Glibc
        print(data.isEmpty ? "none" : access(data, R_OK) == 0 ? "found" : "missing")
        ```
        """.utf8
      ).write(to: folder.appending(path: "course/x.md"))
      let paths = [
        (nil, "none"), ("", "none"), ("mine/x.csv", "missing"), ("../mine/x.csv", "found"),
        (folder.path + "/mine/x.csv", "found"),
      ]
      for (path, text) in paths {
        let run = try NBRunProcess(
          ["course/x.md"] + (path.map { ["-p", "data=\($0)"] } ?? []), in: folder)
        #expect(run.status == 0, "\(run.messages)")
        #expect(try run.results("x").cells[0].outputs == [.standardOutput(text + "\n")])
      }
    }

    @Test func `Values are the literals of Swift, in a call, in a file and in the front matter`() throws {
      let text = "\"\\ \r\n\t\0\u{1B} #\"\"\" \\(n) e\u{301} \u{301} \u{2028}\u{202E}\u{FEFF} 👩‍👩‍👧"
      let quoted = "\"" + text.unicodeScalars.map { "\\U\(hexadecimal($0, digits: 8))" }.joined() + "\""
      let long = String(repeating: "long ", count: 60_000)
      // Rounded twice, as the compiler does, the third one is 1.
      let numbers = [
        "0.1", "1e-45", "1.00000005960464477539062500000000000000001", "3.4028235e38", "16777217", "-0.0",
        "9223372036854775807", "1e-60",
      ]
      let values = [
        ("x", numbers[2]), ("y", "-.inf"), ("list", "[\(numbers.joined(separator: ", ")), .inf, .nan]"),
        ("n", "-9223372036854775808"), ("all", "[true, false]"), ("texts", "[\(quoted), '']"),
        ("long", "\"\(long)\""), ("_parameterValue", "7"),
      ]
      let defaults = [
        "x": "1.5", "y": "1.5", "list": "[1.5]", "n": "1", "all": "[true]", "texts": "[a]", "long": "a",
        "_parameterValue": "1",
      ]
      let cells = """

        ```swift
        let numbers: [Float] = [x, y] + list
        let literals: [Float] = [\(numbers[2]), -.infinity, \(numbers.joined(separator: ", ")), .infinity, .nan]
        print(numbers.map(\\.bitPattern), n, all, texts, _parameterValue)
        expect(numbers.map(\\.bitPattern) == literals.map(\\.bitPattern))
        expect(n == .min && all == [true, false] && _parameterValue == 7 && long.utf8.count == \(long.utf8.count))
        expect(texts.map { Array($0.unicodeScalars) } == [Array("\(swift(text))".unicodeScalars), []])
        ```
        """
      let folder = try Fixtures.makeFolder()
      func save(_ lines: [String], _ name: String, indentation: String = "  ") throws -> String {
        let matter = lines.map { indentation + $0 + "\n" }.joined()
        let whole = indentation.isEmpty ? matter : "---\nparams:\n\(matter)---\n\(cells)"
        try Data(whole.utf8).write(to: folder.appending(path: name))
        return name
      }
      let plain = try save(values.map { "\($0.0): \(defaults[$0.0] ?? "")" }, "plain.md")
      let written = try save(values.map { "\($0.0): \($0.1)" }, "written.md")
      let file = try save(values.map { "\($0.0): \($0.1)" }, "values.yaml", indentation: "")
      let rest = try save(["long: \"\(long)\""], "rest.yaml", indentation: "")
      let options = values.flatMap { $0.0 == "long" ? [] : ["-p", "\($0.0)=\($0.1)"] }
      let results = try [[written], [plain, "--params", file], [plain, "--params", rest] + options].map {
        let run = try NBRunProcess($0, in: folder)
        #expect(run.status == 0, "\(run.messages)")
        return try run.results(String($0[0].dropLast(3))).cells
      }
      let script = try NBRunProcess(["convert", written, "--to", "swift"], in: folder, takesOutput: false)
      #expect(script.output.contains("let n: Int = -9223372036854775808\nlet all: [Bool] = [true, false]\n"))
      #expect(results[1] == results[0])
      #expect(results[2] == results[0])
    }

    private func hexadecimal(_ scalar: Unicode.Scalar, digits: Int = 1) -> String {
      let number = String(scalar.value, radix: 16)
      return String(repeating: "0", count: max(0, digits - number.count)) + number
    }

    /// Returns `text` as it stands between quotes in Swift.
    private func swift(_ text: String) -> String {
      text.unicodeScalars.map { "\\u{\(hexadecimal($0))}" }.joined()
    }

    @Test func `A new value compiles nothing, and a value of another type everything`() throws {
      let codes = ["let twice = 2 * n\nprint(twice)", "//| expect: trap\nprecondition(n < 0)", "twice + n"]
      let course = try CachedCourse(codes)
      /// Runs the notebook with `n`, and returns how many entries the cache got, and whether anything was compiled.
      func run(_ n: String, _ arguments: String...) throws -> (output: Output?, entries: Int, compiles: Bool)
      {
        try course.write(codes, prose: "---\nparams:\n  n: \(n)\n---\n\n# Title\n")
        let before = try entries()
        let run = try NBRunProcess(
          arguments + [course.notebook.path], folder: course.output, in: course.folder, cache: course.cache)
        #expect(run.status == 0, "\(run.messages)")
        let record = try JSONSerialization.jsonObject(
          with: Data(contentsOf: course.output.appending(path: "x/run.json")))
        let times = ((record as? [String: Any])?["cells"] as? [[String: Any]])?.compactMap {
          ($0["seconds"] as? [String: Any])?["compile"] as? Double
        }
        #expect(times?.count == 3)
        let output = try HandoutWriter.read(name: "x", in: course.output.path).cells[2].outputs.first
        return (output, try entries() - before, times != [0, 0, 0])
      }
      func entries() throws -> Int {
        guard FileManager.default.fileExists(atPath: course.cache.path) else { return 0 }
        return try FileManager.default.subpathsOfDirectory(atPath: course.cache.path)
          .count { $0.hasSuffix(".entry") }
      }
      let first = try run("1")
      #expect(first.output == .text("3") && first.entries > 3 && first.compiles)
      // The results of three cells.
      #expect(try run("1", "-p", "n=2") == (.text("6"), 3, false))
      #expect(try run("7") == (.text("21"), 3, false))
      let other = try run("0.5")
      #expect(other.output == .text("1.5") && other.entries > 3 && other.compiles)
    }

    @Test func `A cell does with a value of a call what it does with one of the front matter`() throws {
      let course = try CachedCourse([])
      let codes = ["let x = UInt8(n)\nprint(x)"]
      let runs = try [(n: 300, arguments: [String]()), (1, ["-p", "n=300"])].map {
        try course.write(codes, prose: "---\nparams:\n  n: \($0.n)\n---\n")
        return try NBRunProcess($0.arguments + [course.notebook.path], folder: course.output)
      }
      #expect(runs.map(\.status) == Array(repeating: Int32(RunStatus.crashed.rawValue), count: 2))
      for run in runs { #expect(run.messages.contains("x.md:7:9: error: "), "\(run.messages)") }
    }

    @Test func `A wrong value or name is told with its place, and nothing runs`() throws {
      let unknown = try NBRunProcess(["parameters.md", "-p", "epoch=20"])
      #expect(unknown.status == Int32(RunStatus.usage.rawValue))
      #expect(
        unknown.messages
          == "-p epoch=20: error: parameters.md has no parameter 'epoch'; did you mean 'epochs'?\n")
      #expect(!FileManager.default.fileExists(atPath: unknown.folder.path))
      let wrong = try NBRunProcess(["parameters.md", "-p", "epochs=many"])
      #expect(
        wrong.messages
          == "-p epochs=many: error: 'epochs' takes a whole number (parameters.md:4), not 'many'\n")
    }
  }
}
