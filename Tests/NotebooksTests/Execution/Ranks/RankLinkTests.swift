import CProcess
import Foundation
import Notebooks
import Synchronization
import Testing

@Suite struct RankMessageTests {
  @Test(arguments: [
    RankMessage.hello(token: "abc", rank: 3),
    .failed(cell: 4, what: "failed:\nπ \"x\"", isInterruption: false),
    .done, .end(status: 130, isKnown: true),
  ])
  func `A message survives the way, whole or in pieces`(message: RankMessage) throws {
    let line = message.line
    for count in 0..<line.count {
      var buffer = Array(line.prefix(count))
      #expect(try RankMessage.next(from: &buffer) == nil)
    }
    var buffer = line + [1]
    #expect(try RankMessage.next(from: &buffer) == message)
    #expect(buffer == [1])
  }

  @Test(arguments: ["\n", "{}\n", "{\"failed\":{\"cell\":\"x\"}}\n", "nothing of ours\n"])
  func `Other lines are no messages`(line: String) {
    var buffer = Array(line.utf8)
    #expect(throws: RankMessage.Invalid.self) { try RankMessage.next(from: &buffer) }
  }

  @Test func `A line without an end is not waited for`() {
    var buffer = [UInt8](repeating: 32, count: RankMessage.lengthLimit + 1)
    #expect(throws: RankMessage.Invalid.self) { try RankMessage.next(from: &buffer) }
  }
}

@Suite struct RankLinkTests {
  /// What a rank on another thread has heard.
  private final class Heard: Sendable {
    let end = Mutex<(status: RunStatus, isKnown: Bool)?>(nil)
  }

  private func launched(_ rank: Int, of count: Int = 3) throws -> LaunchedRank {
    try #require(LaunchedRank(["PMI_RANK": "\(rank)", "PMI_SIZE": "\(count)"]))
  }

  private let library = MPILibrary(folder: "/nowhere")

  private func host() throws -> RankHost { try RankHost(launched(0), library) }

  private func guest(_ rank: Int, of host: RankHost) throws -> RankGuest {
    let guest = RankGuest(try launched(rank), library)
    guest.connect(by: host.announcement)
    return guest
  }

  /// Lets a rank fail, and returns what it receives; what `meanwhile` does is rank 0's part.
  ///
  /// On a thread of its own, since both wait for each other.
  private func failing(
    _ rank: Int, of host: RankHost, in cell: Int, _ what: String, meanwhile: () -> Void
  ) throws -> (status: RunStatus, isKnown: Bool) {
    let (launched, library, announcement) = (try launched(rank), library, host.announcement)
    let heard = Heard()
    let ended = DispatchSemaphore(value: 0)
    Thread.detachNewThread {
      let guest = RankGuest(launched, library)
      guest.connect(by: announcement)
      let end = guest.fail(cell: cell, what, patience: 600)
      heard.end.withLock { $0 = end }
      ended.signal()
    }
    meanwhile()
    ended.wait()
    return try #require(heard.end.withLock { $0 })
  }

  @Test func `A rank that fails is named, and waits for the end of the run`() throws {
    let host = try host()
    host.begin(cell: 3)
    let heard = try failing(2, of: host, in: 2, "failed in cell 'x'") {
      let failure = host.failure(within: 60)
      #expect(failure?.message == "rank 2 failed in cell 'x'")
      #expect(host.dueFailure() == failure, "rank 0 has passed the cell, and will not fail in it")
      host.note("failed in cell 'x'")
      host.end(.crashed)
    }
    #expect((heard.status, heard.isKnown) == (.crashed, true))
  }

  @Test func `What fails on one rank alone is not known to the reader`() throws {
    let host = try host()
    let heard = try failing(1, of: host, in: 2, "failed there") {
      host.note("failed here")
      #expect(host.failure(within: 60) != nil)
      host.end(.cellFailed)
    }
    #expect((heard.status, heard.isKnown) == (.cellFailed, false))
  }

  @Test func `Ranks that fail alike at their ends are one failure`() throws {
    let host = try host()
    let other = try guest(2, of: host)
    other.finish()
    let heard = try failing(1, of: host, in: 1, "failed alike") {
      host.note("failed alike")
      while host.failure(within: 60) == nil { continue }
      #expect(host.awaitEnds() == nil)
      host.end(.cellFailed)
    }
    #expect((heard.status, heard.isKnown) == (.cellFailed, true))
  }

  @Test func `A rank that is gone is a failure unless it has come to its end`() throws {
    let host = try host()
    var guests = [try guest(1, of: host), try guest(2, of: host)]
    guests[0].finish()
    guests = []
    #expect(host.failure(within: 60)?.message == "rank 2 ended without a word; was it killed?")
  }

  @Test func `Other ranks learn that rank 0 has ended, in order or not`() throws {
    var host: RankHost? = try host()
    let guest = try guest(1, of: host!)
    #expect(guest.dueFailure() == nil)
    let orphan = try self.guest(2, of: host!)
    #expect(host!.failure(within: 0) == nil)
    host!.end(.crashed)
    host = nil
    #expect(guest.failure(within: 60)?.message == "rank 0 has ended the run")
    #expect(orphan.failure(within: 60)?.message == "rank 0 has ended the run")
  }

  @Test func `A stranger is not heard`() throws {
    let host = try host()
    let parts = try #require(
      JSONSerialization.jsonObject(with: Data(host.announcement.utf8)) as? [String: Any])
    let stranger = RankGuest(try launched(1), library)
    var forged = parts
    forged["token"] = "guessed"
    stranger.connect(by: String(decoding: try JSONSerialization.data(withJSONObject: forged), as: UTF8.self))
    let port = try #require(parts["port"] as? Int)
    let silent = cpr_connect("127.0.0.1", Int32(port), 5000)
    #expect(silent >= 0)
    close(silent)
    let guest = try guest(1, of: host)
    guest.finish()
    #expect(host.failure(within: 0) == nil)
    withExtendedLifetime(stranger) {}
    withExtendedLifetime(guest) {}
  }
}
