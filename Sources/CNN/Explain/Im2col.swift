/// Returns the windows of `x` as the rows of a matrix, `[H′·W′, C·R·S]`: `im2col`.
///
/// A row lists what one position of the filter covers: planes outermost, then rows, then columns; pixels
/// outside the image are 0. Then `correlate(x, w)` is this matrix times the flattened filter.
///
/// - Parameters:
///   - x: A plane `[H, W]` or an image `[C, H, W]`.
///   - filter: The size of the windows.
/// - Precondition: `x` has two or three axes, and a window fits.
/// - SeeAlso: deck rows 001-13 to 001-15 and 003-27.
public func im2col(
  _ x: Tensor, filter: some Size2DConvertible, stride: some Size2DConvertible = 1,
  padding: some PaddingConvertible = .valid
) -> Tensor {
  require((2...3).contains(x.rank), "im2col takes [H, W] or [C, H, W], got \(x.shape)")
  let image = x.reshaped(Shape(Array([1, 1].prefix(4 - x.rank)) + x.shape.dimensions))
  let g = CorrelationSpecification.correlation(
    input: image.planeSize, filter: filter, stride: stride, padding: padding
  ).geometry
  let shape: Shape = [g.output.rows * g.output.columns, image.shape[1] * g.window.rows * g.window.columns]
  var matrix = [Float](repeating: 0, count: shape.count)
  Patches.fillRowsByOutput(&matrix, image, image: 0, geometry: g)
  return Tensor(shape: shape, scalars: matrix)
}

/// Returns the table of `im2col` with the pixels' names instead of their values, such as `x01`.
///
/// Each row belongs to an output, each column to a filter element (deck row 001-14).
///
/// - Parameters:
///   - name: What the plane is called.
///   - firstIndex: What the first row and column are called: 0, or 1 as on some slides.
/// - Precondition: a window fits.
public func im2col(
  symbolic name: String, input: some Size2DConvertible, filter: some Size2DConvertible,
  stride: some Size2DConvertible = 1, padding: some PaddingConvertible = .valid, firstIndex: Int = 0
) -> Table {
  let g = CorrelationSpecification.correlation(input: input, filter: filter, stride: stride, padding: padding)
    .geometry
  let names = ElementNames(largest: max(g.input.rows, g.input.columns) + firstIndex, firstIndex: firstIndex)
  let rows = g.output.places.map { output in
    [names("z", output)]
      + g.window.places.map { element in
        let pixel = g.pixel(output.row, output.column, element.row, element.column)
        return g.isInside(pixel.row, pixel.column) ? names(name, pixel) : "0"
      }
  }
  return Table(columns: [""] + g.window.places.map { names("w", $0) }, rows: rows)
}

/// How elements of planes are called in tables: `x01`, or `x(0,10)` when an index may have two digits.
struct ElementNames {
  let separates: Bool
  let firstIndex: Int

  init(largest: Int, firstIndex: Int = 0) {
    separates = largest > 10
    self.firstIndex = firstIndex
  }

  func callAsFunction(_ plane: String, _ place: (row: Int, column: Int)) -> String {
    let (row, column) = (place.row + firstIndex, place.column + firstIndex)
    return separates ? "\(plane)(\(row),\(column))" : "\(plane)\(row)\(column)"
  }
}

extension Size2D {
  /// All places of a plane of this size, row by row.
  var places: [(row: Int, column: Int)] {
    (0..<rows).flatMap { row in (0..<columns).map { (row, $0) } }
  }
}
