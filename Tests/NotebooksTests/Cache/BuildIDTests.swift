import Foundation
import Notebooks
import Testing

final class BuildIDTests {
  private let folder = FileManager.default.temporaryDirectory.appending(path: "nbrun-\(UUID())")
  private let program = try? Data(contentsOf: URL(filePath: "/proc/self/exe"))

  init() throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  private func id(of bytes: Data) throws -> String? {
    let file = folder.appending(path: "file")
    try bytes.write(to: file)
    return BuildID.text(ofProgramAt: file.path)
  }

  @Test func `The beginning of a program has its build ID`() throws {
    let program = try #require(program)
    let own = try #require(BuildID.text(ofProgramAt: "/proc/self/exe"))
    #expect(own.count >= 16 && own.allSatisfy(\.isHexDigit))
    let head = program.prefix(4096)
    #expect(try id(of: head) == own)
    // The ID is among its bytes, and another one there is read as such.
    let digits = Array(own)
    let bytes = stride(from: 0, to: digits.count, by: 2).map {
      UInt8(String(digits[$0...($0 + 1)]), radix: 16) ?? 0
    }
    let place = try #require(head.firstRange(of: bytes))
    var other = head
    other[place.lowerBound] ^= 1
    let changed = try #require(try id(of: other))
    #expect(changed != own && changed.dropFirst(2) == own.dropFirst(2))
  }

  @Test func `What is no program has none`() throws {
    let program = try #require(program)
    #expect(BuildID.text(ofProgramAt: folder.path) == nil)
    #expect(BuildID.text(ofProgramAt: folder.path + "/missing") == nil)
    for text in ["", "text", "\u{7F}ELF"] { #expect(try id(of: Data(text.utf8)) == nil) }
    for count in 0..<64 { #expect(try id(of: program.prefix(count)) == nil) }
    // Sizes and places that lead out of the file are no reason to stop.
    for position in 16..<1024 {
      var head = program.prefix(4096)
      head[position] ^= 0xFF
      _ = try id(of: head)
    }
    for position in [32, 40, 54, 56] {
      var head = program.prefix(4096)
      for offset in 0..<2 { head[position + offset] = 0xFF }
      _ = try id(of: head)
    }
  }
}
