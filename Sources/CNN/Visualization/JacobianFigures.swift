/// Returns the derivative of a stack of maps with respect to one of them: by blocks, and element by element.
///
/// - Parameters:
///   - plane: Which map, from 0.
///   - planes: The number of maps.
///   - outputs: The number of positions of a map.
/// - Throws: `InterpretationError` when there is no such map.
public func stackJacobianFigure(
  plane: Int, planes: Int, outputs: Int
) throws(InterpretationError) -> Figure {
  guard planes > 0, outputs > 0 else { throw .nothing("maps") }
  guard (0..<planes).contains(plane) else {
    throw .outOfRange("plane", value: "\(plane)", allowed: "one of 0 ..< \(planes)")
  }
  let names = (0..<planes).map { "S_{\($0 + 1)}" }
  return jacobianFigure(
    stackJacobian(plane: plane, planes: planes, outputs: outputs),
    rows: names.map { ($0, outputs) }, columns: [(names[plane], outputs)])
}

/// Returns a matrix of derivatives by blocks, and element by element with frames around the blocks that are not 0.
///
/// Of each block the left picture says whether it is 0, the identity `I`, diagonal, or full.
///
/// - Parameters:
///   - matrix: The derivatives, a row for each output and a column for each input.
///   - rows: What the rows belong to, with their number, from the top: `[("s_1", 16), ("s_2", 16)]`.
///   - columns: What the columns belong to, from the left.
/// - Precondition: the matrix has as many rows and columns as are named.
public func jacobianFigure(
  _ matrix: Tensor, rows: [(name: String, count: Int)], columns: [(name: String, count: Int)],
  title: String = ""
) -> Figure {
  let size = [rows.reduce(0) { $0 + $1.count }, columns.reduce(0) { $0 + $1.count }]
  require(
    matrix.shape == Shape(size),
    "the blocks name \(size[0]) rows and \(size[1]) columns, got a matrix \(matrix.shape)")
  var (texts, patterns): ([[String]], [[Double]]) = ([], [])
  var highlighted: Set<CellIndex> = []
  var top = 0
  for (_, height) in rows {
    var (line, pattern): ([String], [Double]) = ([], [])
    var left = 0
    for (_, width) in columns {
      let block = (0..<height).map { row in (0..<width).map { matrix[top + row, left + $0] } }
      let kind = BlockKind(block)
      line.append(kind.rawValue)
      pattern.append(kind == .zero ? 0 : 1)
      if kind != .zero {
        for row in 0..<height {
          for column in 0..<width { highlighted.insert(CellIndex(row: top + row, column: left + column)) }
        }
      }
      left += width
    }
    texts.append(line)
    patterns.append(pattern)
    top += height
  }
  let zeros = Double(matrix.scalars.count { $0 == 0 }) / Double(max(1, matrix.count))
  return Figure(
    title,
    description:
      "A matrix of derivatives with \(size[0]) rows and \(size[1]) columns, \(percent(zeros)) zeros. "
      + "Its blocks: "
      + zip(rows, texts).map { row, kinds in
        "\(row.name): " + zip(columns, kinds).map { "\($0.name) \($1)" }.joined(separator: ", ")
      }.joined(separator: "; ") + "."
  ) {
    Heatmap(
      patterns, title: "blocks", colormap: .diverging, range: -2...2, texts: texts, cellSize: 46,
      rowLabels: rows.map(\.name), columnLabels: columns.map(\.name))
    Heatmap(
      matrix.rows, title: "\(size[0])×\(size[1]), \(percent(zeros)) zeros", colormap: .diverging,
      range: matrix.symmetricRange, showsValues: false,
      showsColorBar: !matrix.scalars.allSatisfy { $0 == 0 || $0 == 1 }, highlighted: highlighted,
      rowLabels: middles(rows), columnLabels: middles(columns))
  }
}

/// What a block of a matrix is.
private enum BlockKind: String {
  case zero = "0"
  case identity = "I"
  case diagonal = "diag"
  case full = "full"

  init(_ block: [[Float]]) {
    let isSquare = block.count == block.first?.count
    let beside = block.indices.contains { row in
      block[row].indices.contains { $0 != row && block[row][$0] != 0 }
    }
    if block.joined().allSatisfy({ $0 == 0 }) {
      self = .zero
    } else if !isSquare || beside {
      self = .full
    } else {
      self = block.indices.allSatisfy { block[$0][$0] == 1 } ? .identity : .diagonal
    }
  }
}

/// Returns a heading for each row: the block's name at its middle, and nothing elsewhere.
private func middles(_ blocks: [(name: String, count: Int)]) -> [String] {
  blocks.flatMap { name, count in (0..<count).map { $0 == (count - 1) / 2 ? name : "" } }
}
