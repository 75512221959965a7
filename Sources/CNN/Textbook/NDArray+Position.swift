extension NDArray {
  /// The element at a position of plane `c` of part `n`: a batch's pixel, or an element of filter `n`.
  ///
  /// The array is `[N, C, L]`, `[N, C, H, W]` or `[N, C, D, H, W]`.
  public subscript(n: Int, c: Int, position: Position) -> Scalar {
    get { scalars[layout.offset(n, c, position)] }
    set { scalars[layout.offset(n, c, position)] = newValue }
  }

  /// Returns the element at a position that may lie outside the plane, where it is 0.
  public func padded(_ n: Int, _ c: Int, _ position: Position) -> Scalar {
    layout.contains(position) ? self[n, c, position] : 0
  }
}

/// The sizes of `[N, C, L]`, `[N, C, H, W]` or `[N, C, D, H, W]`, kept as numbers, as they are needed often.
struct PlaneLayout: Sendable, Equatable {
  private let channels: Int
  private let depth: Int
  private let rows: Int
  private let columns: Int

  init(_ shape: Shape) {
    let sizes = shape.dimensions
    channels = sizes.count > 1 ? sizes[1] : 1
    depth = sizes.count > 4 ? sizes[2] : 1
    rows = sizes.count > 3 ? sizes[sizes.count - 2] : 1
    columns = sizes.last ?? 1
  }

  func contains(_ position: Position) -> Bool {
    position.column >= 0 && position.column < columns && position.row >= 0 && position.row < rows
      && position.depth >= 0
      && position.depth < depth
  }

  func offset(_ n: Int, _ c: Int, _ position: Position) -> Int {
    (((n * channels + c) * depth + position.depth) * rows + position.row) * columns + position.column
  }
}
