/// Something that a cell asked the system for, as the worker's hooks note it.
package struct Access: Sendable, Hashable {
  /// What the cell did; the raw values are those of the notes.
  package enum Kind: UInt8, Sendable {
    /// Opened the file or listed the folder at the path.
    case read = 0x72
    /// Asked whether something is at the path.
    case probed = 0x70
    /// Asked for size and times of what is at the path, or where a link leads.
    case described = 0x64
    /// Opened the file at the path for writing, or changed its folder.
    case written = 0x77
    /// Asked for an environment variable.
    case variable = 0x76
    /// Used something that no later run can compare with.
    case unrepeatable = 0x75
  }

  /// What the cell did.
  package var kind: Kind
  /// The path, the variable, or what cannot be repeated in words.
  package var name: String

  /// Creates an access.
  package init(_ kind: Kind, _ name: String) {
    self.kind = kind
    self.name = name
  }

  /// Returns the accesses that `notes` tell of, each once; nil if they cannot be read.
  package static func list(in notes: [UInt8]) -> [Access]? {
    var seen: Set<Access> = []
    var list: [Access] = []
    var rest = notes[...]
    while let first = rest.first {
      guard let kind = Kind(rawValue: first), let end = rest.firstIndex(of: 0) else { return nil }
      let access = Access(kind, String(decoding: rest[(rest.startIndex + 1)..<end], as: UTF8.self))
      if seen.insert(access).inserted { list.append(access) }
      rest = rest[(end + 1)...]
    }
    return list
  }
}
