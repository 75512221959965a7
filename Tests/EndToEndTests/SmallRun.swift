import Foundation
import Testing

/// What time limits in tests are derived from, since no test may depend on how fast the machine is.
enum SmallRun {
  /// Returns how long the program takes just now for a notebook with a single small cell, in whole seconds.
  ///
  /// Most of that goes into compiling the cell. A cell that is compiled already comes to any place in its code in a
  /// small part of that time.
  static func seconds() throws -> Int {
    let folder = try Fixtures.makeFolder()
    try Data("```swift\nprint(1)\n```\n".utf8).write(to: folder.appending(path: "small.md"))
    return try seconds {
      let run = try NBRunProcess(["small.md"], in: folder)
      #expect(run.status == 0, "\(run.messages)")
    }
  }

  /// Returns how long `body` takes, in whole seconds, at least 1.
  static func seconds(_ body: () throws -> Void) rethrows -> Int {
    let time = try ContinuousClock().measure(body)
    return max(1, Int((time / .seconds(1)).rounded(.up)))
  }
}
