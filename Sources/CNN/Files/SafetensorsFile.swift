/// Tensors with names, as a safetensors file holds them.
///
/// The file is 8 bytes with the length of the header (the lowest first), the header in JSON, and the numbers:
///
///     {"conv1.weight": {"dtype": "F32", "shape": [8, 1, 3, 3], "data_offsets": [0, 288]}, …}
///
/// Offsets count from the end of the header. The tensors must cover the rest of the file without holes or
/// overlaps. Numbers of type F32, F16, BF16 and F64 are read, F32 is written.
///
/// - SeeAlso: https://huggingface.co/docs/safetensors for the format.
public struct SafetensorsFile: Sendable {
  /// The tensors in the order of the file.
  public var tensors: [(name: String, value: Tensor)] = []
  /// Texts about the file, such as `format`.
  public var metadata: [(name: String, value: String)] = []
  /// Names of tensors whose numbers are of another type, such as counters; they are not read.
  public internal(set) var skipped: [(name: String, type: String)] = []

  /// Creates a file without tensors.
  public init() {}

  /// The tensor called `name`, if there is one.
  public subscript(name: String) -> Tensor? { tensors.first { $0.name == name }?.value }

  /// The text called `name` in the metadata, if there is one.
  public func metadata(_ name: String) -> String? { metadata.first { $0.name == name }?.value }
}
