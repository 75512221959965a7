internal import Digest
internal import Foundation
internal import Glibc
internal import Synchronization

/// The folder in which the compiler keeps what it reads of C modules, such as those of Foundation.
///
/// Filling it takes two seconds, so all runs share one, beside the cache of results. Where that cannot be written, or
/// turns out not to, a run has one of its own.
final class ModuleCache: Sendable {
  /// What names the folder to a run in a container: modules say in which folder they were made, and are of use in no other.
  static let variable = "NBRUN_MODULE_CACHE"

  /// The folder of this run's own.
  private let own: String
  private let current: Mutex<String>

  /// Chooses the user's folder if it can be written, or else one in `folder`.
  init(ofRunIn folder: String, environment: [String: String] = ProcessInfo.processInfo.environment) {
    own = folder + "/modules"
    current = Mutex(ModuleCache.usableFolder(environment) ?? own)
  }

  /// The folder of all runs of this user; nil if none can be used.
  static var userFolder: String? { usableFolder(ProcessInfo.processInfo.environment) }

  private static func usableFolder(_ environment: [String: String]) -> String? {
    userFolders(environment).first(where: isUsable)
  }

  /// The folder of all runs; nil if none can be used.
  var sharedFolder: String? { folder == own ? nil : folder }

  /// The folder to use.
  var folder: String { current.withLock(\.self) }

  /// Returns where all runs have the module map `text`, so that what a run reads of its modules serves the next one; nil if
  /// it cannot be there.
  ///
  /// A module from another path is another module, so it is neither in the run's own folder nor replaced.
  func pathOfModuleMap(_ text: String) -> String? {
    guard let folder = sharedFolder else { return nil }
    let path = "\(folder)/hidden-\(SHA256.text(of: text.utf8).prefix(16)).modulemap"
    if FileState.kind(of: path) == "file" { return path }
    guard (try? AtomicFile.write(Array(text.utf8), to: path)) != nil else { return nil }
    return path
  }

  /// Turns to the run's own folder if a compiler that used `folder` failed with `messages` because of that one; returns
  /// whether it did.
  func isReplaced(_ folder: String, since messages: String) -> Bool {
    guard folder != own, messages.contains(folder) || messages.contains("No space left on device") else {
      return false
    }
    current.withLock { $0 = own }
    return true
  }

  /// The folders that may hold the cache of all runs, the best first.
  ///
  /// The one at home comes first, since `NBRUN_CACHE` is often set for one run.
  private static func userFolders(_ environment: [String: String]) -> [String] {
    let atHome = environment.filter { $0.key != "NBRUN_CACHE" }
    let folders = [atHome, environment].compactMap(CacheStore.userFolder).map { $0 + "/modules" }
    return (environment[variable].map { [$0] } ?? []) + folders
  }

  /// Whether files can be written at `path`, a folder that is made if need be, and there is space for some modules; or it
  /// is a filled one on a file system that can only be read, as in a container.
  private static func isUsable(_ path: String) -> Bool {
    try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    guard FileState.isOwn(path) else { return false }
    if access(path, W_OK | X_OK) != 0 { return errno == EROFS }
    return DiskSpace.free(at: path).map { $0 > 64 << 20 } ?? true
  }
}
