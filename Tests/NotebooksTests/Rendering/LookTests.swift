import Foundation
import Notebooks
import Testing

/// Writes the sample's handout to the folder `NBRUN_LOOK`, to be looked at in a browser.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["NBRUN_LOOK"] != nil))
struct LookTests {
  @Test func sample() throws {
    let folder = URL(filePath: ProcessInfo.processInfo.environment["NBRUN_LOOK"] ?? "")
    let pictures = try ["light", "dark"].map {
      [UInt8](try Data(contentsOf: folder.appending(path: "\($0).png")))
    }
    let result = SampleNotebook.result(light: pictures[0], dark: pictures[1])
    let handout = try HTMLHandout.render(notebook: SampleNotebook.notebook, result: result)
    #expect(handout.problems.isEmpty, "\(handout.problems)")
    try Data(handout.html.utf8).write(to: folder.appending(path: "sample.html"))
  }
}
