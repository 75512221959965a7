extension Axes {
  /// What kind of plot it is, and what each series does.
  public var description: String {
    var names: [String] = []
    for mark in marks where !mark.chartName.isEmpty && !names.contains(mark.chartName) {
      names.append(mark.chartName)
    }
    let chart =
      names.isEmpty
      ? "Empty axes"
      : ([names[0]] + names.dropFirst().map { $0.lowercased() }).joined(separator: " and ")
    let labels = marks.filter { !$0.chartName.isEmpty }.map(\.label).filter { !$0.isEmpty }
    let subject = labels.isEmpty ? y : Axes.list(labels)
    var text = chart
    if !title.isEmpty { text += " “\(title)”" }
    if !subject.isEmpty { text += " of \(subject)" }
    if !x.isEmpty { text += subject.isEmpty ? " over \(x)" : " against \(x)" }
    let logarithmic = [xScale == .log10 ? "x" : nil, yScale == .log10 ? "y" : nil].compactMap(\.self)
    if !logarithmic.isEmpty { text += " (logarithmic \(logarithmic.joined(separator: " and ")))" }
    let summaries = marks.map { mark in
      (mark.label.isEmpty ? "" : mark.label + (mark.categories.isEmpty ? " " : ": ")) + mark.summary
    }
    return summaries.isEmpty ? text : text + ": " + summaries.joined(separator: "; ")
  }

  private static func list(_ items: [String]) -> String {
    items.count < 2
      ? items.joined() : items.dropLast().joined(separator: ", ") + " and " + items[items.count - 1]
  }
}
