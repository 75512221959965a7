/// Several arrays with names, as NumPy's `.npz` files hold them.
///
/// Such a file is a zip archive of `.npy` files, as `numpy.savez` and `numpy.savez_compressed` write them.
///
/// ```swift
/// var archive = NumPyArchive()
/// archive.arrays = [("images", .zeros([2, 1, 8, 8])), ("labels", [0, 1])]
/// try archive.write(to: "data.npz")
/// let read = try NumPyArchive(reading: "data.npz")
/// expect(read.arrays.map(\.name), equals: ["images", "labels"])
/// ```
public struct NumPyArchive: Sendable {
  /// The arrays with their names, without the ending `.npy`, in the order of the archive.
  public var arrays: [(name: String, value: Tensor)] = []
  /// Names of arrays that hold something else than real numbers, such as text, and its type; they are not read.
  public private(set) var skipped: [(name: String, type: String)] = []
  private var path = ""

  /// Creates an archive without arrays.
  public init() {}

  /// Reads an archive.
  ///
  /// - Throws: `FileError` when it cannot be read or is damaged.
  public init(reading path: String) throws(FileError) {
    try self.init(FileContents.read(path), path: path)
  }

  package init(_ bytes: [UInt8], path: String) throws(FileError) {
    self.path = path
    let archive = try ZipArchive(bytes, path: path)
    for entry in archive.entries {
      let name = entry.name.hasSuffix(".npy") ? String(entry.name.dropLast(4)) : entry.name
      let content = try archive.content(of: entry)
      do throws(FileError) {
        arrays.append((name, try NumPyArray(content, path: "\(path)/\(entry.name)").tensor))
      } catch {
        guard case .numberType(let type, _) = error.problem else { throw error }
        skipped.append((name, type))
      }
    }
  }

  /// The array called `name`, if there is one.
  public subscript(name: String) -> Tensor? { arrays.first { $0.name == name }?.value }

  /// Returns the array called `name`.
  ///
  /// - Throws: `FileError`, which says what the archive has, when there is none or it holds no real numbers.
  public func array(_ name: String) throws(FileError) -> Tensor {
    guard let value = self[name] else {
      throw .lacking(name, known: arrays.map(\.name), skipped: skipped, path: path)
    }
    return value
  }

  /// Writes the arrays in single precision and without compression; the same arrays give the same bytes.
  ///
  /// - Throws: `FileError` when two arrays have one name, the archive would be larger than 2 GiB, or the system
  ///   refuses; a file that was there is then as it was.
  public func write(to path: String) throws(FileError) { try FileContents.write(bytes(path: path), to: path) }

  /// Returns the bytes of the archive; errors name `path`.
  package func bytes(path: String) throws(FileError) -> [UInt8] {
    try ZipArchive.bytes(arrays.map { ("\($0.name).npy", NumPyArray.bytes($0.value)) }, path: path)
  }
}
