/// How a number becomes a color.
public enum Colormap: String, Sendable, CaseIterable {
  /// From dark blue over green to yellow, with evenly growing lightness: for amounts.
  case sequential
  /// From blue over the page's color to red, centered on zero: for signed values.
  case diverging
  /// From black to white: for pixels.
  case gray
}
