internal import Display
internal import Foundation

/// The state of something that a cell depends on, to be compared with its state now.
struct Observation: Sendable, Equatable {
  /// What the cell asked for.
  var access: Access
  /// What it found: a digest of the content, or what kind of thing is there.
  var state: String
  /// Size, times and number of a file, which are others when the content is; empty for other things.
  var stamp: String

  /// Looks at what `access` asks for, with the environment of the worker.
  init(_ access: Access, _ environment: [String: String]) {
    self.access = access
    switch access.kind {
    case .variable:
      state = environment[access.name].map { "=" + $0 } ?? "unset"
      stamp = ""
    case .probed:
      state = FileState.kind(of: access.name)
      stamp = ""
    case .described:
      state = FileState.description(of: access.name)
      stamp = ""
    case .read, .written, .unrepeatable:
      stamp = FileState.stamp(of: access.name)
      state = FileState.digest(of: access.name)
    }
  }

  /// Whether the state is still what it was.
  func holds(_ environment: [String: String]) -> Bool {
    if !stamp.isEmpty, FileState.stamp(of: access.name) == stamp { return true }
    return Observation(access, environment).state == state
  }

  /// What a reader is told when it is another one.
  var reason: String {
    access.kind == .variable
      ? "the variable \(access.name), which it asks for, has another value"
      : "\(access.name), which it \(access.kind == .read ? "reads" : "looks for"), changed"
  }

  /// The observation as a record.
  var record: JSON {
    .record([
      "kind": .int(Int(access.kind.rawValue)), "name": .string(access.name), "state": .string(state),
      "stamp": .string(stamp),
    ])
  }

  /// Reads a record.
  init(_ record: RecordReader) throws {
    guard let kind = Access.Kind(rawValue: UInt8(truncatingIfNeeded: try record.integer("kind"))) else {
      throw record.failure("kind", "a kind of access")
    }
    access = Access(kind, try record.text("name"))
    state = try record.text("state")
    stamp = try record.text("stamp")
  }
}
