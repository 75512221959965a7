import Foundation
import Notebooks
import Testing

extension EndToEnd {
  /// Files of the user, which no call replaces or removes, and paths of every kind.
  final class OwnFilesTests {
    static let usage = Int32(RunStatus.usage.rawValue)
    private let folder = Fixtures.scratch.appending(path: UUID().uuidString)
    /// A notebook that needs no compiler.
    private let prose = "# A note\n"

    init() throws { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) }

    deinit { try? FileManager.default.removeItem(at: folder) }

    private func save(_ text: String, _ name: String) throws {
      let file = folder.appending(path: name)
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file)
    }

    private func text(_ name: String) -> String? {
      try? String(contentsOf: folder.appending(path: name), encoding: .utf8)
    }

    private func files(_ name: String) throws -> [String] {
      try FileManager.default.contentsOfDirectory(atPath: folder.appending(path: name).path).sorted()
    }

    private func nbrun(_ arguments: String...) throws -> NBRunProcess {
      try NBRunProcess(arguments, folder: folder.appending(path: "output"), in: folder, takesOutput: false)
    }

    private func shell(_ script: String) throws -> (status: Int32, text: String) {
      try Shell.run(script, in: folder)
    }

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

    @Test(arguments: [
      "cat x.md | $nbrun -", "$nbrun - <x.md", "cat x.md | $nbrun /dev/stdin", "$nbrun /dev/stdin <x.md",
      "$nbrun <(cat x.md)", "mkfifo p; cat x.md >p & $nbrun p",
    ])
    func `A notebook is read from a stream`(line: String) throws {
      try save("# N\n\n```swift\nlet n: Int = \"s\"\n```\n", "x.md")
      let run = try shell(line)
      #expect(run.status == Int32(RunStatus.compileFailed.rawValue))
      #expect(run.text.contains("stdin:4:14: error: cannot convert"), "\(run.text)")
      #expect(try files("output") == ["stdin", "stdin.html"])
    }

    @Test func `Streams do for the other commands that read once, and for parameters`() throws {
      try save("---\nparams:\n  n: 1\n---\n", "x.md")
      for line in [
        "$nbrun - <x.md", "$nbrun check --exact - <x.md", "$nbrun accept - <x.md", "$nbrun why - <x.md",
      ] {
        let run = try shell(line)
        #expect(run.status == 0, "\(run.text)")
      }
      #expect(try shell("echo 'n: 8' | $nbrun --params - x.md").status == 0)
      #expect(text("output/x/results.json")?.contains("\"n\": \"8\"") == true)
      try save(prose, "y.md")
      for line in ["$nbrun -j 2 --params - x.md y.md", "$nbrun verify --params - x.md"] {
        let run = try shell("echo 'n: 9' | \(line)")
        #expect(run.status == Self.usage && run.text.contains("several processes"), "\(run.text)")
      }
      try FileManager.default.removeItem(at: folder.appending(path: "y.md"))
      #expect(try shell("$nbrun convert x.md --to ipynb | $nbrun convert - -o y.md").status == 0)
      #expect(text("y.md") == text("x.md"))
      for command in ["verify", "watch"] {
        #expect(try shell("$nbrun \(command) - <x.md").status == Self.usage)
      }
    }

    @Test(arguments: [
      "convert - -o note.md", "convert - --to ipynb -o ./note.md", "convert /dev/stdin -o note.md",
      "--to markdown -o . -",
    ])
    func `A notebook is not replaced by its own output when it comes from standard input`(call: String) throws
    {
      try save(prose, "note.md")
      try FileManager.default.createSymbolicLink(
        atPath: folder.appending(path: "stdin.md").path, withDestinationPath: "note.md")
      let run = try shell("$nbrun \(call) --force <note.md")
      #expect(run.status == Self.usage)
      #expect(run.text.contains("this output would overwrite the notebook stdin, which"), "\(run.text)")
      #expect(text("note.md") == prose)
    }
  }
}
