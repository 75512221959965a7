extension ModelPlan: Displayable, CustomStringConvertible {
  /// Returns the plan as a table; groups are opened as far as `depth`, 0 for the model's own layers only.
  ///
  /// The memory is that of the activations of one input, at 4 bytes a number: what a training step keeps.
  public func table(depth: Int = 0) -> Table {
    let body = rows.filter { $0.depth <= depth }.map { row in
      [
        row.name, row.type, "\(row.output)", "\(row.parameterCount, .grouped)",
        "\(row.multiplyAdds, .grouped)", "\(row.receptiveField)", Self.memory(row.activationCount),
      ]
    }
    let total = [
      "total", "", "", "\(parameterCount, .grouped)", "\(multiplyAdds, .grouped)", "",
      Self.memory(activationCount),
    ]
    let notes = rows.compactMap { row in row.note.map { "\(row.name): \($0)" } }
    return Table(
      notes.joined(separator: "; "),
      columns: [
        "layer", "type", "output shape", "parameters", "multiply–adds", "receptive field", "memory",
      ],
      rows: [["input", "", "\(input)", "", "", "", ""]] + body + [total],
      alignments: [.left, .left, .left, .right, .right, .right, .right])
  }

  /// The model's own layers as a table.
  public var mimeBundle: MIMEBundle { table().mimeBundle }

  /// The model's own layers as an aligned text.
  public var description: String { table().description }

  /// Returns what numbers in single precision take, such as `3.1 KiB`.
  private static func memory(_ count: Int) -> String {
    let bytes = Double(count * 4)
    if bytes < 1024 { return "\(count * 4) B" }
    if bytes < 1024 * 1024 { return NumberFormat.fixed(bytes / 1024, positions: 1) + " KiB" }
    return NumberFormat.fixed(bytes / 1024 / 1024, positions: 1) + " MiB"
  }
}

extension Sequential {
  /// The model as a table: each layer's output shape, parameters, costs, receptive field and memory, and how many of
  /// the parameters are trainable if layers are frozen.
  ///
  /// Before the model is built the shapes are unknown, and only the layers are listed; `summary(input:)` tells
  /// them without building it.
  public var summary: Table {
    guard let inputShape, let plan = try? plan(input: inputShape) else {
      return Table(
        "not built yet: call build(input:)", columns: ["layer", "type"],
        rows: layers.map { [$0.name, "\(type(of: $0))"] })
    }
    var table = plan.table()
    guard !frozenLayers.isEmpty else { return table }
    table.columns.append("trainable")
    table.alignments.append(.right)
    let counts = layers.map { layer in
      layer.parameters.filter(\.isTrainable).reduce(0) { $0 + $1.value.count }
    }
    let texts = [""] + (counts + [counts.reduce(0, +)]).map { "\($0, .grouped)" }
    for (index, text) in texts.enumerated() { table.rows[index].append(text) }
    return table
  }
}

extension Sequential: Displayable, CustomStringConvertible {
  /// The summary as a table.
  public var mimeBundle: MIMEBundle { summary.mimeBundle }

  /// The summary as an aligned text.
  public var description: String { summary.description }
}

/// Collects the rows that a `ShapeError` shows: the model up to the layer at which building it failed.
struct SummaryRows {
  private var rows: [[String]]

  init(input: Shape) { rows = [["input", "", "\(input)", "", ""]] }

  mutating func append(_ layer: any Layer, input: Shape, output: Shape) {
    rows.append([
      layer.name, "\(type(of: layer))", "\(output)",
      "\(layer.parameters.reduce(0) { $0 + $1.value.count }, .grouped)",
      "\(layer.multiplyAdds(for: input), .grouped)",
    ])
  }

  func table(failedAt layer: any Layer) -> Table {
    Table(
      columns: ["layer", "type", "output shape", "parameters", "multiply–adds"],
      rows: rows + [[layer.name, "\(type(of: layer))", "✗", "", ""]],
      alignments: [.left, .left, .left, .right, .right])
  }
}

extension Sequential {
  /// What training changes and what the layers keep besides, as a table: name, layer type, shape and number.
  public var parameterTable: Table {
    func rows(_ layer: any Layer, _ path: String) -> [[String]] {
      if let group = layer as? any LayerGroup {
        return group.members.flatMap { rows($0, "\(path)\(group.name).") }
      }
      func row(_ parameter: Parameter, _ role: String) -> [String] {
        [
          "\(path)\(layer.name).\(parameter.name)", "\(type(of: layer))", role, "\(parameter.value.shape)",
          "\(parameter.value.count, .grouped)",
        ]
      }
      return layer.parameters.map { row($0, $0.isTrainable ? "learned" : "frozen") }
        + layer.buffers.map { row($0, "kept") }
    }
    return Table(
      columns: ["name", "layer", "role", "shape", "count"], rows: layers.flatMap { rows($0, "") },
      alignments: [.left, .left, .left, .left, .right])
  }
}
