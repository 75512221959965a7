import Foundation
import LivePreview
import Testing

@Suite(.serialized) struct PreviewServerTests {
  /// Serves `body` with content that shows one page.
  private func serving(
    rerun: @escaping @Sendable () -> Void = {},
    _ body: (_ port: UInt16, _ content: PreviewContent) async throws -> Void
  ) async throws {
    let content = PreviewContent()
    await content.show(page: "<!DOCTYPE html><title>one</title><main>first</main>")
    let server = try PreviewServer(content: content, token: "secret", rerun: rerun)
    let serving = Task { try await server.run() }
    let address = try await server.address()
    let port = try #require(
      address.split(separator: ":").last?.split(separator: "/").first.flatMap { UInt16($0) })
    #expect(address == "http://127.0.0.1:\(port)/secret/")
    try await body(port, content)
    await server.stop()
    serving.cancel()
  }

  /// Runs a blocking request away from the tasks that have to answer it, and from the threads that they share.
  private func away<Value: Sendable>(_ body: @escaping @Sendable () -> Value) async -> Value {
    await withCheckedContinuation { continuation in
      Thread.detachNewThread { continuation.resume(returning: body()) }
    }
  }

  @Test func givesItsPortBackWhenItsTaskIsCancelled() async throws {
    let server = try PreviewServer(content: PreviewContent())
    let serving = Task { try await server.run() }
    let port = try #require(
      try await server.address().split(separator: ":").last?.split(separator: "/").first.flatMap {
        UInt16($0)
      })
    serving.cancel()
    _ = await serving.result
    let next = try PreviewServer(content: PreviewContent(), port: port)
    #expect(try await next.address().contains(":\(port)/"))
    await next.stop()
  }

  @Test func showsTheFrameThePageAndTheState() async throws {
    try await serving { port, _ in
      let frame = await away { RawRequest.get("/secret/", port: port) }
      #expect(frame.hasPrefix("HTTP/1.1 200") && frame.contains("<iframe id=\"page\" src=\"page\""))
      #expect(frame.contains("Content-Security-Policy: default-src 'none'"))
      let page = await away { RawRequest.get("/secret/page", port: port) }
      #expect(page.hasPrefix("HTTP/1.1 200") && page.contains("<main>first</main>"))
      let state = await away { RawRequest.get("/secret/changes?after=0", port: port) }
      #expect(state.contains("\"page\":1") && state.contains("application/json"))
    }
  }

  @Test(
    "nothing but its own addresses, however they are written",
    arguments: [
      "/", "/secret", "/secret/page/", "/secret/../secret/page", "/secret/%70age", "/secret/../../etc/passwd",
      "/secret/%2e%2e/%2e%2e/etc/passwd", "//etc/passwd", "/SECRET/page", "/secret/page%00", "/secre/page",
      "/secret/changes/1",
    ])
  func otherAddresses(path: String) async throws {
    try await serving { port, _ in
      let answer = await away { RawRequest.get(path, port: port) }
      #expect(!answer.contains("first") && !answer.contains("root:"), "\(answer)")
      #expect(!answer.hasPrefix("HTTP/1.1 200"), "\(answer)")
    }
  }

  @Test(
    "requests that another site makes the browser send",
    arguments: [
      "Host: evil.example\n", "Host: evil.example:80\n", "", "Host: 127.0.0.1.evil.example\n",
      "Host: 127.0.0.1\nOrigin: http://evil.example\n", "Host: 127.0.0.1\nOrigin: null\n",
      "Host: localhost\nOrigin: https://localhost\n",
    ])
  func foreignRequests(headers: String) async throws {
    try await serving { port, _ in
      let answer = await away {
        RawRequest.send("GET /secret/page HTTP/1.1\n\(headers)Connection: close\n\n", port: port)
      }
      #expect(!answer.contains("first") && !answer.hasPrefix("HTTP/1.1 200"), "\(answer)")
    }
  }

  @Test func everythingRunsAgainOnlyWhenThePageAsks() async throws {
    let asked = Counter()
    try await serving(rerun: { asked.increment() }) { port, _ in
      let path = "/secret/rerun"
      _ = await away { RawRequest.get(path, port: port) }
      _ = await away { RawRequest.get(path, port: port, method: "POST") }
      #expect(asked.value == 0, "a form of another site could send that")
      let answer = await away { RawRequest.get(path, port: port, headers: "X-Preview: 1\n", method: "POST") }
      #expect(answer.hasPrefix("HTTP/1.1 204") && asked.value == 1)
    }
  }

  @Test(.timeLimit(.minutes(60))) func manyTabsLearnOfAChangeAndASlowOneHoldsUpNothing() async throws {
    try await serving { port, content in
      // Clients that connect and say nothing, or only half of it.
      let slow = (0..<8).compactMap { _ in RawRequest.connect(port: port) }
      for descriptor in slow.prefix(4) { _ = write(descriptor, "GET /sec", 8) }
      defer { for descriptor in slow { close(descriptor) } }
      let first = await away { RawRequest.get("/secret/changes?after=0", port: port) }
      let version = try #require(first.firstMatch(of: /"version":([0-9]+)/)?.1)
      try await withThrowingTaskGroup(of: String.self) { group in
        for _ in 0..<20 {
          group.addTask { await away { RawRequest.get("/secret/changes?after=\(version)", port: port) } }
        }
        while await content.waiterCount < 20 { try await Task.sleep(for: .milliseconds(10)) }
        await content.show(
          PreviewProgress(text: "running cell-2", isRunning: true, fraction: 0.5, series: [2, 1]))
        for try await answer in group {
          #expect(answer.contains("running cell-2") && answer.contains("\"fraction\":0.5"), "\(answer)")
        }
      }
    }
  }

  @Test(arguments: [
    "GET /secret/page HTTP/1.1\nX: ", "GET /", "POST /secret/rerun HTTP/1.1\nHost: 127.0.0.1\n\n",
  ])
  func aLongHeadIsRefusedBeforeItIsUnderstood(start: String) async throws {
    try await serving { port, _ in
      let long = start + String(repeating: "a", count: 1_000_000) + "\n\n"
      let answer = await away { RawRequest.send(long, port: port) }
      #expect(answer.hasPrefix(start.hasSuffix("\n\n") ? "HTTP/1.1 403" : "HTTP/1.1 431"), "\(answer)")
      #expect(await away { RawRequest.get("/secret/page", port: port) }.contains("first"))
    }
  }

  @Test(arguments: [
    "GET /secret/page\nHost: 127.0.0.1\n\n", "\n\n", "GET  /secret/page HTTP/1.1\n\n", "nonsense\n\n",
    "GET /secret/page HTTP/1.1\nHost: 127.0.0.1\nHost: evil.example\n\n",
    "GET /secret/page HTTP/1.1\nno header\n\n",
  ])
  func whatIsNoRequestIsRefused(text: String) async throws {
    try await serving { port, _ in
      #expect(await away { RawRequest.send(text, port: port) }.hasPrefix("HTTP/1.1 400"))
    }
  }

  @Test func aTakenPortIsAnError() async throws {
    try await serving { port, _ in
      let second = try PreviewServer(content: PreviewContent(), port: port)
      await #expect(throws: (any Error).self) { try await second.run() }
    }
  }

  @Test func tokensCannotBeGuessed() {
    let tokens = (0..<100).map { _ in PreviewServer.randomToken() }
    #expect(Set(tokens).count == 100 && tokens.allSatisfy { $0.count >= 20 })
    #expect(tokens.allSatisfy { $0.allSatisfy { $0.isLetter || $0.isNumber } })
  }
}
