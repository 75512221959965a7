import Foundation
import Notebooks
import Testing

/// Archives of courses, apart from what runs make of notebooks.
final class CoursePackageTests {
  private let folder = FileManager.default.temporaryDirectory.appending(path: "package-\(UUID().uuidString)")

  init() throws {
    for name in ["course/data", "out"] {
      try FileManager.default.createDirectory(
        at: folder.appending(path: name), withIntermediateDirectories: true)
    }
    try Data("# A\n".utf8).write(to: folder.appending(path: "course/a.md"))
    try Data("<p>A</p>\n".utf8).write(to: folder.appending(path: "out/a.html"))
    try Data(count: 3000).write(to: folder.appending(path: "course/data/zeros.bin"))
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  private func write(limit: Int) throws(NotebookError) {
    let path = folder.path + "/course/a.md"
    let root = FilePath.real(folder.path + "/course") ?? ""
    var package = CoursePackage(root: root, .student, limit: limit)
    try package.add(
      notebookAt: path, inSubfolder: "", HandoutFiles(ofNotebookAt: path, in: folder.path + "/out"))
    #expect(package.problems == [] && package.fileCount == 4)
    try package.write(
      to: folder.path + "/new/a.zip", name: "a", program: "1", toolchain: try Toolchain.current())
  }

  @Test func anArchiveHasALimit() throws {
    let error = #expect(throws: NotebookError.self) { try self.write(limit: 3000) }
    let message = error?.message ?? ""
    #expect(
      message.hasPrefix("\(folder.path)/new/a.zip: error: cannot be written: its files take 3.4 KiB together")
    )
    #expect(message.hasSuffix("and the limit is 3 kB; the largest is notebooks/data/zeros.bin with 3 kB"))
    #expect(!FileManager.default.fileExists(atPath: folder.path + "/new"))
    try write(limit: 4000)
    let archive = try Data(contentsOf: folder.appending(path: "new/a.zip"))
    #expect(archive.starts(with: [0x50, 0x4b, 3, 4]) && archive.count < 2000, "zeros take no space")
  }

  @Test func onlyArchivesOfOursMayBeReplaced() throws {
    try write(limit: 4000)
    let path = folder.path + "/new/a.zip"
    var plan = OutputPlan(inputs: [], replacesOthers: false)
    try plan.add(archiveAt: path)
    try Data("PK".utf8).write(to: folder.appending(path: "new/b.zip"))
    let other = folder.path + "/new/b.zip"
    #expect(throws: NotebookError.occupied(path: other, writer: .package)) { try plan.add(archiveAt: other) }
  }
}
