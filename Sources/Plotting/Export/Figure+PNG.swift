extension Figure {
  /// Returns the figure as a PNG file.
  ///
  /// `density` is the number of device pixels in a CSS pixel; the file says so, and it holds the title and the
  /// description.
  /// - Throws: `PlotError` if a font is missing or the figure is too large.
  public func png(theme: Theme = .light, density: Double = 2) throws(PlotError) -> [UInt8] {
    try png(theme: theme, density: density, typesetter: Typesetter())
  }

  /// Returns the figure as a PNG file, set in the fonts of `typesetter`.
  package func png(theme: Theme, density: Double, typesetter: Typesetter) throws(PlotError) -> [UInt8] {
    let canvas = try drawn(theme: theme, density: density, typesetter: typesetter)
    return try PNGEncoder(texts: [("Title", title), ("Description", description)]).encode(canvas)
  }
}
