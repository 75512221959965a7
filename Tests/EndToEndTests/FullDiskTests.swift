import Foundation
import Notebooks
import Testing

extension EndToEnd {
  /// Runs for which there is no room, on a file system of 64 KiB that only they see.
  struct FullDiskTests {
    /// Whether this machine lets a test mount a file system of its own.
    static let canMount: Bool = {
      let process = Process()
      process.executableURL = URL(filePath: "/usr/bin/unshare")
      process.arguments = ["-rm", "mount", "-t", "tmpfs", "tmpfs", "/mnt"]
      process.standardError = FileHandle.nullDevice
      return (try? process.run()).map { process.waitUntilExit() } != nil && process.terminationStatus == 0
    }()

    private struct Run {
      var status: Int32
      var messages: String
      /// The paths on the small file system afterwards.
      var left: [String]
    }

    /// Runs a notebook with a figure; `setting` makes it use the small file system at `$small`.
    private func run(_ setting: String, before: String = "true", options: String = "") throws -> Run {
      let folder = try Fixtures.makeFolder()
      try FileManager.default.createDirectory(
        at: folder.appending(path: "small"), withIntermediateDirectories: false)
      let cell = "Figure(\"Line\") { Axes { Line(y: [1, 2, 3]) } }"
      try Data("```swift\n\(cell)\n```\n".utf8).write(to: folder.appending(path: "x.md"))
      let script = """
        small=$PWD/small
        mount -t tmpfs -o size=64k tmpfs $small || exit 99
        \(before)
        \(setting) timeout \(Int(Patience.seconds)) \(Fixtures.program.path) x.md --no-cache \(options)
        status=$?
        (cd $small && find . -type f) >left.txt
        exit $status
        """
      let process = Process()
      process.executableURL = URL(filePath: "/usr/bin/unshare")
      process.arguments = ["-rm", "sh", "-c", script]
      process.currentDirectoryURL = folder
      let standardError = Pipe()
      process.standardError = standardError
      process.standardOutput = FileHandle.nullDevice
      try process.run()
      let messages = try standardError.fileHandleForReading.readToEnd() ?? Data()
      process.waitUntilExit()
      let left = try String(contentsOf: folder.appending(path: "left.txt"), encoding: .utf8)
      return Run(
        status: process.terminationStatus, messages: String(decoding: messages, as: UTF8.self),
        left: left.split(separator: "\n").map(String.init).sorted())
    }

    @Test(.enabled(if: canMount, "this machine lets nobody mount a file system of their own"))
    func `A full output folder is told, and leaves no half of a file`() throws {
      let run = try run(
        "env", before: "ln -s $small output; mkdir $small/x; head -c 45000 /dev/zero >$small/x/a.txt")
      #expect(run.status == Int32(RunStatus.usage.rawValue))
      #expect(run.messages.contains("error: cannot be written: no space left on device"), "\(run.messages)")
      #expect(!run.left.contains { $0.hasSuffix(".part") }, "\(run.left)")
      #expect(run.left.contains("./x/a.txt"))
    }

    @Test(
      .enabled(if: canMount, "this machine lets nobody mount a file system of their own"), arguments: [1, 3])
    func `A full temporary folder is told at the cell that could not be compiled`(compilers: Int) throws {
      let run = try run("env TMPDIR=$small", options: "--compilers \(compilers)")
      #expect(run.status == Int32(RunStatus.compileFailed.rawValue))
      #expect(
        run.messages.contains("x.md:2:1: error: the cell could not be compiled, since no space is left in "),
        "\(run.messages)")
      #expect(run.left.isEmpty, "\(run.left)")
    }

    @Test(.enabled(if: canMount, "this machine lets nobody mount a file system of their own"))
    func `A full disk under the caches costs only the caches`() throws {
      let run = try run(
        "env -u NBRUN_CACHE XDG_CACHE_HOME=$small", before: "head -c 64000 /dev/zero >$small/full")
      #expect(run.status == 0, "\(run.messages)")
      #expect(run.left == ["./full"])
    }
  }
}
