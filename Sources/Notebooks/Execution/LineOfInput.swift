internal import Display
internal import Synchronization

/// A line that a cell waits for; any thread may supply it.
package final class LineOfInput: Sendable {
  /// What the cell gets, once it is known.
  private let answer = Mutex<[UInt8]?>(nil)

  /// Gives the cell `line`, or the end of the input for nil.
  package func give(_ line: String?) {
    let bytes = line.map { Array($0.utf8) + [UInt8(ascii: "\n")] }
    let length = bytes.map { UInt32($0.count) } ?? .max
    let header = (0..<4).map { UInt8(truncatingIfNeeded: length >> (8 * $0)) }
    answer.withLock { $0 = [Frame.inputAnswer] + header + (bytes ?? []) }
  }

  /// Returns what to write to the cell; nil as long as it is not known.
  func take() -> [UInt8]? { answer.withLock { $0 } }
}
