import Display
import Foundation
import Notebooks
import Testing

extension EndToEnd {
  /// What Jupyter needs to find and start the kernel; `.ci/jupyter` tries the kernel itself.
  struct KernelTests {
    @Test func `The kernel is installed, and again`() throws {
      let folder = try Fixtures.makeFolder()
      let kernel = folder.appending(path: "share/jupyter/kernels/swift")
      for _ in 0..<2 {
        let run = try NBRunProcess(["kernel", "install", "--prefix", folder.path], takesOutput: false)
        #expect(run.status == 0, "\(run.messages)")
      }
      let text = try String(contentsOf: kernel.appending(path: "kernel.json"), encoding: .utf8)
      let json = try JSONParser.parse(text)
      let words = json.member("argv")?.values.compactMap(\.stringValue) ?? []
      #expect(FileManager.default.isExecutableFile(atPath: words.first ?? ""))
      #expect(words.dropFirst() == ["kernel", "run", "--connection-file", "{connection_file}"])
      #expect(json.member("language") == .string("swift"))
      #expect(json.member("interrupt_mode") == .string("message"))
      let logo = try String(contentsOf: kernel.appending(path: "logo-svg.svg"), encoding: .utf8)
      #expect(logo.hasPrefix("<svg"))
    }

    @Test func `Another kernel of that name stays`() throws {
      let folder = try Fixtures.makeFolder()
      let kernel = folder.appending(path: "share/jupyter/kernels/swift")
      try FileManager.default.createDirectory(at: kernel, withIntermediateDirectories: true)
      let file = kernel.appending(path: "kernel.json")
      try #"{"argv": ["other"]}"#.write(to: file, atomically: true, encoding: .utf8)
      let run = try NBRunProcess(["kernel", "install", "--prefix", folder.path], takesOutput: false)
      #expect(run.status == Int32(RunStatus.usage.rawValue))
      #expect(run.messages.contains("another kernel is called 'swift'"))
      #expect(try String(contentsOf: file, encoding: .utf8) == #"{"argv": ["other"]}"#)
    }

    @Test(arguments: [
      (["install", "--user", "--sys-prefix"], "exclude each other"),
      (["install", "--sandbox"], "--sandbox=syscalls"),
      (["run", "--connection-file", "nowhere.json"], "cannot be read: nowhere.json"),
    ])
    func `A wrong call is explained`(_ words: [String], _ message: String) throws {
      let run = try NBRunProcess(["kernel"] + words, takesOutput: false)
      #expect(run.status == Int32(RunStatus.usage.rawValue))
      #expect(run.messages.contains(message), "\(run.messages)")
    }
  }
}
