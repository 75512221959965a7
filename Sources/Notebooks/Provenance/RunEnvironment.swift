internal import Foundation

/// What ran a notebook: the program, the toolchain, the machine.
public struct RunEnvironment: Sendable, Equatable, Codable {
  /// The version of this program.
  public var program = ""
  /// The build ID of this program, by which two of one version differ; nil if it has none.
  public var build: String?
  /// The version of the toolchain that compiled the cells.
  public var toolchain = ""
  /// What the processor calls itself.
  public var processor = ""
  /// The instruction set that the kernels used.
  public var kernels = ""
  /// The number of threads that the kernels used.
  public var threads = 0

  /// Creates an environment of which nothing is known.
  public init() {}

  /// Creates the environment of a run by this machine's processor.
  public init(program: String, toolchain: Toolchain, kernels: String, threads: Int) {
    self.program = program
    build = BuildID.text(ofProgramAt: "/proc/self/exe")
    self.toolchain = toolchain.version
    processor = RunEnvironment.processor
    self.kernels = kernels
    self.threads = threads
  }

  private static var processor: String {
    let lines = StatusFile.text("/proc/cpuinfo")?.split(separator: "\n") ?? []
    let line = lines.first { $0.hasPrefix("model name") || $0.hasPrefix("CPU part") }
    return line.map { String($0.drop { $0 != ":" }.dropFirst()).trimmingSpaces } ?? "unknown"
  }
}

extension Toolchain {
  /// The version as the toolchain's own library has it, without starting a compiler.
  var version: String {
    let folder = root + "/lib/swift/linux/Swift.swiftmodule"
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    guard let name = names.sorted().first(where: { $0.hasSuffix(".swiftinterface") }),
      let file = FileHandle(forReadingAtPath: "\(folder)/\(name)"),
      let head = try? file.read(upToCount: 1000)
    else { return "unknown" }
    let mark = "// swift-compiler-version: "
    let line = String(decoding: head, as: UTF8.self).split(separator: "\n").first { $0.hasPrefix(mark) }
    return line.map { String($0.dropFirst(mark.count)) } ?? "unknown"
  }
}
