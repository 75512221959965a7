import CProcess
import Glibc
import Testing

/// A worker finds exactly the descriptors that it is given, whatever this process has open.
@Suite struct DescriptorsTests {
  @Test(
    "Descriptors arrive in their order, from wherever they come", arguments: 0..<80)
  func order(opened: Int) throws {
    let others = (0..<opened).map { _ in open("/dev/null", O_RDONLY | O_CLOEXEC) }
    defer { for descriptor in others { close(descriptor) } }
    let pipes = (0..<4).map { _ in
      var ends: [Int32] = [0, 0]
      #expect(cpr_pipe(&ends) == 0)
      return ends
    }
    defer { for end in pipes { close(end[0]) } }
    let null = open("/dev/null", O_RDONLY | O_CLOEXEC)
    let status = try run(
      "for i in 1 2 3 4; do eval \"printf $i >&$i\"; done", descriptors: [null] + pipes.map { $0[1] })
    for end in [null] + pipes.map({ $0[1] }) { close(end) }
    #expect(status == 0)
    let written = pipes.map { ends in
      var byte: UInt8 = 0
      return read(ends[0], &byte, 1) == 1 ? String(UnicodeScalar(byte)) : "nothing"
    }
    #expect(written == ["1", "2", "3", "4"])
  }

  @Test("What is open without being closed on exec does not reach the child")
  func others() throws {
    let leaky = (0..<8).map { _ in open("/dev/null", O_RDONLY) }
    defer { for descriptor in leaky { close(descriptor) } }
    let null = open("/dev/null", O_RDWR | O_CLOEXEC)
    defer { close(null) }
    let inherited = leaky.map { "[ -e /proc/self/fd/\($0) ]" }.joined(separator: " || ")
    let status = try run(
      "if \(inherited); then exit 7; fi", descriptors: [null, null, null])
    #expect(status == 0)
  }

  /// Runs a script of the shell and returns its status.
  private func run(_ script: String, descriptors: [Int32]) throws -> Int32 {
    let argv: [UnsafeMutablePointer<CChar>?] = [strdup("/bin/sh"), strdup("-c"), strdup(script), nil]
    let envp: [UnsafeMutablePointer<CChar>?] = [nil]
    defer { for string in argv { free(string) } }
    var id: pid_t = 0
    let error = cpr_spawn("/bin/sh", "/", argv, envp, descriptors, Int32(descriptors.count), SIGKILL, &id)
    try #require(error == 0)
    var status: Int32 = 0
    while waitpid(id, &status, 0) < 0 && errno == EINTR { continue }
    return status >> 8 & 0xff | status & 0x7f
  }
}
