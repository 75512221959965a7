extension ConvolutionGeometry {
  /// All places of the input, row by row.
  public var pixels: [Place] { places(\.input) }

  /// All elements of the window, row by row.
  public var elements: [Place] { places(\.window) }

  /// All places of the output, row by row.
  public var outputs: [Place] { places(\.output) }

  /// The sizes of the input along its axes.
  public var inputSizes: [Int] { axes.map(\.input) }

  /// The sizes of the window along its axes.
  public var windowSizes: [Int] { axes.map(\.window) }

  /// The sizes of the output along its axes.
  public var outputSizes: [Int] { axes.map(\.output) }

  /// The number of places of the input.
  var pixelCount: Int { depth.input * rows.input * columns.input }

  /// The number of elements of the window.
  var elementCount: Int { depth.window * rows.window * columns.window }

  /// The number of places of the output.
  var outputCount: Int { depth.output * rows.output * columns.output }

  /// Returns the pixel under `element` of the window at `output`; it may lie outside the input.
  public func pixel(_ output: Place, _ element: Place) -> Place {
    Place(
      depth: depth.place(output.depth, element.depth), row: rows.place(output.row, element.row),
      column: columns.place(output.column, element.column))
  }

  /// Whether a place lies inside the input.
  public func isInside(_ place: Place) -> Bool {
    place.depth >= 0 && place.depth < depth.input && place.row >= 0 && place.row < rows.input
      && place.column >= 0 && place.column < columns.input
  }

  /// Returns the output at which `element` of the window lay on `pixel`; nil if there is none.
  public func output(for pixel: Place, at element: Place) -> Place? {
    guard let i = rows.output(for: pixel.row, at: element.row),
      let j = columns.output(for: pixel.column, at: element.column),
      let d = depth.output(for: pixel.depth, at: element.depth)
    else { return nil }
    return Place(depth: d, row: i, column: j)
  }

  private func places(_ size: (AxisGeometry) -> Int) -> [Place] {
    var places: [Place] = []
    places.reserveCapacity(size(depth) * size(rows) * size(columns))
    for d in 0..<size(depth) {
      for row in 0..<size(rows) {
        for column in 0..<size(columns) { places.append(Place(depth: d, row: row, column: column)) }
      }
    }
    return places
  }
}
