internal import Display
internal import Jupyter
internal import Notebooks

/// Publishes the outputs of one cell.
final class CellOutput {
  private let request: Request
  private let count: Int
  private let isSilent: Bool
  /// The representations of the cell's value; nil if it has none.
  private(set) var data: JSON?
  /// The displays of the tasks that report how far they have come, and when each was last updated.
  private var tasks: [String: (display: String, time: ContinuousClock.Instant)] = [:]

  /// Creates a publisher for the outputs of the execution `count`; one that is silent publishes nothing.
  init(of request: Request, count: Int, isSilent: Bool) {
    (self.request, self.count, self.isSilent) = (request, count, isSilent)
  }

  /// The cell's value as text.
  var result: String { data?.member("text/plain")?.stringValue ?? "" }

  /// Takes in what happens while the cell runs.
  func take(_ event: InteractiveSession.Event) {
    switch event {
    case .output(let output): publish(output)
    case .progress(let report): publish(report)
    case .cleared(let waits):
      if !isSilent { request.publish("clear_output", ["wait": .bool(waits)]) }
    case .inputWanted(let line):
      guard request.content.member("allow_stdin")?.boolValue ?? true else { return line.give(nil) }
      request.askForInput(prompt: "", isPassword: false) { line.give($0) }
    }
  }

  private func publish(_ output: JSON) {
    let type = output.member("output_type")?.stringValue ?? ""
    if type == "execute_result" { data = output.member("data") }
    guard !isSilent, case .object(var members) = output else { return }
    members.list.removeAll { $0.key == "output_type" }
    if type == "execute_result" { members.list.append(.init(key: "execution_count", value: .int(count))) }
    if type == "display_data" { members.list.append(.init(key: "transient", value: .object([:]))) }
    request.publish(type, members)
  }

  private func publish(_ report: ProgressReport) {
    if isSilent { return }
    let known = tasks[report.task]
    let isLast = report.completed >= report.total
    // A page has better to do than to draw a bar a thousand times a second.
    if let known, !isLast, known.time.duration(to: .now) < .milliseconds(100) { return }
    let display = known?.display ?? "progress-\(count)-\(tasks.count)"
    tasks[report.task] = (display, .now)
    request.publish(
      known == nil ? "display_data" : "update_display_data",
      [
        "data": report.jupyterData,
        "metadata": .object(["nbrun": .object(["progress": .bool(true)])]),
        "transient": .object(["display_id": .string(display)]),
      ])
  }
}
