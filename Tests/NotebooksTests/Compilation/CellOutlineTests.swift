import Foundation
import Notebooks
import Testing

/// What the compiler itself says of some cells, asked anew: its format is not promised to anybody.
struct CellOutlineTests {
  private func outline(of code: String) throws -> CellOutline {
    let toolchain = try Toolchain.current()
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("outline-\(UUID()).swift")
    try Data(code.utf8).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: toolchain.root + "/bin/swift-frontend")
    process.arguments = ["-frontend", "-dump-parse", "-dump-ast-format", "json", file.path]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let dump = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return try #require(CellOutline(parseDump: dump))
  }

  @Test func `Declarations are found with the keyword that imports them`() throws {
    let code = """
      var (q, r) = (1, 2)
      let é = 3
      func f() {}
      func f(_ x: Int) {}
      struct S {}
      class C {}
      actor A {}
      enum E { case a }
      protocol P {}
      typealias T = Int
      extension S { var inside: Int { 1 } }
      private let hidden = 1
      func + (a: S, b: S) -> S { a }
      if true { let local = 1; print(local) }
      """
    #expect(
      try outline(of: code).declarations.map { "\($0.kind) \($0.name)" } == [
        "var q", "var r", "var é", "func f", "struct S", "class C", "class A", "enum E", "protocol P",
        "typealias T",
      ])
  }

  @Test func `Imports are found with what they import`() throws {
    let code = """
      import Foundation
      import struct Foundation.Data; import Foundation
      @preconcurrency import Glibc
      """
    #expect(try outline(of: code).imports == ["Foundation", "struct Foundation.Data", "Glibc"])
  }

  @Test(arguments: [
    ("let x = 1\nx + 1", 10), ("f(3)", 0), ("try f()", 0), ("try! f()", 0), ("let é = 1; é", 12),
    ("[1, 2]\n  .map { $0 }\n", 0), ("f { 1 } // what", 0),
  ])
  func `A last expression is shown`(code: String, offset: Int) throws {
    #expect(try outline(of: code).lastExpression == .init(offset: offset, isShown: true))
  }

  @Test(arguments: [("f(3);", 0), ("let x = 1\nx;\n", 10)])
  func `A semicolon hides it`(code: String, offset: Int) throws {
    #expect(try outline(of: code).lastExpression == .init(offset: offset, isShown: false))
  }

  @Test(arguments: [
    "let x = 1", "x = 3", "_ = f()", "try x = f()", "if true { 1 }", "for i in 0..<3 { i }", "func f() {}",
    "",
    "// only",
  ])
  func `Other ends have nothing to show`(code: String) throws {
    #expect(try outline(of: code).lastExpression == nil)
  }

  @Test func `Something else than a parse tree is refused`() {
    #expect(CellOutline(parseDump: Data("[]".utf8)) == nil)
    #expect(CellOutline(parseDump: Data()) == nil)
  }
}
