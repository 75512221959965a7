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
