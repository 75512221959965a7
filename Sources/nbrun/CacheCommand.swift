internal import ArgumentParser
internal import Notebooks

/// Tells what is kept for later runs, or removes it.
struct CacheCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cache",
    abstract: "Tell where results and compiled cells are kept for later runs, and how many.",
    discussion: "NBRUN_CACHE names another folder; if it is empty, nothing is kept.")

  @Flag(help: "Remove everything that is kept.")
  var clear = false

  func run() {
    guard let folder = CacheUse.folder else {
      print("nothing is kept: neither NBRUN_CACHE, XDG_CACHE_HOME nor HOME names a folder")
      return
    }
    let (count, size) = clear ? RunCache.clear(folder: folder) : RunCache.contents(ofFolder: folder)
    print("\(folder): \(count) entries, \(size >> 20) MiB\(clear ? ", removed" : "")")
  }
}
