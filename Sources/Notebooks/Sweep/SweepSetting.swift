internal import Digest

/// The values that a sweep gives to some parameters of a notebook.
public struct SweepSetting: Sendable, Equatable {
  /// A parameter's value.
  public struct Assignment: Sendable, Equatable {
    /// What cells call the parameter.
    public var name: String
    /// The value as a call gives it, behind `-p name=`.
    public var text: String
    /// The value.
    public var value: ParameterValue
  }

  /// The values, in the order in which the sweep names them.
  public var assignments: [Assignment]

  /// The name of the setting's folder, such as `rate=0.1,width=4`.
  ///
  /// Letters and digits of a text stay, and other characters are percent-encoded. A name that no file system would take
  /// ends with a digest of the whole.
  public var folder: String {
    let name = assignments.map { "\($0.name)=\(Self.encoded($0.value))" }.joined(separator: ",")
    if name.utf8.count <= Self.longestName { return name }
    var hash = SHA256()
    hash.update(name)
    let beginning = String(decoding: name.utf8.prefix(Self.longestName - 20), as: UTF8.self)
    return beginning.filter { $0 != "\u{FFFD}" } + "…" + hash.finishedText().prefix(12)
  }

  /// Shorter than the 255 bytes of a file system, since editors add something to names.
  private static let longestName = 200

  private static func encoded(_ value: ParameterValue) -> String {
    switch value {
    case .list(_, let values): values.map(encoded).joined(separator: "+")
    default: value.texts.map(encoded).joined()
    }
  }

  private static func encoded(_ text: String) -> String {
    text.map { character in
      character.isLetter || character.isNumber || "._-".contains(character)
        ? String(character)
        : character.utf8.map { "%" + ($0 < 16 ? "0" : "") + String($0, radix: 16, uppercase: true) }.joined()
    }.joined()
  }
}
