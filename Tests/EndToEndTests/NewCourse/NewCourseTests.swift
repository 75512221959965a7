import Foundation
import Notebooks
import Testing

extension EndToEnd {
  /// The course that 'nbrun new --course' writes.
  final class NewCourseTests: UserFolder {
    @Test func `A new course runs, and is as its own outputs say, without a warning`() throws {
      let new = try nbrun("new", "--course", "my-course")
      #expect(new.status == 0 && new.output == "my-course\n" && new.messages.isEmpty, "\(new.messages)")
      let run = try shell(
        """
        set -e
        cd my-course
        for call in 'run' 'check --exact' 'run --variant student' 'check --variant student'; do
          $nbrun $call notebooks > log 2>&1 || { cat log; echo "$call failed"; }
          grep -E 'warning|error|✗' log || true
        done
        rm log
        """)
      #expect(run.status == 0 && run.text.isEmpty, "\(run.text)")
      #expect(try files("my-course/output").contains("index.html"))
      #expect(text("my-course/output/welcome.html")?.contains(">My course<") == true)
      // The exercise is there for students, and open.
      let student = try HandoutWriter.read(
        name: "digits", in: folder.appending(path: "my-course/output/student").path)
      #expect(student.cells.map(\.outcome).contains(.open) && student.status == .succeeded)
    }

    @Test func `A new course has the title that the call gives`() throws {
      let title = "Netze: \"Faltung\" & mehr"
      #expect(try nbrun("new", "--course", "a/b/netze/", "--title", title).status == 0)
      #expect(text("a/b/netze/README.md")?.hasPrefix("# \(title)\n") == true)
      let defaults = try #require(text("a/b/netze/notebooks/nbrun.yml"))
      #expect(defaults.contains("\ncourse: \"Netze: \\\"Faltung\\\" & mehr\"\n"), "\(defaults)")
    }

    @Test func `The manual shows the files of a new course`() throws {
      #expect(try nbrun("new", "--course", "c").status == 0)
      let manual = try String(contentsOf: Recipe.manual, encoding: .utf8)
      let shown = [
        (".github/workflows/course.yml", "yaml"), (".gitlab-ci.yml", "yaml"), ("ci/install-nbrun", "sh"),
        (".githooks/pre-commit", "sh"), ("Makefile", "make"),
      ]
      for (name, language) in shown {
        let content = try #require(text("c/\(name)"))
        #expect(manual.contains("\n```\(language)\n\(content)```\n"), "\(name)")
      }
      let listed = Set(manual.matches(of: /`([\w.\/-]+)`/).map { String($0.1) })
      for name in try FileManager.default.subpathsOfDirectory(atPath: folder.appending(path: "c").path)
      where try !folder.appending(path: "c/\(name)").resourceValues(forKeys: [.isDirectoryKey]).isDirectory! {
        #expect(listed.contains(name) || name.hasPrefix("notebooks/data/"), "\(name)")
      }
    }

    @Test func `What exists is not replaced, and nothing is left half-written`() throws {
      try save("mine", "course/notes.txt")
      try save("mine", "file")
      for name in ["course", "course/", "file"] {
        let run = try nbrun("new", "--course", name)
        #expect(run.status == UserFolder.usage)
        let path = name.hasSuffix("/") ? String(name.dropLast()) : name
        #expect(run.messages == "\(path): error: cannot be written: it already exists; choose another name\n")
      }
      // The folder cannot get its name, or not be made at all.
      let long = String(repeating: "n", count: 300)
      for name in [long, "file/course", "/proc/course"] {
        let run = try nbrun("new", "--course", name)
        #expect(run.status == UserFolder.usage)
        #expect(run.messages.hasPrefix("\(name): error: cannot be written: "), "\(run.messages)")
      }
      #expect(
        try FileManager.default.subpathsOfDirectory(atPath: folder.path).sorted() == [
          "course", "course/notes.txt", "file",
        ])
      #expect(text("course/notes.txt") == "mine" && text("file") == "mine")
    }

    @Test func `An empty folder becomes the course`() throws {
      try FileManager.default.createDirectory(
        at: folder.appending(path: "empty"), withIntermediateDirectories: true)
      #expect(try nbrun("new", "--course", "empty").status == 0)
      #expect(try files(".") == ["empty"])
      #expect(text("empty/README.md")?.hasPrefix("# Empty\n") == true)
    }

    @Test(arguments: ["", ".", "..", "-", "a/.."])
    func `A new course has a folder of its own`(path: String) throws {
      let run = try nbrun("new", "--course", path)
      #expect(run.status == UserFolder.usage)
      #expect(run.messages.contains("'\(path)' does not name a new folder"), "\(run.messages)")
      #expect(try files(".").isEmpty)
    }
  }
}
