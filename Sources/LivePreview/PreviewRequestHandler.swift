internal import Foundation

/// Answers the requests of a preview.
struct PreviewRequestHandler: Sendable {
  let content: PreviewContent
  let token: String
  let rerun: @Sendable () -> Void

  /// How long a request for changes waits for one, in seconds: less than what clients and proxies put up with.
  private static let patience = 20.0

  /// Returns the answer to `request`.
  func answer(_ request: PreviewRequest) async -> PreviewResponse {
    guard isFromHere(request) else {
      return .refusal("403 Forbidden", "This preview is for this machine's own browser.")
    }
    // The path is compared as a whole: nothing is decoded, joined or looked up.
    switch (request.method, request.path) {
    case ("GET", "/\(token)/"):
      let nonce = PreviewServer.randomToken()
      return page(PreviewFrame.html(nonce: nonce), policy: PreviewFrame.policy(nonce: nonce))
    case ("GET", "/\(token)/page"):
      return page(await content.currentPage, policy: nil)
    case ("GET", "/\(token)/changes"):
      let version = request.parameter("after").flatMap { Int($0) } ?? 0
      let state = await content.state(after: version, atMost: Self.patience)
      // What is encoded are texts and finite numbers.
      let json = (try? JSONEncoder().encode(state)) ?? Data()
      return PreviewResponse(status: "200 OK", type: "application/json", body: json)
    case ("POST", "/\(token)/rerun"):
      // A form of another site cannot set this header without asking first, and nobody answers that question.
      guard request.headers["x-preview"] != nil else {
        return .refusal("403 Forbidden", "Not from the page.")
      }
      rerun()
      return PreviewResponse(status: "204 No Content", type: nil)
    default:
      return .refusal("404 Not Found", "There is nothing here.")
    }
  }

  /// Whether a request comes from a page of this server, not from another site that found its address.
  private func isFromHere(_ request: PreviewRequest) -> Bool {
    guard let host = request.headers["host"] else { return false }
    let name = host.split(separator: ":").first
    guard name == "127.0.0.1" || name == "localhost" else { return false }
    let origin = request.headers["origin"]
    return origin == nil || origin == "http://\(host)"
  }

  private func page(_ html: String, policy: String?) -> PreviewResponse {
    PreviewResponse(
      status: "200 OK", type: "text/html; charset=utf-8",
      headers: policy.map { [("Content-Security-Policy", $0)] } ?? [], body: Data(html.utf8))
  }
}
