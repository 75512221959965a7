internal import ArgumentParser
internal import Foundation
internal import Notebooks

/// Tells what is cached for later runs, or removes it.
struct CacheCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cache",
    abstract: "Tell where results and compiled cells are cached for later runs, and how many.",
    discussion: "NBRUN_CACHE names another folder; if it is empty, nothing is cached.")

  @Flag(help: "Remove everything that is cached.")
  var clean = false

  func run() {
    guard let folder = CacheUse.folder else {
      StandardOutput.tell("nothing is cached: neither NBRUN_CACHE, XDG_CACHE_HOME nor HOME names a folder")
      return
    }
    let (count, size) = clean ? RunCache.clear(folder: folder) : RunCache.contents(ofFolder: folder)
    StandardOutput.tell(
      "\(folder): \(count) entries, \(String(format: "%.1f", Double(size) / 1_048_576)) MiB\(clean ? ", removed" : "")"
    )
  }
}
