package import Display
internal import Foundation

/// Why a kernel cannot start.
package struct JupyterError: Error {
  /// What is wrong, for the user.
  package let message: String

  /// Creates an error.
  package init(_ message: String) { self.message = message }
}

/// Where a kernel listens, and the key that its clients have: the file that Jupyter writes before it starts one.
package struct ConnectionFile: Sendable, Equatable {
  /// The addresses of the channels, as ZeroMQ takes them.
  package var shell, control, iopub, stdin, heartbeat: String
  /// The key of the signatures; an empty one for none.
  package var key: [UInt8]

  /// Reads the file at `path`.
  package init(path: String) throws(JupyterError) {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw JupyterError("the connection file cannot be read: \(path)")
    }
    let json: JSON
    do throws(JSONParser.Failure) {
      json = try JSONParser.parse([UInt8](data))
    } catch {
      throw JupyterError("the connection file is not JSON: \(path), line \(error.line): \(error.reason)")
    }
    try self.init(json)
  }

  /// Takes what the file says.
  package init(_ json: JSON) throws(JupyterError) {
    let transport = json.member("transport")?.stringValue ?? "tcp"
    let address = json.member("ip")?.stringValue ?? "127.0.0.1"
    guard ["tcp", "ipc"].contains(transport) else {
      throw JupyterError("the transport '\(transport)' in the connection file is neither 'tcp' nor 'ipc'")
    }
    func endpoint(_ name: String) throws(JupyterError) -> String {
      guard let port = json.member(name)?.intValue, (1...65535).contains(port) else {
        throw JupyterError("the connection file has no usable '\(name)'")
      }
      return "\(transport)://\(address)\(transport == "tcp" ? ":" : "-")\(port)"
    }
    shell = try endpoint("shell_port")
    control = try endpoint("control_port")
    iopub = try endpoint("iopub_port")
    stdin = try endpoint("stdin_port")
    heartbeat = try endpoint("hb_port")
    key = Array((json.member("key")?.stringValue ?? "").utf8)
    let scheme = json.member("signature_scheme")?.stringValue ?? "hmac-sha256"
    guard key.isEmpty || scheme == "hmac-sha256" else {
      throw JupyterError("the signature scheme '\(scheme)' in the connection file is not 'hmac-sha256'")
    }
  }
}
