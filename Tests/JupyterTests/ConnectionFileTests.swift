import Display
import Jupyter
import Testing

@Suite struct ConnectionFileTests {
  private func read(_ changes: [String: JSON] = [:]) throws(JupyterError) -> ConnectionFile {
    var members: [String: JSON] = [
      "transport": .string("tcp"), "ip": .string("127.0.0.1"), "key": .string("abc"),
      "signature_scheme": .string("hmac-sha256"), "shell_port": .int(1), "control_port": .int(2),
      "iopub_port": .int(3), "stdin_port": .int(4), "hb_port": .int(5),
    ]
    for (key, value) in changes { members[key] = value }
    return try ConnectionFile(.object(.init(members.map { .init(key: $0.key, value: $0.value) })))
  }

  @Test func `addresses are as ZeroMQ takes them`() throws {
    let file = try read()
    #expect(file.shell == "tcp://127.0.0.1:1")
    #expect(file.heartbeat == "tcp://127.0.0.1:5")
    #expect(file.key == Array("abc".utf8))
    #expect(try read(["transport": .string("ipc"), "ip": .string("/run/k")]).iopub == "ipc:///run/k-3")
  }

  @Test(arguments: [
    ("shell_port", JSON.int(0)), ("hb_port", .int(70_000)), ("stdin_port", .string("4")),
    ("transport", .string("pgm")), ("signature_scheme", .string("hmac-md5")),
  ])
  func `what cannot be served is refused by name`(_ key: String, _ value: JSON) {
    let words = value.stringValue ?? key
    #expect(throws: JupyterError.self) { try read([key: value]) }
    do throws(JupyterError) { _ = try read([key: value]) } catch {
      #expect(error.message.contains(key == "stdin_port" ? key : words))
    }
  }
}
