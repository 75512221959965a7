import Foundation
import Testing

extension EndToEnd {
  /// `nbrun bench`: what it measures, not how fast that is.
  struct BenchTests {
    struct Row: Decodable {
      let name: String
      let level: String
      let threads: Int
      let milliseconds: Double
      let share: Double?
      let allocations: Double?
    }

    private func bench(_ arguments: String...) throws -> (status: Int32, text: String) {
      let run = try NBRunProcess(["bench", "--seconds", "0.001"] + arguments, takesOutput: false)
      return (run.status, run.output + run.messages)
    }

    @Test func `What is asked for is measured, printed and written`() throws {
      let file = try Fixtures.makeFolder().appending(path: "rows.json")
      let run = try bench("--levels", "generic", "--threads", "1", "--only", "update", "--json", file.path)
      #expect(run.status == 0, "\(run.text)")
      #expect(run.text.contains("generic, 1 thread\n") && run.text.contains("momentum update"))
      let rows = try JSONDecoder().decode([Row].self, from: Data(contentsOf: file))
      #expect(rows.map(\.name) == ["products in registers", "momentum update", "Adam update"])
      #expect(rows.allSatisfy { $0.level == "generic" && $0.threads == 1 })
      #expect(rows.dropFirst().allSatisfy { $0.milliseconds > 0 && ($0.share ?? 0) > 0 })
    }

    @Test func `A steady training step asks for memory no more often than is known`() throws {
      let file = try Fixtures.makeFolder().appending(path: "rows.json")
      let run = try bench("--threads", "1", "--only", "LeNet-5 train", "--json", file.path)
      #expect(run.status == 0, "\(run.text)")
      let rows = try JSONDecoder().decode([Row].self, from: Data(contentsOf: file))
      let step = try #require(rows.first { $0.name == "LeNet-5 train" })
      #expect(try #require(step.allocations) <= 250, "\(run.text)")
    }

    @Test func `The cost of a parallel region is measured`() throws {
      let run = try bench("--levels", "generic", "--threads", "1", "--only", "parallel")
      #expect(run.status == 0 && run.text.contains("parallel region"), "\(run.text)")
    }

    @Test func `Levels that this processor does not have are refused`() throws {
      let run = try bench("--levels", "avx7")
      #expect(run.status != 0 && run.text.contains("no kernels called \"avx7\""), "\(run.text)")
    }
  }
}
