internal import Display

/// Tensors with names, as a safetensors file holds them.
///
/// The file is 8 bytes with the length of the header (the lowest first), the header in JSON, and the numbers:
///
///     {"conv1.weight": {"dtype": "F32", "shape": [8, 1, 3, 3], "data_offsets": [0, 288]}, …}
///
/// Offsets count from the end of the header. The tensors must cover the rest of the file without holes or
/// overlaps.
///
/// F32 is written. Read are F32, F16, BF16, F64, integers of 8 to 64 bits (I8 … I64, U8 … U64) and BOOL, as 0 and 1.
/// All become single precision, rounded to the nearest value, of two equally near ones to the even one: integers are
/// exact up to 2²⁴, and what is beyond the range of F32 becomes infinite. Other types, such as F8_E4M3, are `skipped`.
///
/// - SeeAlso: https://huggingface.co/docs/safetensors for the format.
public struct SafetensorsFile: Sendable {
  /// The tensors in the order of the file.
  public var tensors: [(name: String, value: Tensor)] = []
  /// Texts about the file, such as `format`.
  public var metadata: [(name: String, value: String)] = []
  /// Names of tensors whose numbers are of another type, and that type; they are not read.
  public internal(set) var skipped: [(name: String, type: String)] = []
  /// The types that the tensors have in the file that they were read from, by name.
  public internal(set) var types: [String: String] = [:]
  var path = ""

  /// Creates a file without tensors.
  public init() {}

  /// The tensor called `name`, if there is one.
  public subscript(name: String) -> Tensor? { tensors.first { $0.name == name }?.value }

  /// Returns the tensor called `name`.
  ///
  /// - Throws: `FileError`, which says what the file has, when there is none or it is of a type that is not read.
  public func tensor(_ name: String) throws(FileError) -> Tensor {
    guard let value = self[name] else {
      throw .lacking(name, known: tensors.map(\.name), skipped: skipped, path: path)
    }
    return value
  }

  /// Returns the tensor called `name`, which is to be a layer's weights.
  ///
  /// - Throws: `FileError` as `tensor(_:)`, and when it holds integers.
  func weights(_ name: String) throws(FileError) -> Tensor {
    let value = try tensor(name)
    if let type = types[name], !SafetensorsEntry.isFloatingPoint(type) {
      throw FileError(
        path: path,
        .inconsistent(
          "\"\(name)\" has elements of type \(type), as quantized weights have. Save the weights as F32"))
    }
    return value
  }

  /// The text called `name` in the metadata, if there is one.
  public func metadata(_ name: String) -> String? { metadata.first { $0.name == name }?.value }
}

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
