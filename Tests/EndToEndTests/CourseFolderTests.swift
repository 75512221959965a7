import Digest
import Foundation
import Notebooks
import Testing

extension ParallelRuns {
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

    @Test func `A README describes a folder and is none of its notebooks`() throws {
      try save(prose, "course/a.md")
      try save("About the data.\n", "course/data/README.md")
      let run = try NBRunProcess(["-o", "out", "course"], in: folder, takesOutput: false)
      #expect(run.status == 0 && run.output == "out/a.html\nout/index.html\n", "\(run.messages)")
      let alone = try NBRunProcess(["-o", "out", "course/data"], in: folder, takesOutput: false)
      #expect(alone.status != 0 && alone.messages.contains("it contains no notebook"))
      #expect(try nbrun("-o", "named", "course/data/README.md").status == 0)
    }

    @Test func `A notebook called index is the top of the course's page`() throws {
      let top =
        "---\ntitle: Nets\nparts:\n  Start: [other]\n---\nRead this first.\n\n```swift\nprint(41 + 1)\n```\n"
      try save(top, "course/index.md")
      try save(prose, "course/other.md")
      for arguments in [["course"], ["-j", "2", "course"]] {
        let run = try NBRunProcess(["-o", "out"] + arguments, in: folder, takesOutput: false)
        #expect(run.status == 0, "\(run.messages)")
        #expect(run.output == "out/index.html\nout/other.html\n")
        let page = try #require(text("out/index.html"))
        #expect(page.contains("<p>Read this first.</p>") && page.contains("tabindex=\"0\">42\n</pre>"))
        #expect(page.contains("<h2 class=\"part\">Start</h2>") && page.contains("href=\"other.html\""))
        let check = try nbrun("check", "--exact", "-o", "out", "course")
        #expect(check.status == 0 && !check.messages.contains("warning"), "\(check.messages)")
      }
      // The list has every handout, though a call names some of them only, and its own page may be run alone.
      try save("# Third\n", "course/third.md")
      #expect(try nbrun("-o", "out", "course/other.md", "course/third.md").status == 0)
      let page = try #require(text("out/index.html"))
      #expect(page.contains("href=\"other.html\"") && page.contains("href=\"third.html\""))
      #expect(try nbrun("-o", "out", "course/index.md").status == 0)
      #expect(text("out/index.html") == page)
      // Each variant has a page of its own.
      let student = try nbrun("-o", "out", "--variant", "student", "course")
      #expect(student.output == "out/student/index.html\nout/student/other.html\nout/student/third.html\n")
      #expect(text("out/student/index.html")?.contains("href=\"third.html\"") == true)
      #expect(text("out/index.html") == page)
      try save(top.replacing("[other]", with: "[other, fourth]"), "course/index.md")
      let unknown = try nbrun("-o", "out", "course/index.md")
      #expect(
        unknown.messages.contains(
          "course/index.md:4:1: warning: there is no notebook 'fourth' in the course's folder"))
      try save(top, "course/other.md")
      #expect(
        try nbrun("-o", "out", "course/other.md").messages.contains(
          "course/other.md:3:1: warning: 'parts' is read in the course's own page only"))
    }

    @Test func `A notebook called index takes over the page of a course that had none`() throws {
      for name in ["a.md", "b.md"] { try save(prose, name) }
      #expect(try nbrun(".").status == 0)
      try save("Read this first.\n", "index.md")
      #expect(try nbrun(".").status == 0)
      #expect(text("output/index.html")?.contains("<p>Read this first.</p>") == true)
      // Not a page that somebody else wrote.
      try save("<!DOCTYPE html>\n<p>Mine</p>\n", "output/index.html")
      let refused = try nbrun(".")
      #expect(refused.status == Int32(RunStatus.usage.rawValue), "\(refused.messages)")
      #expect(text("output/index.html") == "<!DOCTYPE html>\n<p>Mine</p>\n")
    }

    @Test func `Each variant has a folder of its own in the output folder`() throws {
      let top = "---\ncourse: Nets\nchapter: 1\n---\n# First\n\nSee [it](week1/more.md) and @more#fig-two.\n"
      let stub = "//| exercise: stub\nlet answer = 0  // to do\n",
        solution = "//| exercise: solution\n//| label: fig-one\nlet answer = 42  // done\n"
      try save(top, "hw.md")
      try save(
        "---\ncourse: Nets\nchapter: 2\n---\n# Second\n\n[data](x.csv)\n\n```swift\n\(stub)```\n\n```swift\n"
          + "\(solution)display(Figure { Axes(x: \"x\", y: \"y\") { Line(x: [1, 2], y: [1, 2]) } })\n```\n\n"
          + "```swift\n//| label: fig-two\nexpect(answer, equals: 42)\n"
          + "Figure { Axes(x: \"x\", y: \"y\") { Line(x: [1, 2], y: [2, 1]) } }\n```\n", "week1/more.md")
      try save("1,2\n", "week1/x.csv")
      #expect(try nbrun(".").output == "output/hw.html\noutput/week1/more.html\noutput/index.html\n")
      let pages = ["hw.html", "week1/more.html", "index.html"].map { text("output/\($0)") }
      let student = try nbrun("--variant", "student", "--to", "html,markdown", ".")
      #expect(student.status == 0, "\(student.messages)")
      #expect(
        student.output.split(separator: "\n") == [
          "output/student/hw.html", "output/student/hw.md", "output/student/week1/more.html",
          "output/student/week1/more.md", "output/student/index.html",
        ])
      let (first, second) = (
        text("output/student/hw.html") ?? "", text("output/student/week1/more.html") ?? ""
      )
      #expect(first.contains("href=\"week1/more.html\"") && first.contains("href=\"index.html\""))
      #expect(second.contains("href=\"../hw.html\"") && second.contains("href=\"more/files/x.csv\""))
      #expect(second.contains("// to do") && !second.contains("// done"))
      // The number of the figure is that of the same variant.
      #expect(pages[0]?.contains("#fig-two\">Figure\u{A0}2 ") == true)
      #expect(first.contains("#fig-two\">Figure\u{A0}1 "))
      #expect(text("output/student/week1/more/files/x.csv") == "1,2\n")
      // No variant is in the way of another, and nothing in its folder is a notebook.
      #expect(["hw.html", "week1/more.html", "index.html"].map { text("output/\($0)") } == pages)
      for variant in ["student", "solution"] {
        let check = try nbrun("check", "--exact", "--variant", variant, ".")
        #expect(check.status == 0 && !check.messages.contains("not compared"), "\(check.messages)")
      }
      #expect(try nbrun("-o", "site", "--variant", "student", ".").status == 0)
      #expect(text("site/student/index.html") == text("output/student/index.html"))
      let merge = try nbrun(
        "merge", "site", "-o", "merged", "--variant", "student", "--notebooks", "hw.md", "week1/more.md")
      #expect(merge.status == 0, "\(merge.messages)")
      #expect(text("merged/student/hw.html") == first && text("merged/hw.html") == nil)
    }

    @Test(arguments: [("student/hw.md", "student"), ("instructor.md", "instructor")])
    func `A notebook whose handout would be in the folder of a variant is refused`(
      name: String, variant: String
    ) throws {
      try save(prose, "course/a.md")
      try save(prose, "course/\(name)")
      let message =
        "course/\(name): error: its handout would be in the folder '\(variant)' of the output folder"
      for command in [["course"], ["--variant", "student", "course"], ["check", "course"]] {
        let refused = try NBRunProcess(command, in: folder, takesOutput: false)
        #expect(refused.status == Self.usage && refused.messages.hasPrefix(message), "\(refused.messages)")
      }
      #expect(text("output/a.html") == nil)
      // In a folder of its own it is in nobody's way.
      #expect(try nbrun("course/student").status == (variant == "student" ? 0 : Self.usage))
    }

    @Test func `Handouts of a course lead to each other, in the order of their chapters`() throws {
      for (name, chapter) in [("week2/hw", 2), ("week1/hw", 1), ("week1/more", 3)] {
        try save(
          "---\ncourse: Nets\nchapter: \(chapter)\n---\n# The *title* of \(chapter)\n", "course/\(name).md")
      }
      try save("# Alone\n", "course/alone.md")
      #expect(try nbrun("course").status == 0)
      let links = { (name: String) in
        (self.text("output/\(name).html") ?? "").matches(
          of: /<a href="([^"]*\.html)"[^>]*>(?:<span>(\w+)<\/span> )?([^<]*)/
        )
        .map { "\($0.2 ?? "") \($0.1) \($0.3)" }
      }
      #expect(links("week1/hw") == [" ../index.html Nets", "Next ../week2/hw.html The title of 2"])
      #expect(
        links("week2/hw") == [
          " ../index.html Nets", "Previous ../week1/hw.html The title of 1",
          "Next ../week1/more.html The title of 3",
        ])
      #expect(links("week1/more") == [" ../index.html Nets", "Previous ../week2/hw.html The title of 2"])
      #expect(links("alone") == [])
      #expect(try nbrun("check", "--exact", "course").status == 0)
      // One of them alone is the same page as long as the root is.
      #expect(try nbrun("check", "--exact", "--root", "course", "course/week2/hw.md").status == 0)
    }

    @Test func `A reference to another notebook says its number and its title and leads there`() throws {
      try save(
        "---\ncourse: Nets\nchapter: 1\n---\n# First\n\nSee @hw#fig-two, @hw#sec-part, @week2/hw#eq-a and @hw#fig-no.\n",
        "course/first.md")
      // The first cell draws two figures, which is known only when it has run.
      let figure = "display(Figure { Axes(x: \"x\", y: \"y\") { Line(x: [1, 2], y: [1, 2]) } })\n"
      try save(
        "---\ntitle: Home work\ncourse: Nets\nchapter: 2\nnumber-sections: true\n---\n## Part {#sec-part}\n\n$$ a $$ {#eq-a}\n\n"
          + "```swift\n//| label: fig-one\n\(figure)\(figure)```\n\n```swift\n//| label: fig-two\n\(figure)```\n",
        "course/week2/hw.md")
      let run = try nbrun("course")
      #expect(run.status == 0, "\(run.messages)")
      let page = try #require(text("output/first.html"))
      #expect(
        page.contains("<a href=\"week2/hw.html#sec-part\">Section\u{A0}1 (“Home work”)</a>")
          && page.contains("<a href=\"week2/hw.html#eq-a\">Equation\u{A0}(1) (“Home work”)</a>"))
      #expect(page.contains("<a href=\"week2/hw.html#fig-two\">Figure\u{A0}3 (“Home work”)</a>"))
      #expect(page.contains("and @hw#fig-no."))
      #expect(
        run.messages.contains("course/first.md:7:51: warning: no figure of 'hw.md' is labeled 'fig-no'"))
      let check = try nbrun("check", "--exact", "course")
      #expect(check.status == 0, "\(check.messages)")
      // The record has the digest of the page as it is now.
      struct Record: Codable {
        struct File: Codable { var path, sha256: String }
        var outputs: [File]
      }
      let record = try JSONDecoder().decode(
        Record.self, from: Data(contentsOf: folder.appending(path: "output/first/run.json")))
      let digest = record.outputs.first { $0.path == "first.html" }?.sha256
      #expect(digest == SHA256.text(of: Array(page.utf8)))
      // In shards a page does not know the notebooks of the other ones; merging tells it.
      for shard in ["1/2", "2/2"] {
        _ = try NBRunProcess(
          ["course", "--shard", shard, "-o", "part\(shard.first ?? "0")"], in: folder, takesOutput: false)
      }
      #expect(text("part1/first.html") != page)
      #expect(try nbrun("merge", "part1", "part2", "-o", "merged", "--notebooks", "course").status == 0)
      #expect(text("merged/first.html") == page)
    }

    @Test func `The folder of nbrun.yml is the one that the output folder mirrors`() throws {
      try save("course: Nets\nlang: de\nbibliography: works.bib\n", "nbrun.yml")
      try save("@misc{a, title={The work}}\n", "works.bib")
      try save("---\nchapter: 1\n---\n# One\n\nSee [@a].\n", "week1/hw.md")
      try save("---\nchapter: 2\n---\n# Two\n", "week2/hw.md")
      let one = try nbrun("week1/hw.md")
      #expect(one.status == 0 && one.output == "output/week1/hw.html\n", "\(one.messages)")
      let page = try #require(text("output/week1/hw.html"))
      #expect(
        page.contains("<html lang=\"de\"") && page.contains("The work") && page.contains("../index.html"))
      // The index is that of the whole course, whatever part of it runs.
      #expect(try nbrun("week2").output == "output/week2/hw.html\noutput/index.html\n")
      let index = try #require(text("output/index.html"))
      #expect(index.contains("href=\"week1/hw.html\"") && index.contains("href=\"week2/hw.html\""))
      #expect(try nbrun("check", "--exact", ".").status == 0)
      #expect(try nbrun("check", "--exact", "week1/hw.md").status == 0)
    }

    @Test func `Submissions of a class do not lead to each other`() throws {
      for name in ["anna", "ben"] { try save("---\ncourse: Nets\nchapter: 1\n---\n# H\n", "\(name)/hw.md") }
      #expect(try nbrun("anna/hw.md", "ben/hw.md").status == 0)
      #expect(text("output/anna/hw.html")?.contains("ben") == false)
    }

    @Test func `Files that a page links to come with it, and go when it links to them no more`() throws {
      try save("[data](data/x.csv), [more](y.txt)\n", "nbs/a.md")
      try save("1,2\n", "nbs/data/x.csv")
      try save("y\n", "nbs/y.txt")
      #expect(try nbrun("nbs").status == 0)
      #expect(text("output/a/files/data/x.csv") == "1,2\n" && text("output/a/files/y.txt") == "y\n")
      #expect(text("output/a.html")?.contains("href=\"a/files/data/x.csv\"") == true)
      try save("3,4\n", "nbs/data/x.csv")
      let check = try nbrun("check", "--exact", "nbs")
      #expect(
        check.status == Int32(RunStatus.differs.rawValue)
          && check.messages.contains("the file a/files/data/x.csv"))
      try save("[data](data/x.csv)\n", "nbs/a.md")
      #expect(try nbrun("nbs").status == 0)
      #expect(text("output/a/files/data/x.csv") == "3,4\n" && text("output/a/files/y.txt") == nil)
      // What somebody else put there stays.
      try save("mine", "output/a/files/y.txt")
      try save("[data](data/x.csv), [more](y.txt)\n", "nbs/a.md")
      let refused = try nbrun("nbs")
      #expect(refused.status == Self.usage && text("output/a/files/y.txt") == "mine", "\(refused.messages)")
      #expect(refused.messages.contains("output/a/files/y.txt: error: this file already exists"))
      #expect(try nbrun("--force", "nbs").status == 0)
      #expect(text("output/a/files/y.txt") == "y\n")
      // Shards bring theirs along.
      #expect(try nbrun("merge", "output", "-o", "merged", "--notebooks", "nbs").status == 0)
      #expect(text("merged/a/files/y.txt") == "y\n" && text("merged/a.html") == text("output/a.html"))
    }

    @Test func `What a run has written is no notebook of the next one`() throws {
      try save(prose, "a.md")
      try save(prose, "sub/B.MD")
      for output in ["output", "site", "output"] {
        let run = try nbrun("--to", "html,markdown", "-o", output, ".")
        #expect(run.status == 0, "\(run.messages)")
        #expect(
          run.output
            == "\(output)/a.html\n\(output)/a.md\n\(output)/sub/B.html\n\(output)/sub/B.md\n\(output)/index.html\n"
        )
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
      try save(prose, "nbs/r.markdown")
      let two = try nbrun("nbs")
      #expect(two.status == Self.usage)
      #expect(two.messages.hasPrefix("nbs/r.md: error: its handout would overwrite that of nbs/r.markdown"))
    }

    @Test func `Folders stay folders in every command`() throws {
      for (name, number) in [("week1", 1), ("week2/extra", 2)] {
        try save("# N\n\n```swift\nprint(\(number))\n```\n", "course/\(name)/hw.md")
      }
      let pages = ["week1/hw.html", "week2/extra/hw.html"]
      for (output, arguments) in [
        ("a", ["course"]), ("b", ["-j", "2", "course"]), ("c", ["course/week1", "course/week2/extra/hw.md"]),
      ] {
        let run = try NBRunProcess(["-o", output] + arguments, in: folder, takesOutput: false)
        #expect(run.status == 0, "\(run.messages)")
        #expect(run.output == (pages + ["index.html"]).map { "\(output)/\($0)\n" }.joined())
        #expect(text("\(output)/index.html") == text("a/index.html"))
      }
      #expect(text("a/index.html")?.contains("href=\"week2/extra/hw.html\"") == true)
      for shard in ["1/2", "2/2"] {
        #expect(try nbrun("-o", "part-\(shard.prefix(1))", "--shard", shard, "course").status == 0)
      }
      #expect(try nbrun("merge", "part-1", "part-2", "-o", "merged", "--notebooks", "course").status == 0)
      for page in pages + ["index.html"] { #expect(text("merged/\(page)") == text("a/\(page)")) }
      #expect(try nbrun("check", "--exact", "-o", "a", "course").status == 0)
      try save("# N\n\n```swift\nprint(3)\n```\n", "course/week1/hw.md")
      let check = try nbrun("check", "-o", "a", "--review", "review", "course")
      #expect(check.status == Int32(RunStatus.differs.rawValue))
      #expect(try files("review") == ["week1"] && files("review/week1") == ["hw.html"])
      #expect(try nbrun("accept", "-o", "a", "course").status == 0)
      #expect(try nbrun("check", "--exact", "-o", "a", "course").status == 0)
      #expect(text("a/week1/hw.html")?.contains("tabindex=\"0\">3\n</pre>") == true)
    }

    @Test func `A root chooses which folders the output has`() throws {
      try save(prose, "course/week1/hw.md")
      #expect(try nbrun("course/week1/hw.md").output == "output/hw.html\n")
      #expect(try nbrun("--root", "course", "course/week1/hw.md").output == "output/week1/hw.html\n")
      #expect(try nbrun("--root", ".", "course/week1/hw.md").output == "output/course/week1/hw.html\n")
      try save(prose, "other.md")
      let outside = try nbrun("--root", "course", "course/week1/hw.md", "other.md")
      #expect(outside.status == Self.usage)
      #expect(
        outside.messages.hasPrefix("other.md: error: it is not below ")
          && outside.messages.contains("/course, the root"))
      let missing = try nbrun("--root", "cours", "course/week1/hw.md")
      #expect(
        missing.status == Self.usage && missing.messages.contains("'--root' takes a folder of the notebooks"))
    }
  }
}
