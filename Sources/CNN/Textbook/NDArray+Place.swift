extension NDArray {
  /// The element at a place of plane `c` of part `n`: a batch's pixel, or an element of filter `n`.
  ///
  /// The array is `[N, C, L]`, `[N, C, H, W]` or `[N, C, D, H, W]`.
  public subscript(n: Int, c: Int, place: Place) -> Scalar {
    get { scalars[offset(n, c, place)] }
    set { scalars[offset(n, c, place)] = newValue }
  }

  /// Returns the element at a place that may lie outside the plane, where it is 0.
  public func padded(_ n: Int, _ c: Int, _ place: Place) -> Scalar {
    let sizes = shape.dimensions
    let isInside =
      place.column >= 0 && place.column < sizes[sizes.count - 1]
      && place.row >= 0 && place.row < (sizes.count > 3 ? sizes[sizes.count - 2] : 1)
      && place.depth >= 0 && place.depth < (sizes.count > 4 ? sizes[2] : 1)
    return isInside ? self[n, c, place] : 0
  }

  private func offset(_ n: Int, _ c: Int, _ place: Place) -> Int {
    let sizes = shape.dimensions
    var offset = n * sizes[1] + c
    if sizes.count > 4 { offset = offset * sizes[2] + place.depth }
    if sizes.count > 3 { offset = offset * sizes[sizes.count - 2] + place.row }
    return offset * sizes[sizes.count - 1] + place.column
  }
}
