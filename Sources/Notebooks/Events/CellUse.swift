/// What a cell has used beside time.
public struct CellUse: Sendable, Equatable {
  /// The most memory in use at a time while it ran, in bytes; nil if that cannot be told.
  public var peakMemory: Int?
  /// The files that it has read.
  public var filesRead: [String]

  /// Creates a use.
  public init(peakMemory: Int? = nil, filesRead: [String] = []) {
    self.peakMemory = peakMemory
    self.filesRead = filesRead
  }

  /// Creates the use of a cell that asked the system for `accesses`.
  init(peakMemory: Int?, _ accesses: [Access]) {
    let passing = ["/proc/", "/sys/", "/dev/"]
    self.init(
      peakMemory: peakMemory,
      filesRead: accesses.filter { access in
        access.kind == .read && FileState.kind(of: access.name) == "file"
          && !passing.contains { access.name.hasPrefix($0) }
      }.map(\.name))
  }
}
