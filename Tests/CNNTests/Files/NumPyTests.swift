import CNN
import Foundation
import Testing

@Suite struct NumPyTests {
  /// Returns a `.npy` file of version 1.
  private func npy(_ header: String, _ numbers: [UInt8]) -> [UInt8] {
    let text = Array(header.utf8) + [0x0a]
    return [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, UInt8(text.count & 0xff), UInt8(text.count >> 8)] + text
      + numbers
  }

  private func header(_ type: String, _ shape: String, columnMajor: Bool = false) -> String {
    "{'descr': '\(type)', 'fortran_order': \(columnMajor ? "True" : "False"), 'shape': \(shape), }"
  }

  private func read(_ bytes: [UInt8]) throws -> Tensor {
    let folder = try TemporaryFolder()
    return try Tensor(npy: folder.write(bytes, to: "array.npy"))
  }

  @Test func numbersOfEveryKind() throws {
    let floats: [UInt8] = [0, 0, 0x80, 0x3f, 0, 0, 0, 0xc0]
    #expect(try read(npy(header("<f4", "(2,)"), floats)) == [1, -2])
    #expect(try read(npy(header("<f4", "(2, 1)"), floats)) == [[1], [-2]])
    #expect(try read(npy(header(">f4", "(1,)"), [0x3f, 0x80, 0, 0])) == [1])
    #expect(try read(npy(header("<f8", "()"), [0, 0, 0, 0, 0, 0, 0xf8, 0x3f])) == 1.5)
    #expect(try read(npy(header("<i2", "(2,)"), [0xff, 0xff, 0, 1])) == [-1, 256])
    #expect(try read(npy(header("|u1", "(2, 2)"), [1, 2, 3, 255])) == [[1, 2], [3, 255]])
    #expect(try read(npy(header("|b1", "(2,)"), [0, 1])) == [0, 1])
    #expect(try read(npy(header("<i8", "(1,)"), [0xfe, 255, 255, 255, 255, 255, 255, 255])) == [-2])
    #expect(try read(npy(header("|i1", "(0, 3)"), [])) == .zeros([0, 3]))
    let columns = try read(npy(header("|u1", "(2, 3)", columnMajor: true), [1, 4, 2, 5, 3, 6]))
    #expect(columns == [[1, 2, 3], [4, 5, 6]], "the first index runs fastest in such a file")
  }

  @Test func wrongFilesAreRefusedWithAReason() {
    let cases: [(bytes: [UInt8], reason: String)] = [
      ([], "the mark of a NumPy file needs 6 bytes, there are 0"),
      (Array("PK\u{3}\u{4}..".utf8), "this is no NumPy file"),
      (Array(npy(header("|u1", "(1,)"), [0]).prefix(9)), "the length of the header needs 2 bytes"),
      (Array(npy(header("|u1", "(1,)"), [0]).prefix(30)), "the header needs"),
      ([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 9, 0, 0, 0], "version 9 of the format is unknown"),
      (npy(header("<f4", "(2,)"), [0, 0, 0, 0]), "the array [2] needs 8 bytes, there are 4"),
      (npy(header("|u1", "(2,)"), [0, 0, 0]), "the file should end after"),
      (npy(header("<c8", "(1,)"), []), "the array has elements of type <c8 (complex numbers)"),
      (npy(header("|O", "(1,)"), []), "has elements of type |O (Python objects)"),
      (npy(header("f4", "(1,)"), []), "has elements of type f4, which cannot"),
      (npy(header("<f4", "(4294967296, 4294967296)"), []), "it has the impossible shape"),
      (npy(header("<f4", "(99999999999999999999,)"), []), "has no whole numbers as shape"),
      (npy(header("<f4", "(-1,)"), []), "has no whole numbers as shape"),
      (npy(header("<f4", "[1]"), []), "has no tuple as shape"),
      (npy(header("<f4", "(1 2)"), []), "has no tuple as shape"),
      (npy("{'descr': '<f4', 'shape': (1,), }", []), "lacks an entry"),
      (npy("{'descr': '<f4', 'descr': '<f4', 'shape': (1,)}", []), "is wrong at 'descr'"),
      (npy("{'descr': '<f4', 'fortran_order': 1, 'shape': (1,)}", []), "has no truth value"),
      (npy("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,)}", []), "type record"),
      (npy("{'color': 'red'}", []), "has the unknown entry 'color'"),
      (npy("'descr'", []), "does not begin with a brace"),
      (npy("{'descr", []), "lacks a quoted text"),
      (npy(header("<f4", "(1,)") + "x", [0, 0, 0, 0]), "goes on after its brace"),
    ]
    for (bytes, reason) in cases {
      let error = #expect(throws: FileError.self, "\(reason)") { try read(bytes) }
      #expect("\(error as Any)".contains(reason), "\(error as Any)")
    }
  }

  /// Returns a zip archive with files as they are, or said to be packed by `method`.
  private func zip(_ files: [(name: String, bytes: [UInt8])], method: UInt8 = 0, flags: UInt8 = 0) -> [UInt8]
  {
    var (bytes, directory): ([UInt8], [UInt8]) = ([], [])
    for (name, content) in files {
      var common: [UInt8] = [flags, 0, method, 0, 0, 0, 0, 0]
      common += little(Int(checksum(content)), 4)
      common += little(content.count, 4)
      common += little(content.count, 4)
      common += little(name.utf8.count, 2)
      directory += [0x50, 0x4b, 1, 2, 20, 0, 20, 0] + common
      directory += little(0, 12)
      directory += little(bytes.count, 4)
      directory += Array(name.utf8)
      bytes += [0x50, 0x4b, 3, 4, 20, 0] + common
      bytes += [3, 0]
      bytes += Array(name.utf8)
      bytes += [9, 9, 9] + content
    }
    let position = bytes.count
    bytes += directory
    bytes += [0x50, 0x4b, 5, 6, 0, 0, 0, 0]
    for (value, size) in [(files.count, 2), (files.count, 2), (directory.count, 4), (position, 4), (0, 2)] {
      bytes += little(value, size)
    }
    return bytes
  }

  private func little(_ value: Int, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(value >> (8 * $0) & 0xff) }
  }

  private var arrays: [(name: String, bytes: [UInt8])] {
    [("x.npy", npy(header("|u1", "(2,)"), [3, 4])), ("y.npy", npy(header("<i2", "(1,)"), [5, 0]))]
  }

  @Test func anArchiveOfArrays() throws {
    let archive = try NumPyArchive(zip(arrays), path: "a.npz")
    #expect(archive.arrays.map(\.name) == ["x", "y"] && archive["x"] == [3, 4] && archive["y"] == [5])
    #expect(archive["z"] == nil)
  }

  @Test func textBesideNumbersIsLeftOut() throws {
    let text = npy(header("<U2", "(1,)"), [0x61, 0, 0, 0, 0x62, 0, 0, 0])
    let archive = try NumPyArchive(zip(arrays + [("names.npy", text)]), path: "a.npz")
    #expect(archive.arrays.map(\.name) == ["x", "y"] && archive.skipped.map(\.name) == ["names"])
    #expect(archive["names"] == nil)
    #expect(try archive.array("y") == [5])
    func message(_ name: String) -> String {
      let error = #expect(throws: FileError.self) { try archive.array(name) }
      return "\(error as Any)"
    }
    #expect(
      message("names").contains(
        "\"a.npz\": \"names\" has elements of type <U2 (text), which cannot become single precision. Save it")
    )
    #expect(message("z").contains("\"a.npz\": there is no \"z\"; the file has \"x\", \"y\"."))
  }

  /// What `numpy.save` of NumPy 2.4 writes for float32 arrays of the shapes (2, 3), (1,) and ().
  private static let saved = [
    """
    k05VTVBZAQB2AHsnZGVzY3InOiAnPGY0JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDIsIDMpLCB9ICAg
    ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAAAAAADAPwAAAMAAAEBA
    AACAfwEAAAA=
    """,
    """
    k05VTVBZAQB2AHsnZGVzY3InOiAnPGY0JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDEsKSwgfSAgICAg
    ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAOBA
    """,
    """
    k05VTVBZAQB2AHsnZGVzY3InOiAnPGY0JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKCksIH0gICAgICAg
    ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAIA+
    """,
  ]

  @Test func writtenArraysHaveTheBytesOfNumPy() throws {
    let tensors = [
      Tensor([0, 1.5, -2, 3, .infinity, 1e-45]).reshaped(2, 3), Tensor([7]),
      Tensor(shape: [], scalars: [0.25]),
    ]
    let folder = try TemporaryFolder()
    for (tensor, saved) in Swift.zip(tensors, Self.saved) {
      let path = folder.path("a.npy")
      try tensor.write(npy: path)
      #expect(try [UInt8](Data(contentsOf: URL(fileURLWithPath: path))) == bytes(base64: saved))
      #expect(try Tensor(npy: path) == tensor)
    }
    let empty = Tensor.zeros([0, 4])
    try empty.write(npy: folder.path("empty.npy"))
    #expect(try Tensor(npy: folder.path("empty.npy")) == empty)
    #expect(throws: FileError.self) { try empty.write(npy: folder.path("no/folder/a.npy")) }
  }

  @Test func aWrittenArchiveIsAZipArchiveOfSuchFiles() throws {
    var archive = NumPyArchive()
    archive.arrays = [("a", [1, 2]), ("größe", [[3]]), ("none", .zeros([0]))]
    let bytes = try archive.bytes(path: "x.npz")
    let read = try NumPyArchive(bytes, path: "x.npz")
    #expect(read.arrays.map(\.name) == archive.arrays.map(\.name))
    #expect(read.arrays.map(\.value) == archive.arrays.map(\.value))
    #expect(try read.bytes(path: "y.npz") == bytes, "the same arrays give the same bytes")
    // The first file: its header with date and checksum, its name, and then what `write(npy:)` writes.
    let folder = try TemporaryFolder()
    try Tensor([1, 2]).write(npy: folder.path("a.npy"))
    let content = try [UInt8](Data(contentsOf: URL(fileURLWithPath: folder.path("a.npy"))))
    let sizes = little(content.count, 4) + little(content.count, 4)
    let facts: [UInt8] =
      [20, 0, 0, 0, 0, 0, 0, 0, 0x21, 0] + little(Int(checksum(content)), 4) + sizes + [5, 0, 0, 0]
    #expect(bytes.starts(with: [0x50, 0x4b, 3, 4] + facts + Array("a.npy".utf8) + content))
    archive.arrays.append(("a", [3]))
    let error = #expect(throws: FileError.self) { try archive.write(to: folder.path("a.npz")) }
    #expect(error?.problem == .inconsistent("\"a.npy\" would be in the archive twice"))
  }

  /// An archive whose second entry begins where the first one does, a file called `first`.
  private func overlapping(_ first: String) -> [UInt8] {
    var bytes = zip([(first, arrays[0].bytes), ("y.npy", arrays[0].bytes)])
    let entry = 46 + 5
    let directory = bytes.count - 22 - 2 * entry
    bytes.replaceSubrange(directory + entry + 42..<directory + entry + 46, with: [0, 0, 0, 0])
    return bytes
  }

  /// An archive of three files that claim to unpack to `size` bytes each, as their lengths would allow.
  private func claiming(_ size: Int) -> [UInt8] {
    let packed = [UInt8](repeating: 0, count: size / 1032 + 1)
    var bytes = zip([("a", packed), ("b", packed), ("c", packed)], method: 8)
    let directory = bytes.count - 22 - 3 * 47
    for (index, entry) in [directory, directory + 47, directory + 94].enumerated() {
      bytes.replaceSubrange(entry + 24..<entry + 28, with: little(size, 4))
      let header = index * (30 + 1 + 3 + packed.count)
      bytes.replaceSubrange(header + 22..<header + 26, with: little(size, 4))
    }
    return bytes
  }

  @Test func wrongArchivesAreRefusedWithAReason() {
    var damaged = zip(arrays)
    damaged[100] ^= 1  // within the header of the first array
    let cases: [(bytes: [UInt8], reason: String)] = [
      ([], "this is no zip archive"),
      (Array(zip(arrays).dropLast(30)), "the directory at the end of the archive is missing"),
      (zip(arrays, method: 12), "the file is compressed. \"x.npy\" is packed by method 12, and only"),
      (zip([("x.npy", [7, 0, 0])], method: 8), "\"x.npy\" is damaged: it cannot be unpacked"),
      (zip([("x.npy", [1, 0, 0, 255, 255, 9])], method: 8), "\"x.npy\" goes on behind its end"),
      (zip(arrays, flags: 1), "\"x.npy\" is encrypted"),
      (damaged, "its checksum is wrong"),
      (zip([("x.npy", [1, 2, 3])]), "\"a.npz/x.npy\": the file ends early"),
      (overlapping("y.npy"), "\"y.npy\" shares bytes with another part of the archive"),
      (overlapping("x.npy"), "the header of \"y.npy\" contradicts the archive's directory"),
      (claiming(1 << 30), "the file needs 3221225472 bytes, more than the 2147483648 that are read"),
    ]
    for (bytes, reason) in cases {
      let error = #expect(throws: FileError.self, "\(reason)") { try NumPyArchive(bytes, path: "a.npz") }
      #expect("\(error as Any)".contains(reason), "\(error as Any)")
    }
  }

  /// What `numpy.savez_compressed` writes for `x`, 4 × 6 singles from 0 to 23, and `y`, a 2-byte integer 5.
  private static let packed = bytes(
    base64: """
      UEsDBC0AAAAIAAAAIQCtXXDg//////////8FABQAeC5ucHkBABAA4AAAAAAAAACEAAAAAAAAAJvsF+obEMnIUMZQrZ6SWpxcpG6l
      oG6TZqKuo6Cell9UUpSYF59flJIKEndLzClOBYoXZyQWpAL5GiY6CmaaOgq1CmQDLgYwaLAHEg5ABMQNQLwAiA8A8QMgZnBkYBAA
      YgUgNgBiByAOAOIEIC4A4gYg7gDiCUA8A4gXAPEKIN4AxDscAVBLAwQtAAAACAAAACEAQ61dc///////////BQAUAHkubnB5AQAQ
      AIIAAAAAAAAARgAAAAAAAACb7BfqGxDJyFDGUK2eklqcXKRupaBuk2mkrqOgnpZfVFKUmBefX5SSChJ3S8wpTgWKF2ckFqQC+RqG
      Opo6CrUKFAAuVgYAUEsBAi0DLQAAAAgAAAAhAK1dcOCEAAAA4AAAAAUAAAAAAAAAAAAAAIABAAAAAHgubnB5UEsBAi0DLQAAAAgA
      AAAhAEOtXXNGAAAAggAAAAUAAAAAAAAAAAAAAIABuwAAAHkubnB5UEsFBgAAAAACAAIAZgAAADgBAAAAAA==
      """)

  @Test func aPackedArchive() throws {
    let archive = try NumPyArchive(Self.packed, path: "a.npz")
    #expect(archive["x"] == Tensor((0..<24).map(Float.init)).reshaped(4, 6) && archive["y"] == [5])
  }

  @Test("a claim to unpack to more than deflate can is refused before memory is taken")
  func falseSizes() {
    var bytes = Self.packed
    let entry = bytes.indices.first { bytes[$0...].starts(with: [0x50, 0x4b, 1, 2]) } ?? 0
    bytes.replaceSubrange(entry + 24..<entry + 28, with: [0xff, 0xff, 0xff, 0x7f])
    let large = #expect(throws: FileError.self) { try NumPyArchive(bytes, path: "a.npz") }
    #expect("\(large as Any)".contains("has contradictory sizes"))
    bytes.replaceSubrange(entry + 24..<entry + 28, with: [0xdf, 0, 0, 0])
    let small = #expect(throws: FileError.self) { try NumPyArchive(bytes, path: "a.npz") }
    #expect("\(small as Any)".contains("\"x.npy\" unpacks to more than 223 bytes"))
  }

  @Test(arguments: [false, true])
  func noChangedByteEndsTheProcess(isPacked: Bool) {
    let bytes = isPacked ? Self.packed : zip(arrays)
    for index in bytes.indices {
      #expect(throws: FileError.self) { try NumPyArchive(Array(bytes[..<index]), path: "x") }
      for value: UInt8 in [0, 1, 0x27, 0x50, 0x7f, 0xff] {
        var changed = bytes
        changed[index] = value
        _ = try? NumPyArchive(changed, path: "x")
      }
    }
  }
}
