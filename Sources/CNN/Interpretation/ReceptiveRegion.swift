/// The rows and columns of a map on which a position of a later map depends.
public struct ReceptiveRegion: Sendable, Hashable {
  /// The rows, inside the map.
  public let rows: Range<Int>
  /// The columns, inside the map.
  public let columns: Range<Int>

  /// Creates a region.
  public init(rows: Range<Int>, columns: Range<Int>) {
    self.rows = rows
    self.columns = columns
  }

  /// The height and width.
  public var size: Size2D { Size2D(rows: rows.count, columns: columns.count) }

  /// Returns the smallest region that holds both.
  func union(_ other: ReceptiveRegion) -> ReceptiveRegion {
    ReceptiveRegion(rows: joined(rows, other.rows), columns: joined(columns, other.columns))
  }
}

/// The region of one map, and which map it is.
public struct ReceptiveStage: Sendable, Hashable {
  /// The name of the layer that gives the map; empty for the model's input.
  public let layer: String
  /// The height and width of the map.
  public let map: Size2D
  /// What of it is seen.
  public let region: ReceptiveRegion
}

extension Sequential {
  /// Returns what one position of a layer's output can see, map by map back to the input.
  ///
  /// It follows from the windows alone: what lies in the padding is left out, and the region is the smallest
  /// rectangle that holds everything. A layer of another kind, which keeps the size of its input, is taken to
  /// work position by position.
  ///
  /// - Parameters:
  ///   - name: The layer: one of the model itself, not of a block.
  ///   - row: The row of the position; the middle one if none is given.
  ///   - column: The column, likewise.
  /// - Returns: The input first, then the layers up to `name`.
  /// - Throws: `ModelError` when the model is not built, there is no such layer or it gives no maps,
  ///   `InterpretationError` when there is no such position.
  public func receptiveStages(
    of name: String, row: Int? = nil, column: Int? = nil
  ) throws -> [ReceptiveStage] {
    guard let inputShape else { throw ModelError.notBuilt }
    let index = try layerIndex(name)
    let shape = try mapShape(at: index)
    let position = (row: row ?? shape[1] / 2, column: column ?? shape[2] / 2)
    guard (0..<shape[1]).contains(position.row), (0..<shape[2]).contains(position.column) else {
      throw InterpretationError.noPosition(
        row: position.row, column: position.column, layer: name, shape: shape)
    }
    var shapes = [inputShape]
    for layer in layers[...index] { shapes.append(try layer.outputShape(for: shapes[shapes.count - 1])) }
    var region = ReceptiveRegion(
      rows: position.row..<position.row + 1, columns: position.column..<position.column + 1)
    var stages: [ReceptiveStage] = []
    for step in (0...index).reversed() {
      stages.append(
        ReceptiveStage(layer: layers[step].name, map: mapSize(shapes[step + 1]), region: region))
      region = receptiveRegion(before: layers[step], region, input: shapes[step])
    }
    return [ReceptiveStage(layer: "", map: mapSize(inputShape), region: region)] + stages.reversed()
  }
}

/// Returns the rows and columns of a shape; a vector is a single position.
private func mapSize(_ shape: Shape) -> Size2D {
  shape.rank == 3 ? Size2D(rows: shape[1], columns: shape[2]) : Size2D(rows: 1, columns: 1)
}

/// Returns on what of a layer's input a region of its output depends.
private func receptiveRegion(
  before layer: any Layer, _ region: ReceptiveRegion, input: Shape
) -> ReceptiveRegion {
  let size = mapSize(input)
  let everything = ReceptiveRegion(rows: 0..<size.rows, columns: 0..<size.columns)
  guard input.rank == 3 else { return everything }
  /// What lies below a window on each axis.
  func windows(_ axes: [ReceptiveAxis]) -> ReceptiveRegion {
    ReceptiveRegion(rows: axes[0].positions(region.rows), columns: axes[1].positions(region.columns))
  }
  let spatial = [size.rows, size.columns]
  switch layer {
  case let layer as any WindowedLayer where layer.options.axes == 2:
    let mode = layer.options.paddingMode
    return windows(layer.options.geometry(spatial[...]).axes.map { ReceptiveAxis($0, mode) })
  case let layer as any TransposedConvolutionLayer where layer.options.axes == 2:
    return windows(zip(layer.geometry(spatial).axes, spatial).map { ReceptiveAxis(transposed: $0, size: $1) })
  case let layer as ZeroUpsample:
    let factor = layer.factor.size2D
    return windows([
      ReceptiveAxis(size: size.rows) { $0 % factor.rows == 0 ? [$0 / factor.rows] : [] },
      ReceptiveAxis(size: size.columns) { $0 % factor.columns == 0 ? [$0 / factor.columns] : [] },
    ])
  case let group as any LayerGroup:
    guard let inputs = try? group.memberInputs(for: input) else { return everything }
    let (members, wiring) = (group.members, group.wiring)
    /// What of each source is needed; nil for nothing so far.
    var needed: [Wiring.Source: ReceptiveRegion] = [:]
    func need(_ region: ReceptiveRegion, of source: Wiring.Source) {
      needed[source] = needed[source]?.union(region) ?? region
    }
    for source in wiring.outputs { need(region, of: source) }
    for index in members.indices.reversed() {
      guard let own = needed[.member(index)] else { continue }
      need(receptiveRegion(before: members[index], own, input: inputs[index]), of: wiring.sources[index])
    }
    return needed[.input] ?? region
  default:
    return (try? layer.outputShape(for: input)) == input ? region : everything
  }
}
