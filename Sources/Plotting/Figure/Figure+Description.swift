extension Figure {
  /// What the panels say about themselves.
  var automaticDescription: String {
    let heading = title.isEmpty ? "" : "\(title). "
    if panels.isEmpty { return heading + "An empty figure." }
    let sentences = panels.map { $0.description + "." }
    if panels.count == 1 { return heading + sentences[0] }
    return heading + "\(panels.count) panels. " + sentences.joined(separator: " ")
  }
}
