/// With what an input is continued beyond its border.
///
/// The examples continue `1 2 3 4` by two on each side.
///
/// "Mirrored" in the literature may mean either of ``reflect`` and ``symmetric``.
public enum PaddingMode: String, Sendable, Hashable, CaseIterable {
  /// Zeros: `0 0 | 1 2 3 4 | 0 0`.
  case zeros
  /// The mirror image about the outermost element, not repeated: `3 2 | 1 2 3 4 | 3 2`.
  case reflect
  /// The mirror image about the border, the outermost element repeated: `2 1 | 1 2 3 4 | 4 3`.
  case symmetric
  /// The outermost element: `1 1 | 1 2 3 4 | 4 4`.
  case replicate
  /// The other end, as if the input went around in a circle: `3 4 | 1 2 3 4 | 1 2`.
  case circular

  /// Returns which of `size` elements stands at `index`, which may lie outside; nil where there is a zero.
  public func source(of index: Int, size: Int) -> Int? {
    if index >= 0 && index < size { return index }
    switch self {
    case .zeros: return nil
    case .reflect: return index < 0 ? -index : 2 * (size - 1) - index
    case .symmetric: return index < 0 ? -index - 1 : 2 * size - 1 - index
    case .replicate: return index < 0 ? 0 : size - 1
    case .circular: return index < 0 ? index + size : index - size
    }
  }

  /// Returns how far an axis of `size` elements can be continued; nil if there is no limit.
  public func limit(size: Int) -> Int? {
    switch self {
    case .zeros: nil
    case .reflect: max(0, size - 1)
    case .symmetric, .circular: size
    case .replicate: size == 0 ? 0 : nil
    }
  }

  /// Whether this mode can continue an axis of `size` elements so far.
  func allows(_ sides: Sides, size: Int) -> Bool {
    limit(size: size).map { max(sides.before, sides.after) <= $0 } ?? true
  }
}
