extension NDArray {
  /// The element at a place of plane `c` of part `n`: a batch's pixel, or an element of filter `n`.
  ///
  /// The array is `[N, C, L]`, `[N, C, H, W]` or `[N, C, D, H, W]`.
  public subscript(n: Int, c: Int, place: Place) -> Scalar {
    get { scalars[layout.offset(n, c, place)] }
    set { scalars[layout.offset(n, c, place)] = newValue }
  }

  /// Returns the element at a place that may lie outside the plane, where it is 0.
  public func padded(_ n: Int, _ c: Int, _ place: Place) -> Scalar {
    layout.contains(place) ? self[n, c, place] : 0
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

  func contains(_ place: Place) -> Bool {
    place.column >= 0 && place.column < columns && place.row >= 0 && place.row < rows && place.depth >= 0
      && place.depth < depth
  }

  func offset(_ n: Int, _ c: Int, _ place: Place) -> Int {
    (((n * channels + c) * depth + place.depth) * rows + place.row) * columns + place.column
  }
}
