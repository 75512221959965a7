import Foundation
import Testing

extension EndToEnd {
  /// The examples in the reference: in the comments of the libraries, and in their catalogs.
  struct ExampleTests {
    /// Each line of a notebook of all examples, with where it comes from.
    private struct Line {
      var text: String
      var file = ""
      var number = 0
    }

    private static let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..")
      .standardized

    @Test func `The examples in the reference compile and run, and what they expect holds`() throws {
      var lines = ["---", "optimize: false", "---", "", "```swift", "import ONNXFiles"].map { Line(text: $0) }
      for module in ["Display", "Plotting", "CNN", "ONNXFiles"] {
        let examples = try Self.examples(of: module)
        #expect(!examples.isEmpty, "\(module) has no examples")
        // What one declares the others do not see.
        for example in examples { lines += [Line(text: "do {")] + example + [Line(text: "}")] }
      }
      lines.append(Line(text: "```"))
      let folder = try Fixtures.makeFolder()
      let text = lines.map { $0.text + "\n" }.joined()
      try Data(text.utf8).write(to: folder.appending(path: "examples.md"))

      let run = try NBRunProcess(["examples.md"], in: folder)
      for match in run.messages.matches(of: /examples\.md:(\d+):\d+: error: .*/) {
        let line = try lines[#require(Int(match.1)) - 1]
        Issue.record(
          "\(match.0)",
          sourceLocation: SourceLocation(
            fileID: "Sources/\(URL(filePath: line.file).lastPathComponent)", filePath: line.file,
            line: max(1, line.number), column: 1))
      }
      #expect(run.status == 0, "\(run.messages)")
    }

    /// Returns the examples in the sources and the catalog of `module`: what stands in fences marked `swift`.
    private static func examples(of module: String) throws -> [[Line]] {
      let folder = root.appending(path: "Sources/\(module)")
      var examples: [[Line]] = []
      for name in try FileManager.default.subpathsOfDirectory(atPath: folder.path).sorted() {
        guard name.hasSuffix(".swift") || name.hasSuffix(".md") else { continue }
        let file = folder.appending(path: name)
        var example: [Line]?
        let text = try String(contentsOf: file, encoding: .utf8)
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
          guard let words = name.hasSuffix(".md") ? line : comment(in: line) else { continue }
          if let read = example {
            if words == "```" {
              examples.append(read)
              example = nil
            } else {
              example?.append(Line(text: String(words), file: file.path, number: index + 1))
            }
          } else if words == "```swift" {
            example = []
          }
        }
        #expect(example == nil, "\(name): an example has no end")
      }
      return examples
    }

    /// Returns the text of a line of a documentation comment; nil for any other line.
    private static func comment(in line: Substring) -> Substring? {
      let words = line.drop { $0 == " " }
      guard words.hasPrefix("///") else { return nil }
      let text = words.dropFirst(3)
      return text.hasPrefix(" ") ? text.dropFirst() : text
    }
  }
}
