internal import Foundation
internal import Glibc
internal import Synchronization

/// The folder in which the compiler keeps what it reads of C modules, such as those of Foundation.
///
/// Filling it takes two seconds, so all runs share one, beside the cache of results. Where that cannot be written, or
/// turns out not to, a run has one of its own.
final class ModuleCache: Sendable {
  /// The folder of this run's own.
  private let own: String
  private let current: Mutex<String>

  /// Chooses the user's folder if it can be written, or else one in `folder`.
  init(ofRunIn folder: String, environment: [String: String] = ProcessInfo.processInfo.environment) {
    own = folder + "/modules"
    let shared = ModuleCache.userFolders(environment).first(where: ModuleCache.isUsable)
    current = Mutex(shared ?? own)
  }

  /// The folder of all runs; nil if none can be used.
  var sharedFolder: String? { folder == own ? nil : folder }

  /// The folder to use.
  var folder: String { current.withLock(\.self) }

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
    return [atHome, environment].compactMap(CacheStore.userFolder).map { $0 + "/modules" }
  }

  /// Whether files can be written at `path`, a folder that is made if need be, and there is space for some modules.
  private static func isUsable(_ path: String) -> Bool {
    try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    guard FileState.isOwn(path), access(path, W_OK | X_OK) == 0 else { return false }
    return DiskSpace.free(at: path).map { $0 > 64 << 20 } ?? true
  }
}
