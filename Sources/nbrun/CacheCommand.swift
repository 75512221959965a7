internal import ArgumentParser
internal import Foundation
internal import Notebooks

/// Shows what is cached for later runs, or removes it.
struct CacheCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cache",
    abstract: "Show where results and compiled cells are cached, and how many.",
    discussion: "NBRUN_CACHE sets another folder; if it is empty, nothing is cached.")

  @Flag(help: "Remove everything that is cached.")
  var clean = false

  func run() throws {
    try exit { () throws(NotebookError) in
      try StandardOutput.write(line + "\n")
      return .succeeded
    }
  }

  private var line: String {
    guard let folder = CacheUse.folder else {
      return "nothing is cached: neither NBRUN_CACHE, XDG_CACHE_HOME nor HOME names a folder"
    }
    let (count, size) = clean ? RunCache.clear(folder: folder) : RunCache.contents(ofFolder: folder)
    let mebibytes = String(format: "%.1f", Double(size) / 1_048_576)
    let entries = count == 1 ? "1 entry" : "\(count) entries"
    return "\(folder): \(entries), \(mebibytes) MiB\(clean ? ", removed" : "")"
  }
}
