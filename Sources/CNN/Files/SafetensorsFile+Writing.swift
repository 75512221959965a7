extension SafetensorsFile {
  /// Writes the tensors in single precision; the same tensors give the same bytes.
  ///
  /// - Throws: `FileError` when the system refuses, or two tensors have one name; a file that was there is then as it
  ///   was.
  public func write(to path: String) throws(FileError) {
    var names: Set<String> = []
    for (name, _) in tensors where !names.insert(name).inserted {
      throw FileError(path: path, .inconsistent("\"\(name)\" would be in the file twice"))
    }
    try FileContents.write(bytes(), to: path)
  }

  /// Returns the bytes of the file.
  package func bytes() -> [UInt8] {
    var members: [String] = []
    if !metadata.isEmpty {
      let texts = metadata.map { "\(Self.quoted($0.name)):\(Self.quoted($0.value))" }
      members.append("\"__metadata__\":{\(texts.joined(separator: ","))}")
    }
    var offset = 0
    for (name, value) in tensors {
      let shape = value.shape.dimensions.map(String.init).joined(separator: ",")
      let end = offset + 4 * value.count
      members.append(
        "\(Self.quoted(name)):{\"dtype\":\"F32\",\"shape\":[\(shape)],\"data_offsets\":[\(offset),\(end)]}")
      offset = end
    }
    var header = Array("{\(members.joined(separator: ","))}".utf8)
    // Readers that map the file want the numbers aligned.
    header += Array(repeating: 0x20, count: (8 - header.count % 8) % 8)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(8 + header.count + offset)
    bytes.append(little: UInt64(header.count))
    bytes += header
    for (_, value) in tensors { bytes.append(value) }
    return bytes
  }

  private static func quoted(_ text: String) -> String { JSON.string(text).text }
}
