import Foundation
import Notebooks
import Testing

extension EndToEnd {
  /// Files of the user, which no call replaces or removes.
  final class OwnFilesTests: UserFolder {
    @Test(arguments: [
      ["-o", ".", "--to", "markdown", "note.md"], ["-o", ".", "--to", "html,markdown", "--force", "note.md"],
      ["-o", ".", "--to", "markdown", "."],
      ["-o", ".", "--to", "markdown", "other.md", "note.md", "-j", "2"],
      ["convert", "note.md", "--to", "swift", "-o", "note.md"],
      ["convert", "note.md", "--to", "ipynb", "-o", "./note.md", "--force"],
    ])
    func `A notebook is never replaced by its own output`(arguments: [String]) throws {
      try save(prose, "note.md")
      try save(prose, "other.md")
      let run = try NBRunProcess(arguments, in: folder, takesOutput: false)
      #expect(run.status == Self.usage)
      #expect(run.messages.contains("this output would overwrite the notebook "), "\(run.messages)")
      #expect(text("note.md") == prose && text("other.md") == prose)
      #expect(try files(".") == ["note.md", "other.md"])
    }

    @Test func `A folder of pictures beside a notebook is left alone`() throws {
      try save(prose, "digits.md")
      try save("picture", "digits/img1.png")
      try save("{\"mine\": 1}", "digits/results.json")
      let refused = try nbrun("-o", ".", "digits.md")
      #expect(refused.status == Self.usage)
      #expect(refused.messages.hasPrefix("./digits/results.json: error: this file already exists"))
      #expect(text("digits/results.json") == "{\"mine\": 1}" && text("digits.html") == nil)
      try FileManager.default.removeItem(at: folder.appending(path: "digits/results.json"))
      for _ in 0..<2 { #expect(try nbrun("-o", ".", "digits.md").status == 0) }
      #expect(text("digits/img1.png") == "picture")
      let check = try nbrun("check", "--exact", "-o", ".", "digits.md")
      #expect(check.status == 0, "it is no part of the handout: \(check.messages)")
    }

    @Test(arguments: ["run", "accept", "watch"])
    func `A page that no run has written is replaced on request alone`(command: String) throws {
      try save(prose, "x.md")
      try save("mine", "output/x.html")
      let refused = try nbrun(command, "x.md")
      #expect(refused.status == Self.usage)
      #expect(refused.messages.hasPrefix("output/x.html: error: this file already exists"))
      #expect(text("output/x.html") == "mine" && text("output/x/results.json") == nil)
      if command == "watch" { return }
      for force in [["--force"], []] {
        let run = try NBRunProcess([command, "x.md"] + force, in: folder, takesOutput: false)
        #expect(run.status == 0, "\(run.messages)")
      }
      #expect(text("output/x.html") != "mine")
    }

    @Test func `One file in the way stops all notebooks of a call`() throws {
      for name in ["a.md", "b.md"] { try save(prose, name) }
      try save("mine", "output/b.ipynb")
      for jobs in ["1", "2"] {
        #expect(try nbrun("--to", "html,ipynb", "a.md", "b.md", "-j", jobs).status == Self.usage)
        #expect(try files("output") == ["b.ipynb"])
      }
      #expect(try nbrun("--to", "html,ipynb", "a.md", "b.md", "-j", "2", "--force").status == 0)
      #expect(try nbrun("--to", "html,ipynb", "a.md", "b.md", "-j", "2").status == 0)
    }

    @Test func `Stored handouts need neither the record of a run nor the option`() throws {
      try save(prose, "x.md")
      #expect(try nbrun("--to", "html,markdown,ipynb", "x.md").status == 0)
      let stored = text("output/x/results.json")
      // What is left of a clone: no durations are committed.
      try FileManager.default.removeItem(at: folder.appending(path: "output/x/run.json"))
      #expect(try nbrun("--to", "html,markdown,ipynb", "x.md").status == 0)
      #expect(try nbrun("check", "--exact", "x.md").status == 0)
      #expect(text("output/x/results.json") == stored)
      // The handout alone is listed nowhere but in itself.
      try save(prose, "y.md")
      #expect(try nbrun("y.md").status == 0)
      #expect(try files("output/y") == ["results.json", "run.json"])
    }

    @Test func `An index that no run has written is left alone`() throws {
      for name in ["a.md", "b.md"] { try save(prose, name) }
      try save("mine", "output/index.html")
      let refused = try nbrun("a.md", "b.md")
      #expect(refused.status == Self.usage)
      #expect(
        refused.messages.hasPrefix(
          "output/index.html: error: this file already exists and is not the index"))
      #expect(try files("output") == ["index.html"] && text("output/index.html") == "mine")
      #expect(try nbrun("a.md").status == 0, "a single notebook has no index")
      for arguments in [["--force"], []] {
        let run = try NBRunProcess(["a.md", "b.md"] + arguments, in: folder, takesOutput: false)
        #expect(run.status == 0)
      }
    }

    @Test func `A review replaces reviews alone`() throws {
      try save("# A\n\n```swift\nprint(1)\n```\n", "x.md")
      #expect(try nbrun("x.md").status == 0)
      let page = text("output/x.html")
      try save("# A\n\n```swift\nprint(2)\n```\n", "x.md")
      let refused = try nbrun("check", "--review", "output", "x.md")
      #expect(refused.status == Self.usage)
      #expect(
        refused.messages.hasPrefix(
          "output/x.html: error: this file already exists and is not a review page; move it, write elsewhere "
            + "with '--review', or"))
      #expect(text("output/x.html") == page)
      for _ in 0..<2 {
        #expect(try nbrun("check", "--review", "review", "x.md").status == Int32(RunStatus.differs.rawValue))
      }
      #expect(text("review/x.html")?.contains("<h2>cell-1</h2>") == true)
    }

    @Test func `Merging copies handouts, and replaces no other file`() throws {
      for name in ["a.md", "b.md"] { try save(prose, name) }
      #expect(try nbrun("--shard", "1/2", "-o", "p1", "--to", "html,ipynb", "a.md", "b.md").status == 0)
      #expect(try nbrun("--shard", "2/2", "-o", "p2", "a.md", "b.md").status == 0)
      try save("mine", "p1/diary.txt")
      try save("mine", "all/a.ipynb")
      let merge = { (more: [String]) in
        try NBRunProcess(
          ["merge", "p1", "p2", "-o", "all"] + more + ["--notebooks", "a.md", "b.md"], in: self.folder,
          takesOutput: false)
      }
      let refused = try merge([])
      #expect(refused.status == Self.usage)
      #expect(refused.messages.hasPrefix("all/a.ipynb: error: this file already exists"))
      #expect(try files("all") == ["a.ipynb"] && text("all/a.ipynb") == "mine")
      // A damaged record is not taken for a notebook that was not run.
      let record = text("p2/b/results.json") ?? ""
      try save(String(record.dropLast(2)), "p2/b/results.json")
      let damaged = try merge(["--force"])
      #expect(damaged.status == Self.usage)
      #expect(
        damaged.messages.hasPrefix("p2/b/results.json: error: cannot be read: line "), "\(damaged.messages)")
      #expect(try files("all") == ["a.ipynb"])
      try save(record, "p2/b/results.json")
      #expect(try merge(["--force"]).status == 0)
      #expect(try merge([]).status == 0)
      #expect(try files("all") == ["a", "a.html", "a.ipynb", "b", "b.html", "index.html"])
    }

    @Test func `Converting and creating replace nothing that is there`() throws {
      try save(prose, "x.md")
      try save("mine", "x.ipynb")
      let refused = try nbrun("convert", "x.md", "--to", "ipynb", "-o", "x.ipynb")
      #expect(refused.status == Self.usage && text("x.ipynb") == "mine")
      #expect(refused.messages.hasPrefix("x.ipynb: error: this file already exists; move it"))
      #expect(try nbrun("convert", "x.md", "--to", "ipynb", "-o", "x.ipynb", "--force").status == 0)
      #expect(text("x.ipynb") != "mine")
      try FileManager.default.createSymbolicLink(
        atPath: folder.appending(path: "link.md").path, withDestinationPath: "nowhere")
      for name in ["x.md", "x", "link.md"] {
        #expect(try nbrun("new", name).status == Self.usage)
      }
      #expect(text("x.md") == prose && text("nowhere") == nil)
    }

    @Test func `A PDF is replaced only by a whole one of ours`() throws {
      try save(prose, "x.md")
      // A browser that prints as many bytes as it is told, and fails if that is none.
      try save(
        """
        #!/bin/sh
        for argument; do case $argument in --print-to-pdf=*) file=${argument#*=};; esac; done
        printf "$PRINTED" >"$file"; test -n "$PRINTED"
        """, "bin/chromium")
      try FileManager.default.setAttributes(
        [.posixPermissions: 0o755], ofItemAtPath: folder.appending(path: "bin/chromium").path)
      let print = { (text: String, more: String) in
        try self.shell("PATH=$PWD/bin:$PATH PRINTED=\(text) $nbrun --pdf \(more) x.md")
      }
      try save("mine", "output/x.pdf")
      let refused = try print("new", "")
      #expect(
        refused.status == Self.usage
          && refused.text.hasPrefix("output/x.pdf: error: this file already exists"))
      #expect(text("output/x.pdf") == "mine" && text("output/x.html") == nil)
      #expect(try print("first", "--force").status == 0)
      #expect(text("output/x.pdf") == "first")
      #expect(try print("second", "").status == 0)
      #expect(try print("", "").text.contains("printed nothing"))
      #expect(text("output/x.pdf") == "second")
      #expect(try files("output") == ["x", "x.html", "x.pdf"])
    }

    @Test func `A pipe in the place of a record is neither waited for nor replaced`() throws {
      let code = """
        import Glibc
        mkdir("output", 0o700)
        mkdir("output/x", 0o700)
        for name in ["results.json", "files.json", "run.json"] { mkfifo("output/x/" + name, 0o600) }
        """
      try save("```swift\n\(code)\n```\n", "x.md")
      let run = try nbrun("x.md")
      #expect(
        run.status == Self.usage
          && run.messages.contains("output/x/results.json: error: this file already exists"))
      #expect(try nbrun("check", "x.md").status == Self.usage)
    }
  }
}
