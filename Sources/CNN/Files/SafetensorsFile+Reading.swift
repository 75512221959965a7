internal import Display

extension SafetensorsFile {
  /// The longest header that is read, in bytes: 16 MiB.
  static let headerLimit = 1 << 24

  /// Reads a file.
  ///
  /// - Throws: `FileError` when it cannot be read, or breaks the rules of the format.
  public init(reading path: String) throws(FileError) {
    try self.init(FileContents.read(path), path: path)
  }

  /// Reads a file's bytes; errors name `path`.
  ///
  /// - Throws: `FileError` when they break the rules of the format.
  package init(_ bytes: [UInt8], path: String) throws(FileError) {
    self.path = path
    guard !bytes.starts(with: [0x50, 0x4b, 3, 4]) else {
      throw FileError(
        path: path,
        .malformed(
          "this is a zip archive, as torch.save writes it, and no safetensors file. "
            + "Save with safetensors.torch.save_file(model.state_dict(), path) instead"))
    }
    var reader = ByteReader(bytes, path: path)
    let length = try reader.little(UInt64.self, "the length of the header")
    guard length <= UInt64(Self.headerLimit) else {
      throw FileError(
        path: path,
        .malformed("the header claims \(length) bytes, more than the \(Self.headerLimit) that are read"))
    }
    let header = try reader.take(Int(length), "the header")
    guard header.first == UInt8(ascii: "{") else {
      throw FileError(
        path: path, .malformed("the header does not begin with a brace: this is no safetensors file"))
    }
    let json: JSON
    do { json = try JSONParser.parse(Array(header)) } catch {
      throw FileError(
        path: path, .malformed("the header is no valid JSON: \(error.reason), at byte \(error.offset)"))
    }
    guard case .object(let members) = json else {
      throw FileError(path: path, .malformed("the header is no object"))
    }
    let data = try reader.take(reader.remaining, "the numbers")
    var entries: [SafetensorsEntry] = []
    for (name, value) in members.list.map({ ($0.key, $0.value) }) {
      if name == "__metadata__" {
        metadata = try Self.texts(value, path: path)
      } else {
        entries.append(try SafetensorsEntry(name, value, path: path))
      }
    }
    try SafetensorsEntry.checkCover(entries, bytes: data.count, path: path)
    try FileContents.checkMemory(
      MemoryLayout<Float>.size * entries.reduce(0) { $0 + ($1.numberType == nil ? 0 : $1.shape.count) },
      path: path)
    for entry in entries {
      guard let type = entry.numberType else {
        skipped.append((entry.name, entry.type))
        continue
      }
      let range = data.startIndex + entry.offsets.lowerBound..<data.startIndex + entry.offsets.upperBound
      tensors.append((entry.name, Tensor(shape: entry.shape, scalars: type.numbers(data[range]))))
      types[entry.name] = entry.type
    }
  }

  private static func texts(
    _ value: JSON, path: String
  ) throws(FileError) -> [(name: String, value: String)] {
    guard case .object(let members) = value else {
      throw FileError(path: path, .malformed("__metadata__ is no object"))
    }
    var texts: [(name: String, value: String)] = []
    for (name, value) in members.list.map({ ($0.key, $0.value) }) {
      guard case .string(let text) = value else {
        throw FileError(path: path, .malformed("__metadata__ holds something else than texts: \"\(name)\""))
      }
      texts.append((name, text))
    }
    return texts
  }
}
