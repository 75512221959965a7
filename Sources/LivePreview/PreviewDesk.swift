internal import FlyingFox
internal import Foundation

/// Answers the requests of a preview.
struct PreviewDesk: HTTPHandler {
  let board: PreviewBoard
  let token: String
  let rerun: @Sendable () -> Void

  /// How long a request for changes waits for one, in seconds: less than what clients and proxies put up with.
  private static let patience = 20.0

  func handleRequest(_ request: HTTPRequest) async throws -> HTTPResponse {
    guard isFromHere(request) else {
      return refusal(.forbidden, "This preview is for this machine's own browser.")
    }
    // The path is compared as a whole: nothing is decoded, joined or looked up.
    switch (request.method, request.target.path()) {
    case (.GET, "/\(token)/"):
      let nonce = PreviewServer.randomToken()
      return page(PreviewFrame.html(nonce: nonce), policy: PreviewFrame.policy(nonce: nonce))
    case (.GET, "/\(token)/page"):
      return page(await board.currentPage, policy: nil)
    case (.GET, "/\(token)/changes"):
      let version = request.query.first { $0.name == "after" }.flatMap { Int($0.value) } ?? 0
      let state = await board.state(after: version, atMost: Self.patience)
      return response(.ok, "application/json", try JSONEncoder().encode(state))
    case (.POST, "/\(token)/rerun"):
      // A form of another site cannot set this header without asking first, and nobody answers that question.
      guard request.headers[HTTPHeader("X-Preview")] != nil else {
        return refusal(.forbidden, "Not from the page.")
      }
      rerun()
      return response(.noContent, nil, Data())
    default:
      return refusal(.notFound, "There is nothing here.")
    }
  }

  /// Whether a request comes from a page of this server, not from another site that found its address.
  private func isFromHere(_ request: HTTPRequest) -> Bool {
    guard let host = request.headers[.host] else { return false }
    let name = host.split(separator: ":").first
    guard name == "127.0.0.1" || name == "localhost" else { return false }
    let origin = request.headers[HTTPHeader("Origin")]
    return origin == nil || origin == "http://\(host)"
  }

  private func page(_ html: String, policy: String?) -> HTTPResponse {
    var answer = response(.ok, "text/html; charset=utf-8", Data(html.utf8))
    answer.headers[HTTPHeader("Content-Security-Policy")] = policy
    return answer
  }

  private func refusal(_ status: HTTPStatusCode, _ reason: String) -> HTTPResponse {
    response(status, "text/plain; charset=utf-8", Data((reason + "\n").utf8))
  }

  private func response(_ status: HTTPStatusCode, _ type: String?, _ body: Data) -> HTTPResponse {
    var headers: HTTPHeaders = [:]
    headers[.contentType] = type
    headers[HTTPHeader("Cache-Control")] = "no-store"
    headers[HTTPHeader("X-Content-Type-Options")] = "nosniff"
    headers[HTTPHeader("Referrer-Policy")] = "no-referrer"
    headers[HTTPHeader("Cross-Origin-Resource-Policy")] = "same-origin"
    return HTTPResponse(statusCode: status, headers: headers, body: body)
  }
}
