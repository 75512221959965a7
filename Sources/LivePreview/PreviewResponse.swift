internal import Foundation

/// An answer to a request, after which the connection is closed.
struct PreviewResponse {
  /// The number and the words of the status.
  var status: String
  /// The type of the body; nil if there is none.
  var type: String?
  /// Further headers.
  var headers: [(name: String, value: String)] = []
  /// What is sent.
  var body = Data()

  /// Returns the answer to what is not answered.
  static func refusal(_ status: String, _ reason: String) -> PreviewResponse {
    PreviewResponse(
      status: status, type: "text/plain; charset=utf-8", body: Data((reason + "\n").utf8))
  }

  /// The answer as it is sent.
  var bytes: Data {
    var head = "HTTP/1.1 \(status)\r\n"
    if let type { head += "Content-Type: \(type)\r\n" }
    let fixed = [
      ("Content-Length", "\(body.count)"), ("Connection", "close"), ("Cache-Control", "no-store"),
      ("X-Content-Type-Options", "nosniff"), ("Referrer-Policy", "no-referrer"),
      ("Cross-Origin-Resource-Policy", "same-origin"),
    ]
    for (name, value) in fixed + headers { head += "\(name): \(value)\r\n" }
    return Data((head + "\r\n").utf8) + body
  }
}
