extension Sequential {
  /// What training changes and what the layers keep besides, as a table: name, layer type, shape and number.
  ///
  /// - SeeAlso: deck row 002-01.
  public var parameterTable: Table {
    func rows(_ layer: any Layer, _ path: String) -> [[String]] {
      if let group = layer as? any LayerGroup {
        return group.members.flatMap { rows($0, "\(path)\(group.name).") }
      }
      func row(_ parameter: Parameter, _ role: String) -> [String] {
        [
          "\(path)\(layer.name).\(parameter.name)", "\(type(of: layer))", role, "\(parameter.value.shape)",
          NumberFormat.grouped(parameter.value.count),
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
