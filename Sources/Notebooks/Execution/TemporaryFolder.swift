internal import CProcess
internal import Foundation
internal import Glibc
internal import Synchronization

/// A folder for the files of one run.
///
/// It is locked as long as the run goes on, so that a later run knows the folders of those that were killed.
package final class TemporaryFolder: Sendable {
  private static let prefix = "nbrun-run-"
  /// The paths of this process's folders.
  private static let own = Mutex<Set<String>>([])

  /// Where it is.
  package let path: String
  private let lock: Int32

  /// Creates an empty folder that nobody else uses, and removes those of this user's runs that were killed.
  package init() throws(NotebookError) {
    let parent = FileManager.default.temporaryDirectory.path
    TemporaryFolder.removeAbandoned(in: parent)
    for _ in 0..<100 {
      let template = "\(parent)/\(TemporaryFolder.prefix)XXXXXX"
      var bytes = Array(template.utf8CString)
      guard mkdtemp(&bytes) != nil else {
        throw .unwritable(path: parent, reason: SystemReason.ofLastCall + " (TMPDIR names another folder)")
      }
      let path = String(decoding: bytes.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
      // Another run may have taken it for abandoned before it was locked.
      guard let lock = TemporaryFolder.lock(path, isNeeded: false) else { continue }
      (self.path, self.lock) = (path, lock)
      TemporaryFolder.own.withLock { _ = $0.insert(path) }
      return
    }
    throw .unwritable(path: parent, reason: "new folders cannot be kept there (TMPDIR names another folder)")
  }

  deinit { close(lock) }

  /// Removes the folder and everything in it.
  package func remove() {
    if cpr_remove_folder(path) == 0 { TemporaryFolder.own.withLock { _ = $0.remove(path) } }
  }

  /// Removes all folders of this process, which is about to end, while others may still write into them.
  static func removeAll() {
    for path in own.withLock({ $0 }) {
      for _ in 0..<100 where cpr_remove_folder(path) != 0 && FileState.isOwn(path) { usleep(1000) }
    }
  }

  /// Removes the folders in `parent` whose runs were killed.
  private static func removeAbandoned(in parent: String) {
    for name in (try? FileManager.default.contentsOfDirectory(atPath: parent)) ?? []
    where name.hasPrefix(prefix) && name.count == prefix.count + 6 {
      let path = "\(parent)/\(name)"
      guard FileState.isOwn(path), let lock = lock(path, isNeeded: true) else { continue }
      _ = cpr_remove_folder(path)
      close(lock)
    }
  }

  /// Returns a descriptor that locks the folder at `path` until it is closed; nil if somebody else does, or it is gone.
  ///
  /// - Parameter isNeeded: Whether nil is the answer, too, where the file system has no locks.
  private static func lock(_ path: String, isNeeded: Bool) -> Int32? {
    let folder = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
    guard folder >= 0 else { return nil }
    let isLocked = flock(folder, LOCK_EX | LOCK_NB) == 0 || !isNeeded && errno != EWOULDBLOCK
    var (locked, present) = (stat(), stat())
    if isLocked, fstat(folder, &locked) == 0, lstat(path, &present) == 0, locked.st_ino == present.st_ino {
      return folder
    }
    close(folder)
    return nil
  }
}
