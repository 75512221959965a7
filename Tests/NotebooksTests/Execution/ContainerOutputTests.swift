import Foundation
import Notebooks
import Testing

/// What is taken from a folder that a container has written.
final class ContainerOutputTests {
  private let scratch = FileManager.default.temporaryDirectory.appending(path: "taken-\(UUID().uuidString)")

  deinit { try? FileManager.default.removeItem(at: scratch) }

  private func files(_ name: String) -> HandoutFiles {
    HandoutFiles(ofNotebookAt: "x.md", in: scratch.appending(path: name).path)
  }

  private func write(_ text: String, to name: String) throws {
    let file = scratch.appending(path: name)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
  }

  private func taken() throws -> [String] {
    let folder = scratch.appending(path: "clean").path
    return try FileManager.default.subpathsOfDirectory(atPath: folder).sorted()
  }

  @Test func filesOfTheHandoutAreTaken() throws {
    let names = [
      "x.html", "x.pdf", "x/files.json", "x/files/data/a.csv", "x/fig-a-dark.png", "x/results.json",
      "x/run.json",
    ]
    for name in names + [
      "other.html", "x/notes.txt", "x/.hidden", "x/a/b.png", "x/files.json.part", "y/results.json",
    ] {
      try write(name, to: "out/\(name)")
    }
    try ContainerOutput.take(files("out"), to: files("clean"))
    #expect(try taken().filter { $0.contains(".") } == names.sorted())
    #expect(try String(contentsOf: scratch.appending(path: "clean/x.pdf"), encoding: .utf8) == "x.pdf")
  }

  @Test func nothingElseIs() throws {
    try write("secret", to: "secret/results.json")
    try write("", to: "out/x/fig-a.png")
    let out = scratch.appending(path: "out").path
    for (link, target) in [
      ("x.html", "../secret/results.json"), ("x/results.json", "/etc/passwd"), ("x/files", "../../secret"),
      ("x/run.json", "run.json"),
    ] {
      #expect(symlink(target, "\(out)/\(link)") == 0)
    }
    #expect(mkfifo("\(out)/x.pdf", 0o600) == 0)
    #expect(mkdir("\(out)/x.ipynb", 0o700) == 0)
    try ContainerOutput.take(files("out"), to: files("clean"))
    #expect(try taken() == ["x", "x/fig-a.png"])
  }

  @Test func aFolderThatIsALinkIsNotFollowed() throws {
    try write("secret", to: "secret/x/results.json")
    #expect(symlink("secret", scratch.appending(path: "out").path) == 0)
    try ContainerOutput.take(files("out"), to: files("clean"))
    #expect(!FileManager.default.fileExists(atPath: scratch.appending(path: "clean").path))
  }

  @Test func moreThanAHandoutHasIsRefused() throws {
    for number in 0..<2001 { try write("", to: "out/x/f\(number).png") }
    #expect {
      try ContainerOutput.take(files("out"), to: files("clean"))
    } throws: {
      ($0 as? NotebookError)?.message.contains("there is more than a handout has (2000 files)") == true
    }
  }
}
