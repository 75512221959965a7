internal import Digest
internal import Foundation
internal import Glibc

/// Entries of named parts in a folder, each under a key that says all that its content depends on.
///
/// An entry is one file that appears whole or not at all, and carries a digest of itself. One that is damaged or
/// of another kind is no entry: it is removed, and `problems` tells of it.
package final class CacheStore {
  /// The folder.
  package let folder: String
  /// The entries that could not be used or stored, by the reason, in the order in which these came up.
  private var failures: [(reason: String, paths: [String])] = []

  /// The first bytes of every entry; the number changes with the layout.
  private static let header = Array("nbrun cache 1\n".utf8)
  /// The most that is stored, in bytes.
  private static let limit = 2 << 30

  /// Creates a store in `folder`, which need not exist yet.
  package init(folder: String) { self.folder = folder }

  /// What was wrong with entries: a line for each reason, which names one of them.
  package var problems: [String] {
    failures.map { reason, paths in
      paths[0] + (paths.count > 1 ? " and \(paths.count - 1) more" : "") + ": " + reason
    }
  }

  private func note(_ reason: String, _ path: String) {
    if let index = failures.firstIndex(where: { $0.reason == reason }) {
      failures[index].paths.append(path)
    } else {
      failures.append((reason, [path]))
    }
  }

  /// The folder of this user: below `XDG_CACHE_HOME` or `~/.cache`; nil if there is none that can be written to.
  package static func userFolder(_ environment: [String: String]) -> String? {
    if let folder = environment["NBRUN_CACHE"] { return folder.isEmpty ? nil : folder }
    if let folder = environment["XDG_CACHE_HOME"], folder.hasPrefix("/") { return folder + "/nbrun" }
    return environment["HOME"].flatMap { $0.hasPrefix("/") ? $0 + "/.cache/nbrun" : nil }
  }

  /// Returns the parts of the entry `key`; nil if there is none that is whole.
  package func entry(_ key: String) -> [String: [UInt8]]? {
    let path = path(of: key)
    guard let bytes = try? TextFile.bytes(path) else { return nil }
    guard FileState.isOwn(path) else {
      note("not used, since it belongs to another user", path)
      return nil
    }
    if let parts = CacheStore.parts(in: bytes, of: key) {
      // What was used lately is removed last.
      utimensat(AT_FDCWD, path, nil, 0)
      return parts
    }
    note("not used, since it was damaged", path)
    unlink(path)
    return nil
  }

  /// Stores the entry `key`; a full disk keeps it from being stored, and nothing else.
  package func store(_ parts: [String: [UInt8]], as key: String) {
    var payload: [UInt8] = []
    for (name, bytes) in parts.sorted(by: { $0.key < $1.key }) {
      payload += CacheStore.counted(Array(name.utf8)) + CacheStore.counted(bytes)
    }
    let digest = CacheStore.digest(of: payload[...], key)
    let path = path(of: key)
    do throws(NotebookError) {
      try AtomicFile.createFolder(FilePath.folder(of: path))
      try AtomicFile.write(CacheStore.header + digest + payload, to: path)
    } catch .unwritable(_, SystemReason.of(EROFS)) {
      // A cache that was made to be read only, as in a container.
    } catch .unwritable(_, let reason) {
      note("cannot be written: \(reason)", path)
    } catch {
      note(error.message, path)
    }
  }

  /// Removes the entries that were not used for longest, if all together take more space than they may.
  package func trim() {
    var entries = CacheStore.files(in: folder)
    var total = entries.reduce(0) { $0 + $1.size }
    guard total > CacheStore.limit else { return }
    entries.sort { $0.date < $1.date }
    for entry in entries where total > CacheStore.limit * 3 / 4 {
      unlink(entry.path)
      total -= entry.size
    }
  }

  /// Removes every entry; returns how many there were and their size in bytes.
  package func clear() -> (count: Int, size: Int) {
    let entries = CacheStore.files(in: folder)
    for entry in entries { unlink(entry.path) }
    return (entries.count, entries.reduce(0) { $0 + $1.size })
  }

  /// The number of entries and their size in bytes.
  package var contents: (count: Int, size: Int) {
    let entries = CacheStore.files(in: folder)
    return (entries.count, entries.reduce(0) { $0 + $1.size })
  }

  private func path(of key: String) -> String { "\(folder)/\(key.prefix(2))/\(key).entry" }

  /// An entry that stands under another key than its own is none.
  private static func digest(of payload: ArraySlice<UInt8>, _ key: String) -> [UInt8] {
    var hash = SHA256()
    hash.update(key)
    payload.withUnsafeBufferPointer { hash.update($0) }
    return Array(hash.finishedText().utf8)
  }

  private static func parts(in bytes: [UInt8], of key: String) -> [String: [UInt8]]? {
    let head = header.count + 64
    guard bytes.count >= head, bytes.starts(with: header) else { return nil }
    let payload = bytes[head...]
    guard digest(of: payload, key).elementsEqual(bytes[header.count..<head]) else { return nil }
    var parts: [String: [UInt8]] = [:]
    var rest = payload
    while !rest.isEmpty {
      guard let name = takeCounted(&rest), let part = takeCounted(&rest) else { return nil }
      parts[String(decoding: name, as: UTF8.self)] = Array(part)
    }
    return parts
  }

  private static func counted(_ bytes: [UInt8]) -> [UInt8] {
    (0..<8).map { UInt8(truncatingIfNeeded: bytes.count >> (8 * $0)) } + bytes
  }

  private static func takeCounted(_ rest: inout ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    guard rest.count >= 8 else { return nil }
    let count = rest.prefix(8).reversed().reduce(0) { $0 << 8 | Int($1) }
    rest = rest.dropFirst(8)
    guard (0...rest.count).contains(count) else { return nil }
    defer { rest = rest.dropFirst(count) }
    return rest.prefix(count)
  }

  private static func files(in folder: String) -> [(path: String, size: Int, date: Date)] {
    let names = (try? FileManager.default.subpathsOfDirectory(atPath: folder)) ?? []
    // Drafts of a run that was killed go with the entries. Other files in a folder that the user has named are none.
    return names.filter { name in
      let parts = name.split(separator: "/")
      guard parts.count == 2, let file = parts.last, file.drop(while: { $0 == "." }).hasPrefix(parts[0])
      else {
        return false
      }
      return file.hasSuffix(".entry") || file.hasPrefix(".") && file.hasSuffix(".part")
    }.compactMap { name in
      let path = "\(folder)/\(name)"
      guard let attributes = try? FileManager.default.attributesOfItem(atPath: path) else { return nil }
      let size = (attributes[.size] as? NSNumber)?.intValue ?? 0
      return (path, size, attributes[.modificationDate] as? Date ?? .distantPast)
    }
  }
}
