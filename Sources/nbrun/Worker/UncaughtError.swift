internal import CWorkerHooks
internal import Display
internal import Foundation
internal import Synchronization

/// The error that ended a cell because nobody caught it.
enum UncaughtError {
  private static let reported = Atomic(false)

  /// Whether an error was reported since `forget()`.
  static var wasReported: Bool { reported.load(ordering: .sequentiallyConsistent) }

  /// Makes ready for the next cell.
  static func forget() { reported.store(false, ordering: .sequentiallyConsistent) }

  /// Reports the error in the runtime's box at `pointer`, and where it was thrown.
  static func report(_ pointer: UnsafeMutableRawPointer) {
    var addresses = [UInt64](repeating: 0, count: 128)
    let error = unsafeBitCast(pointer, to: (any Error).self)
    let type = unsafeBitCast(type(of: error) as Any.Type, to: UnsafeRawPointer.self)
    let count = cwh_throw_stack(pointer, type, &addresses, addresses.count)
    CellLoader.sendLimit()
    DisplayChannel.current.send(
      .threw(message: report(of: error), callStack: Array(addresses.prefix(count))))
    reported.store(true, ordering: .sequentiallyConsistent)
  }

  /// The modules whose errors say what is wrong and what to do.
  private static let libraries: Set<Substring> = ["CNN", "Plotting", "Display"]

  /// What is said of the error: that of a library of ours speaks for itself, any other was thrown and not caught.
  private static func report(of error: any Error) -> String {
    let type = String(reflecting: type(of: error))
    let isOurs = libraries.contains(type.prefix { $0 != "." })
    return (isOurs ? "" : "uncaught error: ") + message(of: error)
  }

  /// What the error says of itself, or its type and case as one would write them.
  private static func message(of error: any Error) -> String {
    if let description = (error as? any LocalizedError)?.errorDescription { return description }
    if let error = error as? CocoaError {
      // Its own description names the folder of this machine.
      return error.localizedDescription + (error.filePath.map { " (\($0))" } ?? "")
    }
    if type(of: error) is any CustomStringConvertible.Type { return "\(error)" }
    let reflected = String(reflecting: error)
    // Types of a cell belong to the module Cell_3, of which its author knows nothing.
    return reflected.replacing(/\bCell_[0-9]+\./, with: "")
  }
}
