/// The descriptors that the worker finds open when it starts, beside standard output and standard error.
package enum WorkerDescriptor {
  /// Where the worker reads which library to run next, and acknowledgments.
  package static let commands: Int32 = 3
  /// Where the worker writes frames.
  package static let frames: Int32 = 4
}
