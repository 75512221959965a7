import Foundation
import Notebooks
import Testing

extension EndToEnd {
  /// Paths of every kind.
  final class PathTests: UserFolder {
    @Test func `Names of every kind run, and errors are told at their lines`() throws {
      for name in ["tab\tin.md", "line\nfeed.md", "quote\".md", "back\\slash.md", "k.md"] {
        try save("# N\n\n```swift\nprint(1)\n```\n\n```swift\nfatalError(\"x\")\n```\n", name)
        let run = try nbrun(name)
        #expect(run.status == Int32(RunStatus.crashed.rawValue), "\(name): \(run.messages)")
        let told = name.replacing("\t", with: "\\t").replacing("\n", with: "\\n")
        #expect(run.messages.contains("\(told):8:1: error: fatal error: x\n"), "\(run.messages)")
        try save("# N\n\n```swift\nlet n: Int = \"s\"\n```\n", name)
        let wrong = try nbrun(name)
        #expect(wrong.messages.contains("\(told):4:14: error: cannot convert"), "\(wrong.messages)")
      }
      for name in [String(repeating: "n", count: 240), String(repeating: "漢", count: 80)] {
        try save(prose, name + ".md")
        let run = try nbrun("--to", "html,ipynb,markdown,swift,jsonl,junit", name + ".md")
        #expect(run.status == 0, "\(run.messages)")
        #expect(run.output.split(separator: "\n").count == 6)
      }
    }

    @Test func `A working folder of 1,600 letters is one like any other`() throws {
      let deep = (1...8).map { String(repeating: "\($0)", count: 200) }.joined(separator: "/")
      let figure = "Figure(\"Line\") { Axes { Line(y: [1, 2, 3]) } }"
      try save(
        "# A\n\n```swift\nimport Foundation\nprint(try String(contentsOfFile: \"d.txt\", encoding: .utf8))\n```\n\n"
          + "```swift\n\(figure)\n```\n\n![p](p.png)\n", "a.md")
      let made = try shell(
        """
        set -e
        mkdir -p \(deep); mv a.md \(deep); cd \(deep); echo data >d.txt
        $nbrun --to html,ipynb,markdown,jsonl a.md >/dev/null || test $? = 2
        cp output/a/cell-2.png p.png
        $nbrun --to html,markdown,jsonl a.md
        $nbrun check --exact a.md; $nbrun accept -q a.md; $nbrun new b; $nbrun convert a.md -o c.ipynb --to ipynb
        """)
      #expect(made.status == 0, "\(made.text)")
      #expect(text("\(deep)/output/a.html")?.contains("data\n") == true)
    }
  }
}
