/// Several arrays with names, as NumPy's `.npz` files hold them.
///
/// Such a file is a zip archive of `.npy` files, as `numpy.savez` and `numpy.savez_compressed` write them.
public struct NumPyArchive: Sendable {
  /// The arrays with their names, without the ending `.npy`, in the order of the archive.
  public let arrays: [(name: String, value: Tensor)]

  /// Reads an archive.
  ///
  /// - Throws: `FileError` when it cannot be read, is damaged, or holds no real numbers.
  public init(reading path: String) throws(FileError) {
    try self.init(FileContents.read(path), path: path)
  }

  package init(_ bytes: [UInt8], path: String) throws(FileError) {
    var arrays: [(name: String, value: Tensor)] = []
    let archive = try ZipArchive(bytes, path: path)
    for entry in archive.entries {
      let name = entry.name
      let array = try NumPyArray(archive.content(of: entry), path: "\(path)/\(name)")
      arrays.append((name.hasSuffix(".npy") ? String(name.dropLast(4)) : name, array.tensor))
    }
    self.arrays = arrays
  }

  /// The array called `name`, if there is one.
  public subscript(name: String) -> Tensor? { arrays.first { $0.name == name }?.value }
}
