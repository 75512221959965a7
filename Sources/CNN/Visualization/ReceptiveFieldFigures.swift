/// Returns what one position of a layer's output can see in each map before it, back to the input.
///
/// Layers that change neither the map's size nor the region, such as activations, are left out.
///
/// - Parameters:
///   - name: The layer.
///   - row: The row of the position; the middle one if none is given.
///   - column: The column, likewise.
/// - Throws: what ``Sequential/receptiveStages(of:row:column:)`` throws.
public func receptiveFieldFigure(
  of name: String, in model: Sequential, row: Int? = nil, column: Int? = nil
) throws -> Figure {
  let stages = try model.receptiveStages(of: name, row: row, column: column)
  // What differs from the one before, and always the layer itself.
  var shown: [ReceptiveStage] = []
  for stage in stages {
    let isSame = shown.last.map { $0.map == stage.map && $0.region == stage.region } ?? false
    if isSame && stage == stages[stages.count - 1] && shown.count > 1 { shown.removeLast() }
    if !isSame || stage == stages[stages.count - 1] { shown.append(stage) }
  }
  let position = stages[stages.count - 1].region
  return Figure(
    description:
      "The position (\(position.rows.lowerBound), \(position.columns.lowerBound)) of layer \(name) sees "
      + shown.dropLast().reversed().map {
        "\($0.region.size) of \($0.layer.isEmpty ? "the input" : $0.layer) (\($0.map))"
      }.joined(separator: ", then ") + ".",
    columns: min(4, shown.count)
  ) {
    for stage in shown {
      let cells = stage.region.rows.flatMap { row in
        stage.region.columns.map { CellIndex(row: row, column: $0) }
      }
      Heatmap(
        (0..<stage.map.rows).map { row in
          (0..<stage.map.columns).map {
            stage.region.rows.contains(row) && stage.region.columns.contains($0) ? 1 : 0
          }
        },
        title: "\(stage.layer.isEmpty ? "input" : stage.layer): \(stage.region.size) of \(stage.map)",
        colormap: .diverging, range: -2...2, showsValues: false, showsColorBar: false,
        highlighted: Set(cells),
        cellSize: max(1, (170 / Double(max(stage.map.rows, stage.map.columns))).rounded(.down)))
    }
  }
}

/// Returns how much each pixel moves one position of a layer's output on average, with the theoretical field framed.
///
/// - Parameters:
///   - name: The layer.
///   - images: A batch `[N, C, H, W]`; random ones if none is given.
///   - row: The row of the position; the middle one if none is given.
///   - column: The column, likewise.
///   - seed: The seed of random images; the notebook's if none is given.
/// - Throws: what ``Sequential/effectiveReceptiveField(of:images:row:column:seed:)`` throws.
/// - SeeAlso: Luo et al., NIPS 2016.
public func effectiveReceptiveFieldFigure(
  of name: String, in model: Sequential, images: Tensor? = nil, row: Int? = nil, column: Int? = nil,
  seed: UInt64? = nil
) throws -> Figure {
  let field = try model.effectiveReceptiveField(
    of: name, images: images, row: row, column: column, seed: seed)
  let cells = field.region.rows.flatMap { row in
    field.region.columns.map { CellIndex(row: row, column: $0) }
  }
  let side = max(field.map.shape[0], field.map.shape[1])
  return Figure(
    description:
      "The mean magnitude of the gradient of position (\(field.position.row), \(field.position.column)) of "
      + "layer \(name) to each pixel. By its windows it could see \(field.region.size) pixels; in "
      + "\(percent(field.effectivePart)) of them the gradient is above 4.55 % of the largest one."
  ) {
    Heatmap(
      field.map.rows,
      title:
        "\(name): \(percent(field.effectivePart)) of \(field.region.size) pixels above 4.55 % of the maximum",
      colormap: .sequential, showsValues: false, highlighted: Set(cells),
      cellSize: max(1, (300 / Double(side)).rounded(.down)))
  }
}
