import Foundation
import Notebooks
import Testing

extension EndToEnd {
  /// Folders of notebooks, and the index of their handouts.
  final class CourseFolderTests: UserFolder {
    @Test func `An index is compared whatever the order of the notebooks, and not with some of them`() throws
    {
      for name in ["a.md", "b.md", "c.md"] { try save(prose, name) }
      #expect(try nbrun("c.md", "a.md").status == 0)
      #expect(try nbrun("--variant", "student", ".").status == 0)
      for names in [["a.md", "c.md"], ["c.md", "a.md"]] {
        let check = try NBRunProcess(["check", "--exact"] + names, in: folder, takesOutput: false)
        #expect(check.status == 0 && !check.messages.contains("index.html"), "\(check.messages)")
      }
      #expect(try nbrun("b.md").status == 0)
      let part = try nbrun("check", "--exact", "a.md", "b.md")
      #expect(part.status == 0, "\(part.messages)")
      #expect(
        part.messages.hasSuffix(
          "output/index.html was not compared: 'output' holds other handouts, too, such as 'c'\n"))
      // All of them are the whole course, of which the index lacks one.
      let whole = try nbrun("check", "--exact", ".")
      #expect(whole.status == Int32(RunStatus.differs.rawValue))
      #expect(whole.messages.contains("output/index.html is not the index of these handouts"))
      #expect(try nbrun(".").status == 0)
      #expect(try nbrun("check", "--exact", ".").status == 0)
    }

    @Test func `A notebook called index keeps its page`() throws {
      for name in ["index.md", "other.md"] { try save(prose, "course/\(name)") }
      for _ in 0..<2 {
        let run = try nbrun("-o", "out", "course")
        #expect(run.status == 0, "\(run.messages)")
        #expect(run.output == "out/index.html\nout/other.html\nout/course-index.html\n")
      }
      #expect(text("out/course-index.html")?.contains("href=\"index.html\"") == true)
      let check = try nbrun("check", "--exact", "-o", "out", "course")
      #expect(check.status == 0, "\(check.messages)")
      // Other notebooks leave it alone, too.
      let page = text("out/index.html")
      try save(prose, "course/third.md")
      #expect(try nbrun("-o", "out", "course/other.md", "course/third.md").status == 0)
      #expect(text("out/index.html") == page)
      // The variants have an index each.
      let student = try nbrun("-o", "out", "--variant", "student", "course")
      #expect(student.output.hasSuffix("out/course-index-student.html\n"))
    }

    @Test func `What a run has written is no notebook of the next one`() throws {
      try save(prose, "a.md")
      try save(prose, "sub/B.MD")
      for output in ["output", "site", "output"] {
        let run = try nbrun("--to", "html,markdown", "-o", output, ".")
        #expect(run.status == 0, "\(run.messages)")
        #expect(
          run.output
            == "\(output)/a.html\n\(output)/a.md\n\(output)/B.html\n\(output)/B.md\n\(output)/index.html\n")
      }
      // Nothing in the output folder is found, be it written by an earlier version or by hand.
      try FileManager.default.removeItem(at: folder.appending(path: "output/a/files.json"))
      #expect(try nbrun(".").status == 0)
    }

    @Test func `A folder and a file are the same by whatever path`() throws {
      try save(prose, "nbs/r.md")
      try FileManager.default.createSymbolicLink(
        at: folder.appending(path: "link"), withDestinationURL: folder.appending(path: "nbs"))
      let run = try nbrun("link", "nbs/r.md", "./nbs/r.md", "link/r.md", "nbs/")
      #expect(run.status == 0, "\(run.messages)")
      #expect(run.output == "output/r.html\noutput/index.html\n")
      try save(prose, "other/r.md")
      let two = try nbrun("nbs", "other")
      #expect(two.status == Self.usage)
      #expect(two.messages.hasPrefix("other/r.md: error: its handout would overwrite that of nbs/r.md"))
    }

    @Test func `Notebooks of one name in several folders run in one call, each to a folder of its own`()
      throws
    {
      for (name, number) in [("anna", 1), ("ben", 2)] {
        try save("# N\n\n```swift\nprint(\(number))\n```\n", "\(name)/hw1.md")
      }
      let refused = try nbrun("anna/hw1.md", "ben/hw1.md")
      #expect(
        refused.status == Self.usage && refused.messages.contains("'--by-folder'"), "\(refused.messages)")
      for (jobs, arguments) in [("1", ["anna/hw1.md", "ben/hw1.md"]), ("2", [".", "./ben/hw1.md"])] {
        let run = try NBRunProcess(
          ["--by-folder", "-j", jobs] + arguments, folder: folder.appending(path: "output"), in: folder,
          takesOutput: false)
        #expect(run.status == 0, "\(run.messages)")
        #expect(run.output == "output/anna/hw1.html\noutput/ben/hw1.html\n")
      }
      #expect(try files("output") == ["anna", "ben"])
      #expect(try nbrun("check", "--exact", "--by-folder", ".").status == 0)
      try save("# N\n\n```swift\nprint(3)\n```\n", "ben/hw1.md")
      let check = try nbrun("check", "--by-folder", "--review", "review", ".")
      #expect(check.status == Int32(RunStatus.differs.rawValue))
      #expect(
        text("review/ben/hw1.html")?.contains("class=\"review\"") == true && text("review/hw1.html") == nil)
    }
  }
}
