import Foundation
import Notebooks
import Testing

struct CacheStoreTests {
  private let folder = FileManager.default.temporaryDirectory.appending(path: "nbrun-\(UUID().uuidString)")
    .path
  private let parts: [String: [UInt8]] = [
    "a": [1, 2, 3], "empty": [], "b/c": Array(repeating: 7, count: 1000),
  ]

  @Test func `An entry comes back as it was stored, and the latest one wins`() {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let store = CacheStore(folder: folder)
    #expect(store.entry("key") == nil)
    store.store(["a": [9]], as: "key")
    store.store(parts, as: "key")
    #expect(store.entry("key") == parts)
    #expect(CacheStore(folder: folder).entry("key") == parts)
    #expect(store.contents.count == 1)
    #expect(store.clear().count == 1)
    #expect(store.entry("key") == nil)
    #expect(store.problems.isEmpty)
  }

  @Test func `An entry that was changed anywhere, cut or extended is told, and gone`() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let store = CacheStore(folder: folder)
    store.store(["a": [1, 2, 3]], as: "key")
    let path = "\(folder)/ke/key.entry"
    let whole = try Data(contentsOf: URL(filePath: path))
    var damaged = (0..<whole.count).map { index in
      var copy = whole
      copy[index] ^= 0x40
      return copy
    }
    damaged += (0..<whole.count).map { whole.prefix($0) } + [whole + [0]]
    for data in damaged {
      try data.write(to: URL(filePath: path))
      let fresh = CacheStore(folder: folder)
      #expect(fresh.entry("key") == nil)
      #expect(fresh.problems.count == 1)
      #expect(!FileManager.default.fileExists(atPath: path))
    }
  }

  @Test func `What lies in the folder beside entries is left alone`() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let store = CacheStore(folder: folder)
    store.store(parts, as: "key")
    try FileManager.default.createDirectory(atPath: folder + "/do", withIntermediateDirectories: true)
    let own = ["ke/.key.entry.1.part"]
    let others = ["movie.mp4.part", "diary.entry", "ke/diary.entry", "do/download.part", "do/.hidden.part"]
    for name in own + others { try Data([1]).write(to: URL(filePath: "\(folder)/\(name)")) }
    #expect(store.contents.count == 2)
    #expect(store.clear().count == 2)
    #expect(
      try FileManager.default.subpathsOfDirectory(atPath: folder).sorted()
        == (["do", "ke"] + others).sorted())
  }

  @Test func `A folder that cannot be written to is told, and harms nothing`() {
    let store = CacheStore(folder: "/proc/nbrun")
    for key in ["key", "other", "third"] { store.store(parts, as: key) }
    #expect(store.problems.count == 1, "once, however many entries")
    #expect(
      store.problems.first?.hasPrefix("/proc/nbrun/ke/key.entry and 2 more: cannot be written: ") == true,
      "\(store.problems)")
    #expect(store.entry("key") == nil)
  }

  @Test(
    arguments: [
      (["NBRUN_CACHE": "/a"], "/a"), (["NBRUN_CACHE": "", "HOME": "/h"], nil),
      (["XDG_CACHE_HOME": "/x", "HOME": "/h"], "/x/nbrun"), (["HOME": "/h"], "/h/.cache/nbrun"), ([:], nil),
    ] as [([String: String], String?)])
  func `The user's folder follows the environment`(environment: [String: String], folder: String?) {
    #expect(RunCache.userFolder(environment) == folder)
  }
}
