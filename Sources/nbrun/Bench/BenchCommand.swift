internal import ArgumentParser
internal import CNN
internal import Foundation
internal import Notebooks

/// Measures the kernels against the limits of this machine.
struct BenchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench", abstract: "Measure the kernels against the limits of this machine.",
    discussion: """
      Times each kernel on the layers of docs/performance.md, and training steps of two networks. Each time comes \
      with its share of the roofline: of the peak multiplications per second, or of the memory bandwidth for data \
      of that size. The shortest of many times counts, since other programs may use the machine.
      """)

  @Option(
    name: .customLong("levels"),
    help:
      "The instruction sets, such as 'avx512,avx2'; by default that of NBRUN_KERNELS, or all of the processor except generic."
  )
  var levels: String?

  @Option(help: "The number of threads; by default that of the processors.")
  var threads: Int?

  @Option(help: "Measure only what has this in its name, such as 'C4' or 'train'.")
  var only = ""

  @Option(help: "Repeat each measurement for this many seconds.")
  var seconds = 0.3

  @Option(help: "Write the results to this file as JSON.", completion: .file(extensions: ["json"]))
  var json: String?

  func validate() throws {
    guard threads.map({ (1...256).contains($0) }) ?? true else {
      throw ValidationError("--threads must be from 1 to 256.")
    }
    guard seconds > 0 && seconds.isFinite else { throw ValidationError("--seconds must be positive.") }
    if let json, ["", "-"].contains(json) { throw ValidationError("'--json' takes the path of a file") }
    for level in chosenLevels where !Kernels.levels.contains(level) {
      throw ValidationError(
        "this processor has no kernels called \"\(level)\", but \(Kernels.levels.joined(separator: ", ")).")
    }
  }

  @OptionGroup
  var replacement: ReplacementOption

  func run() throws {
    try exit { () throws(NotebookError) in
      var plan = OutputPlan(inputs: [], replacesOthers: replacement.force)
      if let json, !isOwn(json) { try plan.add(file: json, option: "--json") }
      let results = try measure()
      guard let json else { return .succeeded }
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
      guard let data = try? encoder.encode(results) else {
        throw .unwritable(path: json, reason: "the measurements cannot be encoded")
      }
      try HandoutWriter.write(String(decoding: data, as: UTF8.self), to: json)
      return .succeeded
    }
  }

  /// Whether the file at `path` holds earlier measurements.
  private func isOwn(_ path: String) -> Bool {
    guard let data = FileManager.default.contents(atPath: path) else { return false }
    return (try? JSONDecoder().decode([Measurement].self, from: data)) != nil
  }

  /// Measures on each level and prints the tables.
  private func measure() throws(NotebookError) -> [Measurement] {
    var results: [Measurement] = []
    for level in chosenLevels {
      let count = threads ?? Kernels.threads
      let bench = Bench(level: level, threads: count, only: only, seconds: seconds)
      let measured = Kernels.using(level, threads: count) { bench.run() }
      try StandardOutput.write(
        """
        \(level), \(count) \(count == 1 ? "thread" : "threads")
        \(Measurement.table(measured))
        scratch memory of the kernels: \(Kernels.workspace / 1024) KiB


        """)
      results += measured
    }
    return results
  }

  private var chosenLevels: [String] {
    if let levels { return levels.split(separator: ",").map(String.init) }
    // Who chooses a level for the program means it here, too.
    if ProcessInfo.processInfo.environment["NBRUN_KERNELS"] != nil { return [Kernels.level] }
    let vector = Kernels.levels.filter { $0 != "generic" }
    return vector.isEmpty ? Kernels.levels : vector.reversed()
  }
}
