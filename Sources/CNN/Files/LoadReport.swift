/// Ways in which a file may differ from the model that loads it.
public struct LoadDifferences: OptionSet, Sendable {
  /// One bit a way.
  public let rawValue: Int

  /// Creates a set from its bits.
  public init(rawValue: Int) { self.rawValue = rawValue }

  /// The file lacks tensors of the model, which stay as they are.
  public static let missing = LoadDifferences(rawValue: 1)
  /// The file has tensors that the model does not have; they are left out.
  public static let unexpected = LoadDifferences(rawValue: 2)
  /// Tensors have other shapes in the file; those of the model stay as they are.
  ///
  /// So a network learns from another one that was trained for other classes: all but the last layer is loaded.
  public static let shapes = LoadDifferences(rawValue: 4)
}

/// What was loaded from a file into a model, and what was not.
public struct LoadReport: Sendable, Equatable, CustomStringConvertible {
  /// A tensor that has one shape in the model and another one in the file.
  public struct OtherShape: Sendable, Equatable {
    /// The name in the model.
    public let name: String
    /// The shape in the model.
    public let expected: Shape
    /// The shape in the file.
    public let got: Shape
  }

  /// The model's tensors that were loaded, such as `conv1.weight`.
  public internal(set) var loaded: [String] = []
  /// The model's tensors that the file lacks.
  public internal(set) var missing: [String] = []
  /// The file's tensors that the model does not have, by their names in the file.
  public internal(set) var unexpected: [String] = []
  /// The model's tensors that have another shape in the file.
  public internal(set) var otherShapes: [OtherShape] = []

  /// How the file differs from the model.
  public var differences: LoadDifferences {
    var differences: LoadDifferences = []
    if !missing.isEmpty { differences.insert(.missing) }
    if !unexpected.isEmpty { differences.insert(.unexpected) }
    if !otherShapes.isEmpty { differences.insert(.shapes) }
    return differences
  }

  /// How many tensors were loaded, and the names of those that were not.
  public var description: String {
    let count = loaded.count + missing.count + otherShapes.count
    return (["Loaded \(loaded.count) of the model's \(count) tensors."] + sentences).joined(separator: " ")
  }

  /// A sentence for each kind of difference.
  var sentences: [String] {
    var sentences: [String] = []
    if !missing.isEmpty { sentences.append("The file lacks \(FileError.list(missing)).") }
    if !unexpected.isEmpty { sentences.append("The model does not have \(FileError.list(unexpected)).") }
    if !otherShapes.isEmpty {
      let shapes = otherShapes.map { "\"\($0.name)\" has shape \($0.got), the model needs \($0.expected)" }
      sentences.append("In the file \(FileError.list(shapes, quoted: false)).")
    }
    return sentences
  }
}
