/// The descriptors that the worker finds open when it starts, beside standard output and standard error.
package enum WorkerDescriptor {
  /// Where the worker reads the keys of its frames and of commands, and then which library to run next.
  package static let commands: Int32 = 3
  /// Where the worker writes frames.
  package static let frames: Int32 = 4
  /// Where whoever has sent a frame reads that the runner has taken it in.
  ///
  /// A channel of their own, since threads of earlier cells send frames while the worker waits for its next command.
  package static let acknowledgments: Int32 = 5
  /// Where MPI reads and writes what its launcher knows of the other ranks, if it does so by a descriptor.
  package static let launcher: Int32 = 6
}

/// What the worker is told to do, as a rule with a library.
///
/// A command is this byte, the length of the library's path (4 bytes, little-endian), the path, and a seal.
package enum WorkerTask: UInt8 {
  /// To run it in its own memory.
  case run = 1
  /// To run it in a child, a copy of itself, and forget what it did.
  case runInChild = 2
  /// To run it in a child, and let the child serve from then on; this process keeps the state before the cell.
  case checkpoint = 3
  /// To end a child that serves; its parent, with the state before the cell, serves again.
  ///
  /// In place of a path stands how many times a process may have descended to be spared: the child may have been
  /// killed just before, and its parent must not end in its place.
  case restore = 4
  /// To go on with the next cell of the library that it runs.
  case resume = 5
  /// To take the value of a parameter, which stands in place of a path as `ParameterValues` writes it.
  case takeParameter = 6
  /// To run it in its own memory, and to have a child wait that keeps the state before the cell: the backup.
  ///
  /// Should the worker end, the backup says that it has started and serves in its place. Otherwise the runner kills it.
  case runWithBackup = 7
  /// To join the other ranks of the run, before anything runs. In place of a path stands what all runners get, or
  /// nothing; the answer is a frame `joined`.
  case joinRanks = 8
  /// To take the number of the cell that comes next, which messages about ranks name.
  case beginCell = 9
  /// To leave the other ranks after the last cell.
  case leaveRanks = 10
}
