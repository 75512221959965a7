/// Collects the rows of a model's summary: what comes out of each layer, and what it costs.
struct SummaryRows {
  private var rows: [[String]]
  private var parameters = 0
  private var multiplyAdds = 0
  private var notes: [String] = []

  init(input: Shape) { rows = [["input", "", "\(input)", "", ""]] }

  mutating func append(_ layer: any Layer, input: Shape, output: Shape) {
    let count = layer.parameters.reduce(0) { $0 + $1.value.count }
    let cost = layer.multiplyAdds(for: input)
    parameters += count
    multiplyAdds += cost
    if let note = (layer as? any ShapeNoting)?.shapeNote(for: input) {
      notes.append("\(layer.name): \(note)")
    }
    rows.append([
      layer.name, "\(type(of: layer))", "\(output)", NumberFormat.grouped(count), NumberFormat.grouped(cost),
    ])
  }

  func table(failedAt layer: any Layer) -> Table {
    table(rows + [[layer.name, "\(type(of: layer))", "✗", "", ""]])
  }

  func table() -> Table {
    table(
      rows + [["total", "", "", NumberFormat.grouped(parameters), NumberFormat.grouped(multiplyAdds)]])
  }

  private func table(_ rows: [[String]]) -> Table {
    Table(
      notes.joined(separator: "; "),
      columns: ["layer", "type", "output shape", "parameters", "multiply–adds"], rows: rows,
      alignments: [.left, .left, .left, .right, .right])
  }
}

extension Sequential {
  /// The model as a table: each layer's output shape, parameters and multiply–adds for one input, and totals.
  ///
  /// Before the model is built the shapes are unknown, and only the layers are listed.
  public var summary: Table {
    guard var shape = inputShape else {
      return Table(
        "not built yet: call build(input:)", columns: ["layer", "type"],
        rows: layers.map { [$0.name, "\(type(of: $0))"] })
    }
    var rows = SummaryRows(input: shape)
    for layer in layers {
      let output = (try? layer.outputShape(for: shape)) ?? shape
      rows.append(layer, input: shape, output: output)
      shape = output
    }
    return rows.table()
  }
}
