/// How many numbers a convolution of one input needs in each of its forms.
public struct MemoryFootprint: Sendable, Equatable {
  /// One array of numbers.
  public struct Entry: Sendable, Equatable {
    /// What it holds.
    public let name: String
    /// Its shape.
    public let shape: Shape
    /// The number of its elements that are not 0 by construction.
    public let used: Int
    /// The number of its elements.
    public var count: Int { shape.count }
    /// Its size in single precision.
    public var bytes: Int { 4 * count }
  }

  /// The input, the filters, the output, the matrix of windows (im2col), and the convolution matrix.
  public let entries: [Entry]

  /// The entry of this name.
  public subscript(name: String) -> Entry? { entries.first { $0.name == name } }
}

/// Returns how many numbers a convolution needs: as filters, as windows, and as a matrix of filters.
///
/// - Parameter input: The shape of one input, such as `[3, 32, 32]`.
/// - Throws: `ShapeError` when the layer cannot take such inputs.
public func memoryFootprint(
  _ layer: some ConvolutionLayer, input: Shape
) throws(ShapeError) -> MemoryFootprint {
  let g = try layer.checkedGeometry(for: input)
  let (filters, groups) = layer.planes(for: input[0])
  let depth = input[0] / groups
  // How often a window's element lies on the input, over all outputs.
  let meetings = g.elements.reduce(0) { sum, e in
    sum + g.depth.outputs(inside: e.depth).count * g.rows.outputs(inside: e.row).count
      * g.columns.outputs(inside: e.column).count
  }
  let weights = Shape([filters, depth] + g.windowSizes)
  let output = Shape([filters] + g.outputSizes)
  let windows: Shape = [g.outputCount, input[0] * g.elementCount]
  let matrix: Shape = [output.count, input.count]
  return MemoryFootprint(entries: [
    .init(name: "input", shape: input, used: input.count),
    .init(name: "filters", shape: weights, used: weights.count),
    .init(name: "output", shape: output, used: output.count),
    .init(name: "im2col", shape: windows, used: input[0] * meetings),
    .init(name: "convolution matrix", shape: matrix, used: filters * depth * meetings),
  ])
}

extension MemoryFootprint: Displayable, CustomStringConvertible {
  /// The arrays with their sizes, and how many times the input that is.
  public var table: Table {
    let input = entries.first?.count ?? 1
    return Table(
      "numbers for one input", columns: ["array", "shape", "numbers", "not 0", "bytes", "times the input"],
      rows: entries.map {
        [
          $0.name, "\($0.shape)", "\($0.count, .grouped)", "\($0.used, .grouped)",
          "\($0.bytes, .grouped)",
          NumberFormat.fixed(Double($0.count) / Double(max(1, input)), positions: 1),
        ]
      },
      alignments: [.left, .left, .right, .right, .right, .right])
  }

  /// The arrays as a table.
  public var mimeBundle: MIMEBundle { table.mimeBundle }

  /// The arrays as an aligned text.
  public var description: String { "\(table.caption)\n\(table)" }
}
