package import Display

extension ProgressReport {
  /// A bar of progress in the forms that Jupyter shows: a line of text, and HTML.
  package var jupyterData: JSON {
    let fraction = min(max(Double(completed) / Double(max(total, 1)), 0), 1)
    let filled = Int(fraction * 20)
    let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: 20 - filled)
    let html = HTML.element(
      "label", [:], HTML(task + " "), HTML.element("progress", ["value": "\(fraction)", "max": "1"]),
      HTML(" " + detail))
    return .object([
      "text/plain": .string([task, bar, detail].filter { !$0.isEmpty }.joined(separator: " ")),
      "text/html": .string(html.markup),
    ])
  }
}
