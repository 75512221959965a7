public import Plotting

extension Figure {
  /// Writes the figure as a PNG file.
  ///
  ///     try lossCurve(history).write(png: "loss.png")
  ///
  /// - Parameters:
  ///   - path: The file, which is replaced if it exists.
  ///   - theme: The colors, for a light or a dark page.
  ///   - density: The number of pixels for a CSS pixel.
  /// - Throws: `PlotError` when the figure cannot be drawn, `FileError` when the file cannot be written.
  public func write(png path: String, theme: Theme = .light, density: Double = 2) throws {
    try FileContents.write(try png(theme: theme, density: density), to: path)
  }
}
