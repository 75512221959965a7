import Foundation
import Notebooks
import Testing

extension EndToEnd {
  /// Courses as archives to hand out.
  final class PackageTests: UserFolder {
    /// What makes a file a PNG for the page that shows it.
    private let picture = Data([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])

    @Test func `A course is one archive, which works from any folder`() throws {
      try save("course: Nets\nbibliography: works.bib\n", "nets/nbrun.yml")
      try save("@misc{a, title={The work}}\n", "nets/works.bib")
      try save(
        """
        ---
        chapter: 1
        ---
        # First

        See [@a], [more](week1/möre.md), [points](tables/points.csv) and @möre#sec-part.

        ![A picture](net.png)

        ```swift
        import Glibc
        let file = fopen("numbers/one.txt", "r")
        print(file.map { fgetc($0) } ?? -1)
        ```

        ```swift
        //| exercise: stub
        let answer = 0
        ```

        ```swift
        //| exercise: solution
        let answer = 42
        ```

        ```swift
        expect(answer, equals: 42)
        ```

        """, "nets/first.md")
      try save(
        "---\nchapter: 2\n---\n# Second\n\n## Part {#sec-part}\n\nBack to [it](../first.md).\n",
        "nets/week1/möre.md")
      try picture.write(to: folder.appending(path: "nets/net.png"))
      try save("1,2\n", "nets/tables/points.csv")
      try save("1", "nets/numbers/one.txt")
      try save("3,4\n", "nets/data/all/of it.csv")
      try save("Measured by us.\n", "nets/data/README.md")
      try save("secret", "nets/data/.key")
      try save("42", "nets/solutions.txt")
      try FileManager.default.createSymbolicLink(
        atPath: folder.path + "/nets/data/passwords", withDestinationPath: "/etc/passwd")

      let run = try nbrun("package", "nets", "-o", "out/nets.zip", "--variant", "student")
      #expect(run.status == 0 && run.output == "out/nets.zip\n", "\(run.messages)")
      #expect(!run.messages.contains("warning"), "\(run.messages)")
      let bytes = try Data(contentsOf: folder.appending(path: "out/nets.zip"))
      let files = try ZipFile(Array(bytes)).files
      #expect(
        files.map(\.name) == [
          "README.txt", "first.html", "first/files/tables/points.csv", "index.html",
          "notebooks/data/README.md", "notebooks/data/all/of it.csv", "notebooks/first.md",
          "notebooks/nbrun.yml", "notebooks/net.png",
          "notebooks/numbers/one.txt", "notebooks/tables/points.csv", "notebooks/week1/möre.md",
          "notebooks/works.bib", "week1/möre.html",
        ])
      for file in files { try save(file.content, "there/\(file.name)") }
      let other = try shell(
        "command -v python3 > /dev/null || exit 0; python3 -m zipfile -t out/nets.zip && "
          + "python3 -m zipfile -e out/nets.zip again && diff -r there again")
      #expect(other.status == 0, "\(other.text)")

      let notebook = try #require(text("there/notebooks/first.md"))
      #expect(notebook.contains("//| stub-digest: ") && !notebook.contains("answer = 42"))
      let readMe = try #require(text("there/README.txt"))
      #expect(readMe.hasPrefix("Nets\n\nFor students") && readMe.contains("open index.html in a browser"))
      #expect(
        readMe.contains("nbrun notebooks/first.md\n")
          && readMe.contains(/Made with nbrun [0-9.]+ and Swift version 6/))
      let pages = files.map(\.name).filter { $0.hasSuffix(".html") }
      for page in pages {
        let base = URL(filePath: "/\(page)")
        for match in (text("there/\(page)") ?? "").matches(of: /(?:href|src)="([^"#:]+)(?:#[^"]*)?"/) {
          let target = try #require(URL(string: String(match.1), relativeTo: base)).path.dropFirst()
          #expect(files.contains { $0.name == target }, "\(page) links to \(match.1)")
        }
      }
      let again = try NBRunProcess(
        ["notebooks/first.md"], in: folder.appending(path: "there"), takesOutput: false)
      #expect(again.status == 0 && again.output == "output/first.html\n", "\(again.messages)")
      #expect(again.messages.contains("1 exercise open"))
      #expect(text("there/output/first.html")?.contains("tabindex=\"0\">49\n</pre>") == true)

      // The bytes depend on the notebooks alone, and nothing else has been written.
      try FileManager.default.removeItem(at: folder.appending(path: "nets/tables/points.csv"))
      try save("1,2\n", "nets/tables/points.csv")
      #expect(try nbrun("package", "nets", "-o", "b.zip", "--variant", "student", "-j", "2").status == 0)
      #expect(try Data(contentsOf: folder.appending(path: "b.zip")) == bytes)
      #expect(text("output/index.html") == nil)
    }

    @Test func `What is hidden, behind a link or elsewhere is not packed, and a warning says so`() throws {
      try save("[one](alias.csv), [two](.hidden.csv), [three](other.md)\n\n![it](../out.png)\n", "nbs/a.md")
      try save("# With solutions\n", "other/other.md")
      for name in ["other.md", "alias.csv"] {
        try FileManager.default.createSymbolicLink(
          atPath: "\(folder.path)/nbs/\(name)",
          withDestinationPath: name == "other.md" ? "../other/other.md" : "x.csv")
      }
      try save("1\n", "nbs/x.csv")
      try save("2\n", "nbs/.hidden.csv")
      try picture.write(to: folder.appending(path: "out.png"))
      let outside = try nbrun("package", "nbs")
      #expect(outside.status == Self.usage)
      #expect(outside.messages.contains("nbs/other.md: error: it is not below "), "\(outside.messages)")
      #expect(try files(".") == ["nbs", "other", "out.png"])

      let run = try nbrun("package", "nbs/a.md")
      #expect(run.status == 0 && run.output == "a.zip\n", "\(run.messages)")
      for (name, reason) in [
        ("nbs/.hidden.csv", "it is hidden"), ("nbs/alias.csv", "it is or lies behind a symbolic link"),
        ("out.png", "it is not in the folder of the course"),
      ] {
        #expect(run.messages.contains("/\(name): warning: \(reason), so it is not in the archive\n"))
      }
      let names = try ZipFile(Array(Data(contentsOf: folder.appending(path: "a.zip")))).files.map(\.name)
      #expect(names == ["README.txt", "a.html", "a/files/x.csv", "index.html", "notebooks/a.md"])
    }

    @Test func `Only an archive that nbrun has packed is replaced, and only if no notebook fails`() throws {
      try save(prose, "nbs/a.md")
      try save("mine", "nbs-student.zip")
      let arguments = ["package", "nbs", "--variant", "student"]
      let refused = try NBRunProcess(arguments, in: folder, takesOutput: false)
      #expect(refused.status == Self.usage && text("nbs-student.zip") == "mine")
      #expect(
        refused.messages.hasPrefix(
          "nbs-student.zip: error: this file already exists and is not an archive that nbrun has packed; move it, "
            + "write elsewhere with '--output', or replace it with '--force'"))
      let path = folder.appending(path: "nbs-student.zip")
      var archives: Set<Data> = []
      for force in [["--force"], [], []] {
        let run = try NBRunProcess(arguments + force, in: folder, takesOutput: false)
        #expect(run.status == 0 && run.output == "nbs-student.zip\n", "\(run.messages)")
        archives.insert(try Data(contentsOf: path))
      }
      #expect(archives.count == 1)
      try save("# A note\n\n```swift\nexpect(1, equals: 2)\n```\n", "nbs/a.md")
      let failed = try NBRunProcess(arguments, in: folder, takesOutput: false)
      #expect(failed.status == Int32(RunStatus.cellFailed.rawValue))
      #expect(failed.messages.hasSuffix("✗ nbs-student.zip was not written, since a notebook failed\n"))
      #expect(try archives.contains(Data(contentsOf: path)) && failed.output == "")
      #expect(try files(".") == ["nbs", "nbs-student.zip"])
      for (wrong, message) in [
        (["-o", "course.tar.gz"], "'--output' takes the path of a ZIP archive, such as 'course.zip'"),
        (["-o", "nbs/a.md"], "'--output' takes the path of a ZIP archive"), (["-j", "0"], "'--jobs' takes"),
      ] {
        let run = try NBRunProcess(arguments + wrong, in: folder, takesOutput: false)
        #expect(run.status == Self.usage && run.messages.contains(message), "\(run.messages)")
      }
    }

    private func save(_ content: [UInt8], _ name: String) throws {
      try save("", name)
      try Data(content).write(to: folder.appending(path: name))
    }
  }
}
